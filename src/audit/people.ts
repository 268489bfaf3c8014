/** The stages that read the organisation and its people. They record; they judge nothing. */

import { members, outsideCollaborators, outsideWithoutTwoFactor, readOrganization } from '../github/people.ts'
import { GitHubTrouble } from '../github/trouble.ts'
import type { Grant, Source } from '../policy/words.ts'
import { recordOrganizationFacts } from '../register/organizations.ts'
import { recordAccounts, recordTwoFactor } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { cursorOf, seen, wholeUnread } from './sighting.ts'
import { notRead, type Run, readWhole, type Stage } from './stage.ts'

/** The organisation's own facts and its base permission. Without it nothing else makes sense. */
export const organization: Stage = {
  says: 'reading the organisation',
  spends: 'inventory',
  async *read(run) {
    const facts = await readOrganization(run.github, run.org.login)
    const grants: Grant[] =
      facts.basePermission === null ? [] : [{ kind: 'base_permission', role: facts.basePermission }]
    const told =
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
        recordOrganizationFacts(run.register, run.org.id, facts),
        ...seen(run, 'organization', '1', grants),
        recordReadings(run.register, run.audit.id, [told]),
      ],
      next: null,
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'organization', trouble),
}

export const people: Stage = {
  says: 'reading the members',
  spends: 'inventory',
  async *read(run, cursor) {
    let done = 0
    for await (const page of members(run.github, run.org.login, cursorOf<string>(cursor))) {
      done += page.grants.length
      const hidden = page.twoFactor.some((t) => t.state === 'unknown')
      yield {
        statements: [
          recordAccounts(run.register, page.accounts),
          ...seen(run, 'members', page.after ?? 'last', page.grants),
          recordTwoFactor(run.register, run.org.id, page.twoFactor),
          ...(hidden
            ? [
                recordReadings(run.register, run.audit.id, [
                  notShown('two_factor', 'GitHub shows the second factor to owners alone'),
                ]),
              ]
            : []),
          ...(page.after === null
            ? [recordReadings(run.register, run.audit.id, [readWhole('members'), readWhole('two_factor')])]
            : []),
        ],
        next: page.after,
        done,
        total: page.total,
      }
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'members', trouble),
}

export const outsiders: Stage = {
  says: 'reading the outside collaborators',
  spends: 'inventory',
  async *read(run, cursor) {
    for await (const page of outsideCollaborators(run.github, run.org.login, cursorOf<number>(cursor) ?? 1)) {
      const without = page.accounts.length === 0 ? null : await withoutTwoFactor(run)
      yield {
        statements: [
          recordAccounts(run.register, page.accounts),
          ...seen(run, 'outside_collaborators', String(page.page), page.grants),
          recordTwoFactor(
            run.register,
            run.org.id,
            page.accounts.map(({ id }) => ({
              id,
              state: without === null ? 'unknown' : without.has(id) ? 'disabled' : 'enabled',
            })),
          ),
          ...(page.after === null
            ? [recordReadings(run.register, run.audit.id, [readWhole('outside_collaborators')])]
            : []),
        ],
        next: page.after === null ? null : Number(page.after),
        done: page.total,
      }
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'outside_collaborators', trouble),
}

async function withoutTwoFactor(run: Run): Promise<ReadonlySet<number> | null> {
  try {
    return new Set(await outsideWithoutTwoFactor(run.github, run.org.login))
  } catch (error) {
    // Owners alone may ask (422); what we may not ask is unknown, never "has one".
    if (
      error instanceof GitHubTrouble &&
      error.trouble.kind !== 'later' &&
      error.trouble.kind !== 'bad_token'
    )
      return null
    throw error
  }
}

function notShown(source: Source, reason: string) {
  return { source, scope: { kind: 'organization' as const }, state: { kind: 'not_shown' as const, reason } }
}
