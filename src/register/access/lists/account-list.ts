/** Lists the accounts of one organisation, with role, access, verdict and newest act. */

import { type SQL, sql } from 'drizzle-orm'
import { withoutLeave } from '../../../policy/people/leave.ts'
import { WITHHELD_REASON } from '../../../policy/people/withheld-reason.ts'
import { twoFactorFinding } from '../../../policy/verdict/findings.ts'
import { type Precision, precisionOf } from '../../../policy/verdict/precision.ts'
import { reasonOf, repositoriesNamed } from '../../../policy/verdict/verdict-in-words.ts'
import type {
  AccessLevel,
  AccountType,
  ActivityKind,
  Finding,
  Id,
  Instant,
  TwoFactor,
  Verdict,
  VerdictName,
} from '../../../policy/words.ts'
import { countByVerdict } from '../../../policy/words.ts'
import { findNewestActOfEach } from '../../activity/newest-acts.ts'
import { type Page, pageOf } from '../../cursor.ts'
import { fromJson, type Register } from '../../open.ts'
import { verdicts } from '../../schema.ts'
import { findRepositoryNames } from '../names.ts'
import { accessLevels, levelNamed } from './access-levels.ts'
import {
  type AccountFilter,
  type AccountSort,
  accountMatches,
  type MembershipRole,
  sortKey,
  twoFactorShown,
  verdictShown,
} from './account-filter.ts'
import { findReachOfEach } from './reach-of-each.ts'

/** An act of an account, for print. */
export interface ActivityItem {
  at: Instant
  kind: ActivityKind
  repository: string | null
  url: string | null
  source: string
}

/** An account's newest own act. */
export interface LastActivity extends ActivityItem {
  /** Whether a later act may exist. */
  precision: Precision
}

/** One account of the list. */
export interface AccountItem {
  id: Id
  login: string
  /** The name that the account gave itself. */
  name: string | null
  type: AccountType
  role: MembershipRole
  /** The most that the account can do; where the list is of one repository, there. */
  access: AccessLevel
  /** Slugs of the teams of which the account itself is a member. */
  teams: string[]
  /** How many repositories the account reaches by any path. */
  repositories: number
  verdict: VerdictName
  reason: string
  lastActivity: LastActivity | null
  twoFactor: TwoFactor
  findings: Finding[]
  /** How many open grants name the account itself. */
  grants: number
}

/** A page of the accounts. `after`: the sort keys of the previous page's last account. Four statements, whatever the size. */
export async function listAccounts(
  register: Register,
  orgId: Id,
  filter: AccountFilter,
  after: readonly (string | number)[] | null,
  limit: number,
  sort: AccountSort = 'login',
): Promise<Page<AccountItem>> {
  const isTurned = sort.startsWith('-')
  const past =
    after === null
      ? sql`true`
      : isTurned
        ? sql`(sort, id) < (${after[0]}, ${after[1]})`
        : sql`(sort, id) > (${after[0]}, ${after[1]})`
  const direction = isTurned ? sql`desc` : sql`asc`
  const rows = await register.rows<Row>(sql`
    with recursive ${accessLevels(orgId, filter.repository)}, ${memberships(filter)}
    select * from (
      select accounts.id, accounts.login, accounts.name, ${sortKey(sort, filter)} as sort, accounts.type, membership.role,
        membership.grants, levels.level, ${verdictShown(filter)} as verdict, verdicts.facts, ${twoFactorShown(filter)} as twoFactor
      ${matching(orgId, filter)}
    ) where ${past} order by sort ${direction}, id ${direction} limit ${limit + 1}`)
  const ids = rows.map(({ id }) => id)
  const [newestActs, reaches] = await Promise.all([
    findNewestActOfEach(register, orgId, ids),
    findReachOfEach(register, orgId, ids),
  ])
  const parsed = rows.map((row) => ({
    ...row,
    newest: newestActs.get(row.id) ?? null,
    facts: row.facts === null ? null : shownTo(filter, fromJson(verdicts.facts, row.facts)),
  }))
  const repositories = await findRepositoryNames(
    register,
    orgId,
    parsed.flatMap(({ newest, facts }) => [
      newest?.repository ?? null,
      ...(facts === null ? [] : repositoriesNamed(facts)),
    ]),
  )
  return pageOf(
    parsed,
    limit,
    (row) => [row.sort, row.id],
    ({ sort: _sort, newest, facts, level, ...row }) => ({
      ...row,
      access: levelNamed(level),
      teams: [...(reaches.get(row.id)?.teams ?? [])],
      repositories: reaches.get(row.id)?.repositories ?? 0,
      reason:
        facts === null
          ? NOT_JUDGED
          : reasonOf(facts, (id) => (id === null ? null : (repositories.get(id) ?? null))),
      lastActivity: newest && {
        at: newest.at,
        kind: newest.kind,
        repository: newest.repository === null ? null : (repositories.get(newest.repository) ?? null),
        url: newest.url,
        source: newest.source,
        precision: precisionOf(facts, newest.at),
      },
      findings: twoFactorFinding(row.twoFactor),
    }),
  )
}

