/** What a list of accounts is narrowed to and ordered by, as conditions and a sort key in SQL. */

import { type SQL, sql } from 'drizzle-orm'
import { type AccessAsked, levelsAsked } from '../../../policy/access/access-groups.ts'
import { type Id, type TwoFactor, VERDICTS, type VerdictName } from '../../../policy/words.ts'
import { levelOf } from './access-levels.ts'

/** An account's role in the organisation, in GitHub's words (`admin` is an owner); `invited`: only a pending invitation. */
export const MEMBERSHIPS = ['admin', 'member', 'outside_collaborator', 'invited'] as const
export type MembershipRole = (typeof MEMBERSHIPS)[number]

/** The orders of the list; each can be turned round by a `-` before it. */
export const ACCOUNT_SORTS = ['login', 'access', 'lastActive', 'verdict'] as const
export type AccountSort = `${'' | '-'}${(typeof ACCOUNT_SORTS)[number]}`

/** Filters the list. Without `role` or `id`, accounts that are only invited are left out. */
export interface AccountFilter {
  readonly verdict?: VerdictName | undefined
  readonly role?: MembershipRole | undefined
  /** The most that the account can do; with `repository`, there. */
  readonly access?: AccessAsked | undefined
  /** The slug of a team of which the account itself is a member. */
  readonly team?: string | undefined
  /** The name of a repository that the account reaches. */
  readonly repository?: string | undefined
  readonly twoFactor?: TwoFactor | undefined
  /** Whether no act of the account is known here. */
  readonly neverSeen?: boolean | undefined
  /** Whether the account has a finding. */
  readonly finding?: boolean | undefined
  /** A part of the login or name, whatever its case. */
  readonly q?: string | undefined
  readonly id?: Id | undefined
  /** For whoever is no owner: the verdict is what it would be without leave, and every second factor is unknown. */
  readonly hidesPersonal?: boolean | undefined
}

/** The account's verdict as whoever asks may see it. */
export function verdictShown({ hidesPersonal }: Pick<AccountFilter, 'hidesPersonal'>): SQL {
  const verdict = hidesPersonal
    ? sql`coalesce(verdicts.facts ->> '$.otherwise.verdict', verdicts.verdict)`
    : sql`verdicts.verdict`
  return sql`coalesce(${verdict}, 'unknown')`
}

/** One text for each account that stands in the order of the list. */
export function sortKey(sort: AccountSort, filter: AccountFilter): SQL {
  const login = sql`lower(accounts.login)`
  const lastAt = sql`coalesce(newest.at, '')`
  switch (sort.replace('-', '')) {
    case 'access':
      return sql`((${levelOf('owner')} - levels.level) || ' ' || ${lastAt} || ' ' || ${login})`
    case 'lastActive':
      return sql`(${lastAt} || ' ' || ${login})`
    case 'verdict': {
      const places = VERDICTS.map((verdict, place) => sql`when ${verdict} then ${place}`)
      return sql`(case ${verdictShown(filter)} ${sql.join(places, sql` `)} end || ' ' || ${login})`
    }
    default:
      return login
  }
}

/** The condition on a row of accounts with its `membership`, `levels`, `newest` act and second factor. */
export function accountMatches(orgId: Id, filter: AccountFilter): SQL {
  const all = [sql`true`]
  if (filter.verdict !== undefined) all.push(sql`${verdictShown(filter)} = ${filter.verdict}`)
  if (filter.role !== undefined) all.push(sql`membership.role = ${filter.role}`)
  else if (filter.id === undefined) all.push(sql`membership.role <> 'invited'`)
  if (filter.access !== undefined)
    all.push(sql`levels.level in (${sql.join(levelsAsked(filter.access).map(levelOf), sql`, `)})`)
  if (filter.repository !== undefined) all.push(sql`levels.level > 0`)
  if (filter.team !== undefined)
    all.push(sql`accounts.id in (select account_id from open where kind = 'team_membership' and team_id in (
      select id from teams where org_id = ${orgId} and closed_at is null and slug = ${filter.team.toLowerCase()}))`)
  if (filter.twoFactor !== undefined) all.push(sql`${twoFactorShown(filter)} = ${filter.twoFactor}`)
  if (filter.neverSeen !== undefined) all.push(sql`(newest.at is null) = ${filter.neverSeen ? 1 : 0}`)
  // Of an account that is the only finding: `twoFactorFinding`.
  if (filter.finding !== undefined)
    all.push(sql`(${twoFactorShown(filter)} = 'disabled') = ${filter.finding ? 1 : 0}`)
  if (filter.q !== undefined && filter.q !== '') all.push(isNamed(filter.q))
  return sql.join(all, sql` and `)
}

/** An account's second factor as whoever asks may see it; what was not read is not known. */
export function twoFactorShown({ hidesPersonal }: Pick<AccountFilter, 'hidesPersonal'>): SQL {
  return hidesPersonal ? sql`'unknown'` : sql`coalesce(two_factor.state, 'unknown')`
}

/** Whether an account has this in its login or name, whatever its case. */
export function isNamed(q: string): SQL {
  const name = sql`coalesce(accounts.name, '')`
  const nameMatches = spellingsOf(q).map((spelling) => sql`instr(lower(${name}), lower(${spelling}))`)
  return sql`(instr(lower(accounts.login), lower(${q})) or ${sql.join(nameMatches, sql` or `)})`
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
