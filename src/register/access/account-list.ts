/** Lists the accounts of one organisation, with role, verdict and newest act. */

import { type SQL, sql } from 'drizzle-orm'
import { withoutLeave } from '../../policy/people/leave.ts'
import { type Precision, precisionOf } from '../../policy/verdict/precision.ts'
import { reasonOf, repositoriesNamed } from '../../policy/verdict/verdict-in-words.ts'
import type { AccountType, Id, Instant, TwoFactor, Verdict, VerdictName } from '../../policy/words.ts'
import { findNewestActOfEach } from '../activity/newest-acts.ts'
import { type Page, pageOf } from '../cursor.ts'
import { fromJson, type Register } from '../open.ts'
import { verdicts } from '../schema.ts'
import { findRepositoryNames } from './names.ts'

/** An account's role in the organisation, in GitHub's words (`admin` is an owner); `invited`: only a pending invitation. */
export const MEMBERSHIPS = ['admin', 'member', 'outside_collaborator', 'invited'] as const
export type MembershipRole = (typeof MEMBERSHIPS)[number]

/** An act of an account, for print. */
export interface ActivityItem {
  at: Instant
  kind: string
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
  type: AccountType
  role: MembershipRole
  verdict: VerdictName
  reason: string
  lastActivity: LastActivity | null
  twoFactor: TwoFactor
  /** How many open grants name the account itself. */
  grants: number
}

/** Filters the list. Without `role` or `id`, accounts that are only invited are left out. */
export interface AccountFilter {
  readonly verdict?: VerdictName | undefined
  readonly role?: MembershipRole | undefined
  /** A part of the login or name, whatever its case. */
  readonly q?: string | undefined
  readonly id?: Id | undefined
  /** For whoever is no owner: the verdict is what it would be without leave. */
  readonly hidesLeave?: boolean | undefined
}

/** Accounts by login. `after`: the sort keys of the previous page's last account. */
export async function listAccounts(
  register: Register,
  orgId: Id,
  filter: AccountFilter,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<AccountItem>> {
  const rows = await register.all<Row>(sql`
    with open_grants as (
      select account_id,
        max(kind = 'organization_role' and role = 'admin') as owner,
        max(kind = 'organization_role') as member,
        max(kind not in ('organization_invitation', 'repository_invitation')) as has_access,
        count(*) as grants
      from grants where org_id = ${orgId} and closed_at is null and account_id is not null
        ${filter.id === undefined ? sql`` : sql`and account_id = ${filter.id}`}
      group by account_id
    ), membership as (
      select account_id, grants, case when owner then 'admin' when member then 'member'
        when has_access then 'outside_collaborator' else 'invited' end as role from open_grants
    )
    select accounts.id, accounts.login, lower(accounts.login) as sort, accounts.type, membership.role, membership.grants,
      coalesce(${verdictOf(filter)}, 'unknown') as verdict, verdicts.facts, coalesce(two_factor.state, 'unknown') as twoFactor
    from membership join accounts on accounts.id = membership.account_id
      left join verdicts on verdicts.org_id = ${orgId} and verdicts.account_id = accounts.id
      left join two_factor on two_factor.org_id = ${orgId} and two_factor.account_id = accounts.id
    where ${conditions(filter, after)}
    order by sort, accounts.id limit ${limit + 1}`)
  const newestActs = await findNewestActOfEach(
    register,
    orgId,
    rows.map(({ id }) => id),
  )
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
    ({ sort, id }) => [sort, id],
    ({ sort: _sort, newest, facts, ...row }) => ({
      ...row,
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
    }),
  )
}

/** The reason shown for accounts that no finished audit has judged yet. */
const NOT_JUDGED = 'Not judged yet: no audit has been finished since this account was first seen.'

interface Row {
  readonly id: Id
  readonly login: string
  readonly sort: string
  readonly type: AccountType
  readonly role: MembershipRole
  readonly grants: number
  readonly verdict: VerdictName
  readonly facts: string | null
  readonly twoFactor: TwoFactor
}

function verdictOf({ hidesLeave }: AccountFilter): SQL {
  return hidesLeave
    ? sql`coalesce(verdicts.facts ->> '$.otherwise.verdict', verdicts.verdict)`
    : sql`verdicts.verdict`
}

function shownTo({ hidesLeave }: AccountFilter, verdict: Verdict): Verdict {
  return hidesLeave ? withoutLeave(verdict) : verdict
}

function conditions(filter: AccountFilter, after: readonly (string | number)[] | null): SQL {
  const all = [sql`true`]
  if (filter.verdict !== undefined)
    all.push(sql`coalesce(${verdictOf(filter)}, 'unknown') = ${filter.verdict}`)
  if (filter.role !== undefined) all.push(sql`membership.role = ${filter.role}`)
  else if (filter.id === undefined) all.push(sql`membership.role <> 'invited'`)
  if (filter.q !== undefined && filter.q !== '') {
    const name = sql`coalesce(accounts.name, '')`
    const nameMatches = spellingsOf(filter.q).map(
      (spelling) => sql`instr(lower(${name}), lower(${spelling}))`,
    )
    all.push(sql`(instr(lower(accounts.login), lower(${filter.q})) or ${sql.join(nameMatches, sql` or `)})`)
  }
  if (after !== null) all.push(sql`(lower(accounts.login), accounts.id) > (${after[0]}, ${after[1]})`)
  return sql.join(all, sql` and `)
}

/** SQLite's lower() folds A to Z only, so accented text is searched as typed, in lower case, in upper case and with capitalised words. */
function spellingsOf(typed: string): string[] {
  const lower = typed.toLowerCase()
  const capitalised = lower.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
  return [...new Set([typed, lower, typed.toUpperCase(), capitalised].flatMap(bothForms))]
}

/** Unicode writes an accented letter as one character (NFC) or as a letter and its accent (NFD). */
function bothForms(text: string): string[] {
  return [text.normalize('NFC'), text.normalize('NFD')]
}
