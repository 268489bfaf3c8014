/** Sends each organisation's owners Monday's message: what was collected for it, and the head of the history. */

import { readMessage } from '../notify/message.ts'
import { weeklyHead } from '../notify/messages.ts'
import { QUOTED } from '../notify/told-when.ts'
import type { Platform } from '../platform.ts'
import { daysAfter, inTurn, weekOf } from '../policy/calendar.ts'
import type { Id } from '../policy/words.ts'
import { findWeeklyHeads } from '../register/history/weekly-heads.ts'
import type { Register } from '../register/open.ts'
import { findCollected, findWeekInNumbers, type Period } from '../register/people/owners/week.ts'

/** Messages of one run: each takes some queries and a request, and the Free plan allows an invocation 50. */
const PER_RUN = 4

/**
 * Sends the message to the organisations that have not had it this week, a few in each hour's run. An organisation without a
 * channel stays on the list, so each run begins at another place.
 */
export async function sendWeeklyHeads(
  platform: Pick<Platform, 'register' | 'deployment' | 'now' | 'post'>,
): Promise<void> {
  const { register, deployment, now } = platform
  const week = weekOf(now)
  const heads = await findWeeklyHeads(register, week)
  const span = { from: daysAfter(week.begins, -7), until: week.begins }
  const turn = inTurn(heads, PER_RUN, now).slice(0, PER_RUN)
  for (const { id, login, seq, hash, unanswered, inactive, toTell } of turn) {
    const context = { publicUrl: deployment.publicUrl, organization: { id, login }, names: false }
    const [happened, titles] = await Promise.all([
      findWeekInNumbers(register, id, span),
      titlesOf(register, id, span),
    ])
    const told = { week: week.number, unanswered, inactive, toTell, happened, titles, head: { seq, hash } }
    await platform.post(id, weeklyHead(context, told))
  }
}

/** What Monday's message counts is not quoted as well, nor a title that may name somebody. */
async function titlesOf(register: Register, orgId: Id, span: Period): Promise<readonly string[]> {
  const collected = (await findCollected(register, orgId, span)).map(readMessage)
  return collected.flatMap((message) => (message !== null && QUOTED.has(message.kind) ? [message.title] : []))
}
