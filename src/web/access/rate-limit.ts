/** Refuses (429) whoever sends more requests a minute than a person, or a program of theirs, would. */

import type { Platform } from '../../platform.ts'
import { Refusal } from '../../policy/refusal.ts'
import { callerOf } from './caller.ts'
import type { Caller, Visit } from './visit.ts'

/** The bindings count by the minute. */
const RETRY_AFTER_SECONDS = 60

/**
 * Finds who sends the request and counts it by session or token, but only by one that exists: made-up ones would each have a
 * limit of their own. All other requests are counted by address.
 */
export async function callerWithinLimit(c: Visit): Promise<Caller> {
  const caller = await callerOf(c).catch(async (error: unknown) => {
    await limitByAddress(c, 'anonymous')
    throw error
  })
  const key = keyOf(caller)
  if (key === null) await limitByAddress(c, 'anonymous')
  else await count(c.var.platform.withinLimit, 'signed_in', key)
  return caller
}

/** Counts the request by the address it comes from; nothing is counted where Cloudflare names none. */
export async function limitByAddress(
  c: Visit,
  kind: 'anonymous' | 'webhook',
  withinLimit = c.var.platform.withinLimit,
): Promise<void> {
  const address = c.req.header('cf-connecting-ip')
  if (address !== undefined) await count(withinLimit, kind, networkOf(address))
}

/** The IPv4 address, or the /64 of an IPv6 address: one connection has that many. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [front = '', back] = address.toLowerCase().split('::')
  const groups = front === '' ? [] : front.split(':')
  const after = back === undefined || back === '' ? [] : back.split(':')
  const zeros = back === undefined ? 0 : Math.max(0, 8 - groups.length - after.length)
  return [...groups, ...Array<string>(zeros).fill('0'), ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

function keyOf(caller: Caller): string | null {
  switch (caller.kind) {
    case 'nobody':
      return null
    case 'operator':
      return 'operator'
    case 'person':
      return caller.by.kind === 'session' ? `session:${caller.by.idHash}` : `token:${caller.by.id}`
  }
}

async function count(
  withinLimit: Platform['withinLimit'],
  kind: 'signed_in' | 'anonymous' | 'webhook',
  key: string,
): Promise<void> {
  if ((await withinLimit?.(kind, key)) !== false) return
  throw new Refusal(
    'too_many',
    'These were too many requests within a minute. Nothing was changed. Try again in a minute.',
    { retryAfter: RETRY_AFTER_SECONDS },
  )
}
