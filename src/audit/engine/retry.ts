/** Decides whether a page that failed is tried again after a wait, or skipped and recorded as unread. */

import { GitHubTrouble, isFinal } from '../../github/http/errors.ts'
import { Refusal } from '../../policy/refusal.ts'
import { isOvertaken } from '../../register/audits/checkpoint.ts'
import type { Checkpoint } from '../../register/schema.ts'
import type { Commit } from './commit-page.ts'
import type { Page, ReadingStage, Run, Stage } from './stage.ts'

/** Attempts of a step after which a fault counts as lasting. */
const ATTEMPTS = 4

/** Waits that GitHub itself asks for are no faults, but they end too: about a day of hourly resets. */
const ATTEMPTS_AT_A_LIMIT = 24

/**
 * A step waits as long as GitHub asks for, otherwise longer each time. The wait is in the message: of an error, only that
 * survives a step. https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/
 */
export const STEP_RETRIES = {
  limit: ATTEMPTS_AT_A_LIMIT,
  backoff: 'constant' as const,
  delay: ({ ctx, error }: { ctx: { attempt: number }; error: Error }) =>
    (Number(/retry-after=(\d+)/.exec(error.message)?.[1]) || Math.min(60, 2 ** ctx.attempt)) * 1000,
}

/** The page that skips what failed at `attempt` of its step. Throws where another attempt may help, or the audit cannot go on. */
export async function pageAfterFailure(
  run: Run,
  { stage, checkpoint, attempt }: { stage: Stage; checkpoint: Checkpoint; attempt: number },
  error: unknown,
  commit: Commit,
): Promise<Page> {
  if (isOvertaken(error) || error instanceof Refusal) throw error
  if (error instanceof GitHubTrouble) {
    if (isFinal(error) || 'compute' in stage) throw error
    if (!isRetried(error, stage, attempt)) return stage.skip(run, checkpoint.cursor, error)
  }
  // A failed attempt's requests count, and the audit stays alive for as long as GitHub asks to wait.
  await commit(checkpoint, stage, { statements: [], next: checkpoint.cursor }, waitSecondsOf(error))
  if (error instanceof GitHubTrouble || attempt < ATTEMPTS) throw error
  const sentence = lastingFault(stage, error)
  if (!('compute' in stage)) return stage.skip(run, checkpoint.cursor, new GitHubTrouble(OURS, sentence))
  throw new Refusal('unavailable', `${sentence} Nothing was judged; the next day's audit tries again.`)
}

/**
 * A fault of our own does not mean that GitHub refused: nothing is concluded from it, and what was being read counts as unread.
 */
const OURS = { kind: 'later', retryAfterSeconds: 1, limited: false } as const

/** A stage that can ask for less after too large a query does so at once: the same query is never repeated. */
function isRetried({ trouble }: GitHubTrouble, stage: ReadingStage, attempt: number): boolean {
  switch (trouble.kind) {
    case 'later':
      return attempt < (trouble.limited ? ATTEMPTS_AT_A_LIMIT : ATTEMPTS)
    case 'too_big':
      return stage.canSplit !== true && attempt < ATTEMPTS
    case 'bad_token':
    case 'shut_out':
    case 'denied':
    case 'gone':
    case 'invalid':
      return false
  }
}

function waitSecondsOf(error: unknown): number {
  return error instanceof GitHubTrouble && error.trouble.kind === 'later'
    ? error.trouble.retryAfterSeconds
    : 0
}

/** A fault of our own that lasts, as a sentence with a reference to the log, where it stands with its stack. */
function lastingFault(stage: Stage, error: unknown): string {
  const reference = crypto.randomUUID().slice(0, 8)
  const stack = error instanceof Error ? error.stack : null
  console.error(
    JSON.stringify({ event: 'audit_broke', reference, stage: stage.label, error: String(error), stack }),
  )
  return `Something broke here while ${stage.label}; reference ${reference}.`
}
