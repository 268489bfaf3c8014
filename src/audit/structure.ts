/** The stages that read teams, repositories and invitations. They record; they judge nothing. */

import { organizationInvitations, repositoryInvitations } from '../github/invitations.ts'
import { repositories } from '../github/repositories.ts'
import { teams } from '../github/teams.ts'
import { recordAccounts, recordRepositories, recordTeams } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { accountNamed } from './naming.ts'
import { perRepository } from './per-repository.ts'
import { cursorOf, seen, wholeUnread } from './sighting.ts'
import { notRead, readWhole, type Stage } from './stage.ts'
import { isDueToday } from './weekly.ts'

export const teamTree: Stage = {
  says: 'reading the teams',
  spends: 'inventory',
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
  spends: 'inventory',
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
  spends: 'inventory',
  async *read(run, cursor) {
    const from = cursorOf<number>(cursor) ?? 1
    for await (const page of organizationInvitations(
      run.github,
      run.org.login,
      (login) => accountNamed(run, login),
      from,
    )) {
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
  spends: 'credentials',
  concerns: (repository, run, all) => !repository.archived && isDueToday(repository, run, all),
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
