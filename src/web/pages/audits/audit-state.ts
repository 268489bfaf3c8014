/** Says of an audit how far it is, what is left, and what became of it, with what to do. */

import { instant } from '../../../policy/calendar.ts'
import { spanInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'
import type { AuditSummary } from '../../../register/audits/audit-views.ts'

/** Whether the audit has not ended yet. */
export function isUnderWay({ status }: Pick<AuditSummary, 'status'>): boolean {
  return status === 'queued' || status === 'running'
}

/** Rounded down: 100 is told of an audit that has ended. */
export function percentOf({ progress: { done, total } }: Pick<AuditSummary, 'progress'>): number {
  return Math.floor((100 * done) / Math.max(total, 1))
}

/** From so many per cent on its pace says something. */
const TELLING = 10

/** How much is left, and how long that takes at the pace so far. */
export function leftInWords(audit: Pick<AuditSummary, 'progress' | 'startedAt'>, now: Instant): string {
  const percent = percentOf(audit)
  if (percent < TELLING) return 'Nearly all of it is left.'
  const spent = Math.max(0, Date.parse(now) - Date.parse(audit.startedAt))
  const left = instant(Date.parse(now) + (spent * (100 - percent)) / percent)
  return `${100 - percent} % are left: ${spanInWords(now, left)} more at the pace so far, longer where GitHub asks to wait.`
}

/** What became of it in a sentence, and what to do. `isStopped`: it is under way, and nothing of it has moved for too long. */
export function whatBecameOf({ status }: Pick<AuditSummary, 'status'>, isStopped: boolean): string {
  if (isStopped)
    return 'It has stopped in the middle. Nothing is lost: the next hourly run goes on where it stopped. You need do nothing.'
  switch (status) {
    case 'queued':
      return 'It waits to begin, which takes a few minutes at most. You need do nothing.'
    case 'running':
      return 'Until it ends, everything stands as the audit before left it.'
    case 'complete':
      return 'It read everything it needs.'
    case 'partial':
      return 'Some sources could not be read in full. Whoever these could have shown to be active is unknown, not inactive, and is not proposed. The table below names them and why; what a permission would mend, an owner grants on GitHub, and the next audit reads it.'
    case 'failed':
      return 'Nothing was judged and nothing changed: what the audit before found stands. Mend what the sentence above names, where it names something, and press Audit now; else it is tried again by itself within the day.'
  }
}
