/** Selects who may agree to the answers that wait for a second owner, and who has been told of them. */

import { type SQL, sql } from 'drizzle-orm'
import type { KnownOwner } from '../../../policy/decisions/second-vote.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { knownOwners } from '../../activity/verdicts.ts'
import type { MessageChannel } from '../../messages.ts'
import { accessLog } from '../../schema.ts'

/** An owner with their login, and the last day, as its beginning, on which they looked at proposals; null where they never did. */
export interface NamedOwner extends KnownOwner {
  readonly login: string
  readonly lastSeen: Instant | null
}

/** The message about answers saved together under the name `batch`, in one channel; `at` is null while it is not delivered. */
export interface Told {
  readonly batch: string
  readonly channel: MessageChannel
  readonly at: Instant | null
}

/** The organisation's owners, and what was told of the standing answers of one review that another owner has to agree to. */
export interface SecondOwners {
  readonly owners: readonly NamedOwner[]
  readonly told: readonly Told[]
}

/** Selects them for a row of `reviews`, as JSON of `SecondOwners`. */
export function secondOwnersJson(orgId: Id, now: Instant): SQL {
  // As text: D1 binds a number as a real one, which would be printed as 100.0.
  const person = `${orgId}:person:`
  return sql`(select json_object('owners', (select json_group_array(json_object('id', id, 'since', since, 'verdict', verdict, 'isAway', json(iif(isAway, 'true', 'false')), 'login', login, 'lastSeen', lastSeen)) from (
      select known.*, accounts.login as login,
        (select max(substr(key, -10)) || 'T00:00:00.000Z' from ${accessLog} where key >= ${person} || known.id || ':'
          and key < ${person} || known.id || ';' and key like '%:proposals:%') as lastSeen
      from (${knownOwners(orgId, now)}) as known join accounts on accounts.id = known.id
      order by lower(accounts.login))),
    'told', (select json_group_array(json_object('batch', batch, 'channel', channel, 'at', deliveredAt)) from (
      select batch, channel, deliveredAt from (
        select distinct saved.batch, letters.channel, letters.delivered_at as deliveredAt
        from proposals join decisions as saved on saved.proposal_id = proposals.id
        join letters on letters.id in ('decided:' || saved.id || ':slack', 'decided:' || saved.id || ':discord')
        where proposals.review_id = reviews.id) as message
      where exists (select 1 from proposals as waiting join decisions as standing
        on standing.proposal_id = waiting.id and standing.ended_at is null
        where waiting.review_id = reviews.id and waiting.status in ('needs_second', 'open') and standing.batch = message.batch)
      order by channel))))`
}
