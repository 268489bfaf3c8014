/** Sends each organisation's owners the head of its history once a week. */

import { weeklyHead } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { weekOf } from '../policy/calendar.ts'
import { findWeeklyHeads } from '../register/history/weekly-heads.ts'

/** Messages of one run: each takes some queries and a request, and the Free plan allows an invocation 50. */
const PER_RUN = 4

/**
 * Sends what this week has not told yet; the rest follows hour by hour. An organisation without a channel stays on the list,
 * so each run begins at another place.
 */
export async function sendWeeklyHeads(
  platform: Pick<Platform, 'register' | 'deployment' | 'now' | 'post'>,
): Promise<void> {
  const { register, deployment, now } = platform
  const week = weekOf(now)
  const heads = await findWeeklyHeads(register, week)
  const hour = Math.floor(Date.parse(now) / 3_600_000)
  const first = heads.length === 0 ? 0 : (hour * PER_RUN) % heads.length
  const turn = [...heads.slice(first), ...heads.slice(0, first)].slice(0, PER_RUN)
  for (const { id, login, seq, hash, unanswered, inactive, toTell } of turn) {
    const context = { publicUrl: deployment.publicUrl, organization: { id, login }, names: false }
    await platform.post(
      id,
      weeklyHead(context, { week: week.number, unanswered, inactive, toTell, head: { seq, hash } }),
    )
  }
}
