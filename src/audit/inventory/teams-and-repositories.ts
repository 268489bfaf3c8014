/** The stages that read teams, repositories and invitations. They record; they judge nothing. */

import { organizationInvitations, repositoryInvitations } from '../../github/inventory/invitations.ts'
import { repositories } from '../../github/inventory/repositories.ts'
import { teams } from '../../github/inventory/teams.ts'
import { recordAccounts, recordRepositories, recordTeams } from '../../register/access/accounts.ts'
import { recordReadings } from '../../register/audits/readings.ts'
import { listStage } from '../engine/list-stage.ts'
import { seenStatements } from '../engine/record-seen.ts'
import { listedNow } from '../engine/repositories-now.ts'
import { repositoryStage } from '../engine/repository-stage.ts'
import { notRead, type Stage } from '../engine/stage.ts'
import { isDueToday } from '../engine/weekly.ts'
import { findAccountByLogin } from './account-by-login.ts'

export const teamTree: Stage = listStage({
  source: 'teams',
  label: 'reading the teams',
  counted: 'team:',
  pages: (run, from) => teams(run.github, run.org.login, from),
  writes: (run, page) => [
    recordTeams(run.register, run.org.id, page.teams, run.asOf),
    recordAccounts(run.register, page.accounts),
  ],
  keys: (page) => page.teams.map(({ id }) => `team:${id}`),
})

export const repositoryRoles: Stage = listStage({
  source: 'repositories',
  alsoRead: ['direct_roles'],
  label: 'reading the repositories and direct roles',
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

export const invitations: Stage = listStage({
  source: 'organization_invitations',
  label: 'reading the invitations',
  counted: 'organization_invitation:',
  async *pages(run, from) {
    const named = (login: string) => findAccountByLogin(run, login)
    for await (const page of organizationInvitations(run.github, run.org.login, named, Number(from ?? 1)))
      yield { ...page, after: page.next === null ? null : String(page.next), total: null }
  },
  writes: (run, page) => [recordAccounts(run.register, page.accounts)],
})

export const invitationsToRepositories: Stage = repositoryStage<number>({
  source: 'repository_invitations',
  label: 'reading the invitations to repositories',
  budget: 'credentials',
  only: listedNow,
  includes: (repository, run, all) => !repository.archived && isDueToday(repository, run, all),
  async *pages(run, repository, from) {
    for await (const page of repositoryInvitations(run.github, run.org.login, repository, from ?? 1)) {
      yield {
        statements: [
          recordAccounts(run.register, page.accounts),
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
