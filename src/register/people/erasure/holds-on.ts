/** Finds by what somebody is named in an organisation, and what keeps them from being erased. */

import { sql } from 'drizzle-orm'
import { isBefore } from '../../../policy/calendar.ts'
import { isNamedWithin, type Named } from '../../../policy/people/erasure/erased.ts'
import { isFullName } from '../../../policy/people/erasure/name-in-words.ts'
import type { HoldsOn } from '../../../policy/people/erasure/why-not-erased.ts'
import { giveBackUntil, type Keeping } from '../../../policy/people/keeping.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { builtJson, type Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findPendingRules } from '../../rules/pending-rules.ts'

/** A proposal that is not over: something may still come of it. */
export const UNENDED = sql.raw(`('open', 'needs_second', 'decided', 'running', 'by_hand')`)

/**
 * Present and former logins, and the full name, as this organisation's rows have them. One that somebody else bears now is
 * left out: rows of theirs are found by the id alone.
 */
export async function namedHere(register: Register, orgId: Id, id: Id): Promise<Named> {
  const rows = await register.rows<{ name: string; isFull: number }>(sql`
    select name, min(isFull) as isFull from (
      select login as name, 0 as isFull from accounts where id = ${id}
      union select name, 1 from accounts where id = ${id}
      union select subject ->> 'login', 0 from proposals where org_id = ${orgId} and subject_key = ${`account:${id}`}
      union select text -> 'actor' ->> 'login', 0 from history_texts where org_id = ${orgId} and text -> 'actor' ->> 'id' = ${id}
      union select text -> 'subject' ->> 'login', 0 from history_texts where org_id = ${orgId}
        and text -> 'subject' ->> 'kind' = 'account' and text -> 'subject' ->> 'id' = ${id}
    ) where length(name) > 0
      and not exists (select 1 from accounts where lower(login) = lower(name) and accounts.id <> ${id})
    group by name`)
  return {
    id,
    names: rows.flatMap(({ name, isFull }) => (isFull === 0 || isFullName(name) ? [name] : [])),
  }
}

/** What keeps them from being erased here. */
export async function findHoldsOn(
  register: Register,
  org: Organization,
  account: { readonly id: Id; readonly login: string },
  named: Named,
  wayBack: { readonly keeping: Keeping; readonly now: Instant },
): Promise<HoldsOn> {
  const key = `account:${account.id}`
  const [row] = await register.rows<{
    openGrants: number
    openCredentials: string
    openQuestions: number
    standingVotes: number
    isReturning: number
    takenAt: Instant | null
  }>(sql`select
    (select count(*) from grants where org_id = ${org.id} and account_id = ${account.id} and closed_at is null) as openGrants,
    (select json_group_array(name) from credentials where org_id = ${org.id} and owner_id = ${account.id} and closed_at is null) as openCredentials,
    (select count(*) from proposals where org_id = ${org.id} and status in ${UNENDED}
      and (subject_key = ${key} or subject_key like ${`grant:${key}:%`})) as openQuestions,
    (select count(*) from decisions join proposals on proposals.id = proposal_id where org_id = ${org.id}
      and voter = ${`person:${account.id}`} and ended_at is null and status in ${UNENDED}) as standingVotes,
    (select count(*) from restorations join proposals on proposals.id = revocation_id
      where proposals.org_id = ${org.id} and restorations.status in ('waiting', 'running', 'invited', 'by_hand')
      and (subject_key = ${key} or subject_key like ${`grant:${key}:%`})) as isReturning,
    (select max(before_image ->> 'at') from revocations join proposals on proposals.id = revocations.id
      where proposals.org_id = ${org.id} and (subject_key = ${key} or subject_key like ${`grant:${key}:%`})
      and revocations.rehearsal = 0 and exists (select 1 from outcomes where revocation_id = revocations.id
        and outcomes.status = 'done')) as takenAt`)
  if (row === undefined) throw new Error('A query of one row gave none.')
  const rules = readRules(org.rules)
  const isThem = (entry: { readonly login: string; readonly id?: number | undefined }) =>
    entry.id === undefined ? named.names.some((name) => isSame(name, entry.login)) : entry.id === account.id
  const isSponsor = rules.sponsors.some(({ sponsor }) => named.names.some((name) => isSame(name, sponsor)))
  const pending = await findPendingRules(register, org.id)
  return {
    login: account.login,
    openGrants: row.openGrants,
    openCredentials: builtJson<readonly string[]>(row.openCredentials),
    openQuestions: row.openQuestions,
    standingVotes: row.standingVotes,
    isReturning: row.isReturning > 0,
    pendingRules: pending.filter(({ by, value }) => isNamedWithin(named, [by, value])).length,
    roles: [
      ...(isSponsor ? ['who answers for a bot'] : []),
      ...(rules.contributors.people.some(isThem) ? ['a contributor'] : []),
    ],
    wayBackUntil: row.takenAt === null ? null : openUntil(row.takenAt, wayBack),
  }
}

/** The last moment of the way back; null once it is over, though what it needs may be stored for some days more. */
function openUntil(
  takenAt: Instant,
  { keeping, now }: { readonly keeping: Keeping; readonly now: Instant },
): Instant | null {
  const until = giveBackUntil(takenAt, keeping)
  return isBefore(until, now) ? null : until
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
