/** The stages that read teams, repositories and invitations. They record; they judge nothing. */

import { organizationInvitations, repositoryInvitations } from '../../github/inventory/invitations.ts'
import { repositories } from '../../github/inventory/repositories.ts'
import { teams } from '../../github/inventory/teams.ts'
import { recordAccounts, recordRepositories, recordTeams } from '../../register/access/accounts.ts'
import { recordReadings } from '../../register/audits/readings.ts'
import { wholeList } from '../engine/list-stage.ts'
import { seen } from '../engine/record-seen.ts'
import { listedNow } from '../engine/repositories-now.ts'
import { perRepository } from '../engine/repository-stage.ts'
import { notRead, type Stage } from '../engine/stage.ts'
import { isDueToday } from '../engine/weekly.ts'
import { accountNamed } from './account-by-login.ts'

export const teamTree: Stage = wholeList({
  source: 'teams',
  says: 'reading the teams',
  counted: 'team:',
  pages: (run, from) => teams(run.github, run.org.login, from),
  writes: (run, page) => [
    recordTeams(run.register, run.org.id, page.teams, run.asOf),
    recordAccounts(run.register, page.accounts),
  ],
  keys: (page) => page.teams.map(({ id }) => `team:${id}`),
})

export const repositoryRoles: Stage = wholeList({
  source: 'repositories',
  alsoRead: ['direct_roles'],
  says: 'reading the repositories and direct roles',
  counted: 'repository:',
  pages: (run, from) => repositories(run.github, run.org.login, from),
  writes: (run, page) => [
    recordRepositories(run.register, run.org.id, page.repositories, run.asOf),
    recordAccounts(run.register, page.accounts),
    recordReadings(
      run.register,
      run.audit.id,
      page.unread.map(({ id, reason }) =>
        notRead('direct_roles', new Error(reason), { kind: 'repository', id }),
      ),
    ),
  ],
  keys: (page) => page.repositories.map(({ id }) => `repository:${id}`),
})

export const invitations: Stage = wholeList({
  source: 'organization_invitations',
  says: 'reading the invitations',
  counted: 'organization_invitation:',
  async *pages(run, from) {
    const named = (login: string) => accountNamed(run, login)
    for await (const page of organizationInvitations(run.github, run.org.login, named, Number(from ?? 1)))
      yield { ...page, after: page.next === null ? null : String(page.next), total: null }
  },
  writes: (run, page) => [recordAccounts(run.register, page.accounts)],
})

export const invitationsToRepositories: Stage = perRepository<number>({
  source: 'repository_invitations',
  says: 'reading the invitations to repositories',
  spends: 'credentials',
  only: listedNow,
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
