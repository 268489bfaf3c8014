/** What the questions about repositories are answered from: who holds what, and what of it was not read. */

import { sql } from 'drizzle-orm'
import { type AccessMap, accessMap } from '../../../policy/access/access-map.ts'
import { type HoldersByRepository, holdersByRepository } from '../../../policy/access/repository-holders.ts'
import type { AccountType, Grant, Id, Reading, Source, VerdictName } from '../../../policy/words.ts'
import type { Reviewers } from '../../activity/deployment-reviewers.ts'
import { type Register, rowsOf } from '../../open.ts'

/** Access by repository, computed from the open grants. */
export interface AccessIndex {
  readonly map: AccessMap
  readonly holders: HoldersByRepository
}

/** Indexes the open grants. */
export function accessIndex(grants: readonly Grant[], repositories: readonly Id[]): AccessIndex {
  const map = accessMap(grants, repositories)
  return { map, holders: holdersByRepository(map) }
}

/** An account as a row of a repository shows it. */
export interface HolderWithVerdict {
  readonly id: Id
  readonly login: string
  readonly name: string | null
  readonly type: AccountType
  /** Null where no audit has judged it yet. */
  readonly verdict: VerdictName | null
}

/** These accounts with their verdicts here, in one statement. */
export async function findHoldersWithVerdicts(
  register: Register,
  orgId: Id,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, HolderWithVerdict>> {
  const rows = await register.rows<HolderWithVerdict>(sql`
    select accounts.id, accounts.login, accounts.name, accounts.type, verdicts.verdict
    from accounts left join verdicts on verdicts.org_id = ${orgId} and verdicts.account_id = accounts.id
    where accounts.id in (select value from ${rowsOf(ids)})`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Those whose approval the environments ask for and who still hold anything here; a team stands for its members and those of its child teams. */
export function reviewersWithAccess({ map, holders }: AccessIndex, { users, teams }: Reviewers): Id[] {
  const all = new Set([...users, ...teams.flatMap((team) => holders.membersOf(team))])
  return [...all].filter((account) => map.accounts.has(account))
}

/** The sources that say who holds a repository. */
const SOURCES_OF_ACCESS: readonly Source[] = [
  'organization',
  'members',
  'teams',
  'repositories',
  'direct_roles',
  'outside_collaborators',
]

/** Of the readings that were not complete, whether one could have shown more people on a repository. */
export function unreadAccess(notReadInFull: readonly Reading[]): (repository: Id) => boolean {
  const scopes = notReadInFull
    .filter(({ source }) => SOURCES_OF_ACCESS.includes(source))
    .map(({ scope }) => scope)
  const isAnywhere = scopes.some(({ kind }) => kind === 'organization')
  const unread = new Set(scopes.flatMap((scope) => (scope.kind === 'repository' ? [scope.id] : [])))
  return (repository) => isAnywhere || unread.has(repository)
}
