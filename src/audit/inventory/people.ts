/** The stages that read the organisation, its members and its outside collaborators, with two-factor state. */

import { GitHubTrouble, isFinal, isGone } from '../../github/http/errors.ts'
import { readMembers } from '../../github/inventory/members.ts'
import { readOrganization } from '../../github/inventory/organization.ts'
import {
  readCollaboratorsWithoutTwoFactor,
  readOutsideCollaborators,
} from '../../github/inventory/outside-collaborators.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type Grant, NEVER_READ_SOURCES, type Source } from '../../policy/words.ts'
import { accountsStatement, twoFactorStatement } from '../../register/access/accounts.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { organizationFactsStatement } from '../../register/organizations.ts'
import { listStage } from '../engine/list-stage.ts'
import { seenStatements, skipSource } from '../engine/record-seen.ts'
import { notRead, type Run, readWhole, type Stage } from '../engine/stage.ts'

/** The organisation's own facts and its base permission. */
export const organization: Stage = {
  label: 'reading the organisation',
  budget: 'inventory',
  async *read(run) {
    const facts = await readOrganization(run.github, run.org.login)
    const grants: Grant[] =
      facts.basePermission === null ? [] : [{ kind: 'base_permission', role: facts.basePermission }]
    const reading =
      facts.basePermission === null
        ? notRead(
            'organization',
            new Error(
              "GitHub does not show the base permission to this token; it needs organization_administration: read, or an owner's token.",
            ),
          )
        : readWhole('organization')
    yield {
      statements: [
        organizationFactsStatement(run.register, run.org.id, facts),
        ...seenStatements(run, 'organization', '1', grants),
        readingsStatement(run.register, run.audit.id, [
          reading,
          ...NEVER_READ_SOURCES.map((source) => notShown(source, 'not read by this version')),
        ]),
      ],
      next: null,
    }
  },
  async skip(run, _cursor, trouble) {
    if (!isGone(trouble)) return skipSource(run, 'organization', trouble)
    throw new Refusal(
      'unavailable',
      `GitHub has no organisation ${run.org.login} any more, or hides it: it may have been renamed, deleted or turned into a user. Nothing was judged; the hourly run looks for its new name.`,
    )
  },
}

export const members: Stage = listStage({
  source: 'members',
  alsoRead: ['two_factor'],
  label: 'reading the members',
  countedPrefix: 'organization_role:',
  pages: (run, from) => readMembers(run.github, run.org.login, from),
  writes: (run, page) => [
    accountsStatement(run.register, page.accounts),
    twoFactorStatement(run.register, run.org.id, page.twoFactor),
    ...(page.twoFactor.some((t) => t.state === 'unknown')
      ? [
          readingsStatement(run.register, run.audit.id, [
            notShown('two_factor', 'GitHub shows the second factor to owners alone'),
          ]),
        ]
      : []),
  ],
})

export const outsideCollaborators: Stage = listStage({
  source: 'outside_collaborators',
  label: 'reading the outside collaborators',
  countedPrefix: 'outside_collaborator:',
  pages: (run, from) => readOutsideCollaborators(run.github, run.org.login, Number(from ?? 1)),
  writes: async (run, page) => {
    const disabled = page.accounts.length === 0 ? null : await findOutsideWithoutTwoFactor(run)
    return [
      accountsStatement(run.register, page.accounts),
      twoFactorStatement(
        run.register,
        run.org.id,
        page.accounts.map(({ id }) => ({
          id,
          state: disabled === null ? 'unknown' : disabled.has(id) ? 'disabled' : 'enabled',
        })),
      ),
    ]
  },
})

/** The ids of outside collaborators without a second factor; null where GitHub does not show them. */
async function findOutsideWithoutTwoFactor(run: Run): Promise<ReadonlySet<number> | null> {
  try {
    return new Set(await readCollaboratorsWithoutTwoFactor(run.github, run.org.login))
  } catch (error) {
    // Only owners may ask (422). Without an answer the state is unknown, never "enabled".
    if (error instanceof GitHubTrouble && error.trouble.kind !== 'later' && !isFinal(error)) return null
    throw error
  }
}

function notShown(source: Source, reason: string) {
  return { source, scope: { kind: 'organization' as const }, state: { kind: 'not_shown' as const, reason } }
}