/**
 * How many accounts of each verdict match, whatever verdict the filter names. What each account can do is computed only where
 * the filter needs it, because it is expensive and the list has to compute it anyway.
 */
export async function countAccounts(
  register: Register,
  orgId: Id,
  filter: AccountFilter,
): Promise<Readonly<Record<VerdictName, number>>> {
  const ofAny = { ...filter, verdict: undefined }
  const asksLevels = filter.access !== undefined || filter.repository !== undefined
  const rows = await register.rows<{ verdict: VerdictName; n: number }>(sql`
    with recursive ${accessLevels(orgId, filter.repository)}, ${memberships(filter)}
    select ${verdictShown(filter)} as verdict, count(*) as n ${matching(orgId, ofAny, asksLevels)} group by 1`)
  return countByVerdict((name) => rows.find(({ verdict }) => verdict === name)?.n ?? 0)
}

/** The reason shown for accounts that no finished audit has judged yet. */
const NOT_JUDGED = 'Not judged yet: no audit has been finished since this account was first seen.'

interface Row {
  readonly id: Id
  readonly login: string
  readonly name: string | null
  readonly sort: string
  readonly type: AccountType
  readonly role: MembershipRole
  readonly grants: number
  readonly level: number
  readonly verdict: VerdictName
  readonly facts: string | null
  readonly twoFactor: TwoFactor
}

/** Goes on from `accessLevels`: one row for each account with a grant. */
function memberships({ id }: AccountFilter): SQL {
  return sql`membership as (
      select account_id, grants, case when owner then 'admin' when member then 'member'
        when has_access then 'outside_collaborator' else 'invited' end as role
      from (
        select account_id, max(kind = 'organization_role' and role = 'admin') as owner,
          max(kind = 'organization_role') as member,
          max(kind not in ('organization_invitation', 'repository_invitation')) as has_access, count(*) as grants
        from open where ${id === undefined ? sql`account_id is not null` : sql`account_id = ${id}`}
        group by account_id))`
}

/** Each account with a grant has a row in `levels`, so leaving them out changes no count. */
function matching(orgId: Id, filter: AccountFilter, withLevels = true): SQL {
  return sql`from membership join accounts on accounts.id = membership.account_id
      ${withLevels ? sql`join levels on levels.account_id = accounts.id` : sql``}
      left join (select account_id, max(at) as at from activity where org_id = ${orgId} group by account_id) as newest
        on newest.account_id = accounts.id
      left join verdicts on verdicts.org_id = ${orgId} and verdicts.account_id = accounts.id
      left join two_factor on two_factor.org_id = ${orgId} and two_factor.account_id = accounts.id
    where ${accountMatches(orgId, filter)}`
}

function shownTo({ hidesPersonal }: AccountFilter, verdict: Verdict): Verdict {
  if (!hidesPersonal) return verdict
  const told = withoutLeave(verdict)
  return told.verdict === 'exempt' && told.because === 'exemption'
    ? { ...told, reason: WITHHELD_REASON }
    : told
}
