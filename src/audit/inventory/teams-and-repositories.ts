/** The stages that read teams, repositories with direct roles, and invitations. */

import { whole } from '../../github/http/decode.ts'
import { readOrganizationInvitations, readRepositoryInvitations } from '../../github/inventory/invitations.ts'
import { readRepositories } from '../../github/inventory/repositories.ts'
import { readTeams } from '../../github/inventory/teams.ts'
import { counted } from '../../policy/english.ts'
import type { Reading } from '../../policy/words.ts'
import { accountsStatement } from '../../register/access/accounts.ts'
import { repositoriesStatement } from '../../register/access/repositories.ts'
import { teamsStatement } from '../../register/access/teams.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { listStage } from '../engine/list-stage.ts'
import { seenStatements } from '../engine/record-seen.ts'
import { repositoryStage } from '../engine/repository-stage.ts'
import { notRead, type Stage } from '../engine/stage.ts'
import { dueToday } from '../engine/weekly.ts'
import { findAccountByLogin } from './account-by-login.ts'

export const teams: Stage = listStage({
  source: 'teams',
  label: 'reading the teams',
  countedPrefix: 'team:',
  pages: (run, from) => readTeams(run.github, run.org.login, from),
  writes: (run, page) => [
    teamsStatement(run.register, run.org.id, page.teams, run.asOf),
    accountsStatement(run.register, page.accounts),
  ],
  keys: (page) => page.teams.map(({ id }) => `team:${id}`),
})

export const repositories: Stage = listStage({
  source: 'repositories',
  alsoRead: ['direct_roles'],
  label: 'reading the repositories and direct roles',
  countedPrefix: 'repository:',
  pages: (run, from) => readRepositories(run.github, run.org.login, from),
  writes: (run, page) => [
    repositoriesStatement(run.register, run.org.id, page.repositories, run.asOf),
    accountsStatement(run.register, page.accounts),
    readingsStatement(run.register, run.audit.id, [
      ...page.unread.map(({ source, id, reason }) =>
        notRead(source, new Error(reason), { kind: 'repository', id }),
      ),
      ...hiddenReadings(page.hidden),
    ]),
  ],
  keys: (page) => page.repositories.map(({ id }) => `repository:${id}`),
})

/** The readings of repositories that GitHub lists without showing even their ids. */
function hiddenReadings(reasons: readonly string[]): Reading[] {
  const [reason] = reasons
  if (reason === undefined) return []
  const told = `GitHub lists ${counted(reasons.length, 'repository', 'repositories')} and shows nothing of ${reasons.length === 1 ? 'it' : 'them'}: ${reason}`
  return [
    {
      source: 'hidden_repositories',
      scope: { kind: 'organization' },
      state: { kind: 'not_shown', reason: told },
    },
  ]
}

export const organizationInvitations: Stage = listStage({
  source: 'organization_invitations',
  label: 'reading the invitations',
  countedPrefix: 'organization_invitation:',
  async *pages(run, from) {
    const accountOf = (login: string) => findAccountByLogin(run, login)
    for await (const page of readOrganizationInvitations(
      run.github,
      run.org.login,
      accountOf,
      Number(from ?? 1),
    ))
      yield { ...page, after: page.next === null ? null : String(page.next), total: null }
  },
  writes: (run, page) => [accountsStatement(run.register, page.accounts)],
})

export const repositoryInvitations: Stage = repositoryStage({
  cursor: whole,
  source: 'repository_invitations',
  label: 'reading the invitations to repositories',
  budget: 'credentials',
  due: (run) => dueToday(run, 'repository_invitations'),
  async *pages(run, repository, from) {
    for await (const page of readRepositoryInvitations(run.github, run.org.login, repository, from ?? 1)) {
      yield {
        statements: [
          accountsStatement(run.register, page.accounts),
          ...seenStatements(
            run,
            'repository_invitations',
            `${repository.id}:${page.next ?? 'last'}`,
            page.grants,
          ),
        ],
        next: page.next,
      }
    }
  },
})
