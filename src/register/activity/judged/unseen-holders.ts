/** Finds who holds something in repositories of which an audit reads nothing, of their own or through a team. */

import { sql } from 'drizzle-orm'
import { UNSEEN } from '../../../policy/verdict/coverage.ts'
import type { Id, Reading } from '../../../policy/words.ts'
import { type Register, rowsOf } from '../../open.ts'

/**
 * For an account: whether it holds something in one of the repositories that these readings say were not seen; with null:
 * whether what it holds can only be in one that GitHub lists without naming it.
 */
export async function findUnseenHolders(
  register: Register,
  orgId: Id,
  readings: readonly Reading[],
): Promise<(account: Id) => (repository: Id | null) => boolean> {
  const unseen = readings.filter(({ source }) => UNSEEN.includes(source))
  const named = unseen.flatMap(({ scope }) => (scope.kind === 'repository' ? [scope.id] : []))
  const holders = await findHoldersOf(register, orgId, named)
  const isAnyUnnamed = unseen.some(({ scope }) => scope.kind === 'organization')
  const guests = isAnyUnnamed ? await findGuestsOfNothingShown(register, orgId) : new Set<Id>()
  return (account) => (repository) =>
    repository === null ? guests.has(account) : holders.get(repository)?.has(account) === true
}

/** Of each of these repositories: the accounts with a role in it of their own or through a team, its parents included. */
async function findHoldersOf(
  register: Register,
  orgId: Id,
  repositories: readonly Id[],
): Promise<ReadonlyMap<Id, ReadonlySet<Id>>> {
  if (repositories.length === 0) return new Map()
  const rows = await register.rows<{ repository: Id; account: Id }>(sql`
    with recursive giving(repository, team) as (
      select repository_id, team_id from grants where org_id = ${orgId} and closed_at is null and kind = 'team_repository'
        and repository_id in (select value from ${rowsOf(repositories)})
      union
      select giving.repository, child.team_id from giving join grants as child
        on child.org_id = ${orgId} and child.closed_at is null and child.kind = 'team_parent' and child.parent_id = giving.team
    )
    select repository_id as repository, account_id as account from grants where org_id = ${orgId} and closed_at is null
      and kind = 'repository_role' and repository_id in (select value from ${rowsOf(repositories)})
    union
    select giving.repository, member.account_id from giving join grants as member
      on member.org_id = ${orgId} and member.closed_at is null and member.kind = 'team_membership' and member.team_id = giving.team`)
  const byRepository = Map.groupBy(rows, ({ repository }) => repository)
  return new Map(
    [...byRepository].map(([repository, holders]) => [
      repository,
      new Set(holders.map(({ account }) => account)),
    ]),
  )
}

/** Outside collaborators of whom no role in any repository is known: what they hold is in one that GitHub does not show. */
async function findGuestsOfNothingShown(register: Register, orgId: Id): Promise<ReadonlySet<Id>> {
  const rows = await register.rows<{ account: Id }>(sql`
    select account_id as account from grants as guest where org_id = ${orgId} and closed_at is null and kind = 'outside_collaborator'
      and not exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = guest.account_id
        and grants.closed_at is null and grants.kind = 'repository_role')`)
  return new Set(rows.map(({ account }) => account))
}
