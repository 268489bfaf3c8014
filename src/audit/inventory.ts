/** The stages that read who holds what: people, teams, repositories, invitations. They record; they judge nothing. */

import { organizationInvitations, repositoryInvitations } from '../github/invitations.ts'
import { members, outsideCollaborators, outsideWithoutTwoFactor, readOrganization } from '../github/people.ts'
import { repositories } from '../github/repositories.ts'
import { teams } from '../github/teams.ts'
import { GitHubTrouble } from '../github/trouble.ts'
import { grantKey } from '../policy/grant-key.ts'
import type { Grant, Source } from '../policy/words.ts'
import { recordReadings, recordSeen } from '../register/audits.ts'
import { recordGrants } from '../register/grants.ts'
import type { Statement } from '../register/open.ts'
import { recordOrganizationFacts } from '../register/organizations.ts'
import { recordAccounts, recordRepositories, recordTeams, recordTwoFactor } from '../register/people.ts'
import { perRepository } from './per-repository.ts'
import { notRead, type Run, readWhole, type Stage } from './stage.ts'

/** The organisation's own facts and its base permission. Without it nothing else makes sense. */
export const organization: Stage = {
  says: 'reading the organisation',
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

export const teamTree: Stage = {
  says: 'reading the teams',
  async *read(run, cursor) {
    let done = 0
    for await (const page of teams(run.github, run.org.login, cursorOf<string>(cursor))) {
      done += page.teams.length
      yield {
        statements: [
          recordTeams(run.register, run.org.id, page.teams, run.asOf),
          recordAccounts(run.register, page.accounts),
          ...seen(
            run,
            'teams',
            page.after ?? 'last',
            page.grants,
            page.teams.map((t) => `team:${t.id}`),
          ),
          ...(page.after === null ? [recordReadings(run.register, run.audit.id, [readWhole('teams')])] : []),
        ],
        next: page.after,
        done,
        total: page.total,
      }
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'teams', trouble),
}

export const repositoryRoles: Stage = {
  says: 'reading the repositories and direct roles',
  async *read(run, cursor) {
    let done = 0
    for await (const page of repositories(run.github, run.org.login, cursorOf<string>(cursor))) {
      done += page.repositories.length
      const unread = page.unread.map(({ id, reason }) =>
        notRead('direct_roles', new Error(reason), { kind: 'repository', id }),
      )
      yield {
        statements: [
          recordRepositories(run.register, run.org.id, page.repositories, run.asOf),
          recordAccounts(run.register, page.accounts),
          ...seen(
            run,
            'repositories',
            page.after ?? 'last',
            page.grants,
            page.repositories.map((r) => `repository:${r.id}`),
          ),
          recordReadings(run.register, run.audit.id, [
            ...unread,
            ...(page.after === null ? [readWhole('repositories'), readWhole('direct_roles')] : []),
          ]),
        ],
        next: page.after,
        done,
        total: page.total,
      }
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'repositories', trouble),
}

export const invitations: Stage = {
  says: 'reading the invitations',
  async *read(run, cursor) {
    const from = cursorOf<number>(cursor) ?? 1
    for await (const page of organizationInvitations(run.github, run.org.login, from)) {
      yield {
        statements: [
          recordAccounts(run.register, page.accounts),
          ...seen(run, 'organization_invitations', String(page.next ?? 'last'), page.grants),
          ...(page.next === null
            ? [recordReadings(run.register, run.audit.id, [readWhole('organization_invitations')])]
            : []),
        ],
        next: page.next,
      }
    }
  },
  past: async (run, _cursor, trouble) => wholeUnread(run, 'organization_invitations', trouble),
}

export const invitationsToRepositories: Stage = perRepository<number>({
  source: 'repository_invitations',
  says: 'reading the invitations to repositories',
  concerns: (repository) => !repository.archived,
  async *pages(run, repository, from) {
    for await (const page of repositoryInvitations(run.github, run.org.login, repository, from ?? 1)) {
      yield {
        statements: [
          recordAccounts(run.register, page.accounts),
          ...seen(run, 'repository_invitations', `${repository.id}:${page.next ?? 'last'}`, page.grants),
        ],
        next: page.next,
      }
    }
  },
})

/** Opens what a page showed and keeps its keys, so that what no page showed can be found at the end. */
function seen(
  run: Run,
  source: Source,
  page: string,
  grants: readonly Grant[],
  further: readonly string[] = [],
): Statement[] {
  const keys = [...grants.map(grantKey), ...further]
  return [
    ...(grants.length === 0 ? [] : recordGrants(run.register, run.org.id, grants, run.asOf)),
    ...(keys.length === 0 ? [] : [recordSeen(run.register, run.audit.id, source, page, keys)]),
  ]
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

function wholeUnread(run: Run, source: Source, trouble: GitHubTrouble) {
  return { statements: [recordReadings(run.register, run.audit.id, [notRead(source, trouble)])], next: null }
}

/** A cursor is read by the stage that wrote it. */
function cursorOf<T extends string | number>(cursor: unknown): T | null {
  return cursor as T | null
}
