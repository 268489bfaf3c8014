/** What is wrong with an organisation's channels, as their last letters found. It never holds an address. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../policy/words.ts'
import type { Register } from './open.ts'

/** A channel whose newest letter was given up, and why. */
export interface ChannelTrouble {
  readonly channel: 'slack' | 'discord'
  readonly writtenAt: Instant
  readonly trouble: string
}

/** The channels to which no letter has been delivered since one was given up. */
export async function findChannelTroubles(register: Register, orgId: Id): Promise<ChannelTrouble[]> {
  return await register.all<ChannelTrouble>(sql`
    select channel, max(written_at) as writtenAt, trouble from letters given
    where org_id = ${orgId} and status = 'given_up' and trouble is not null and not exists (
      select 1 from letters later where later.org_id = given.org_id and later.channel = given.channel
        and later.status = 'delivered' and later.written_at > given.written_at)
    group by channel order by channel`)
}
