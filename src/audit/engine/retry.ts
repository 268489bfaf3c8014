/** Decides whether a page that failed is retried after a wait or skipped and recorded as unread. */

import type { GitHubTrouble } from '../../github/http/errors.ts'
import { Refusal } from '../../policy/refusal.ts'
import { isOvertaken } from '../../register/audits/checkpoint.ts'
import type { Checkpoint } from '../../register/schema.ts'
import type { Commit } from './commit-page.ts'
import type { Page, Run, Stage } from './stage.ts'

/** Tries of one page before it is skipped and recorded as unread. */
const TRIES = 4
/** Waits that GitHub itself asks for are not failures, but they end too: about a day of hourly resets. */
const LIMITED_TRIES = 24

/** The page that skips what failed; throws if the same page should be retried after a wait. */
export async function pageAfterTrouble(
  run: Run,
  checkpoint: Checkpoint,
  stage: Stage,
  error: GitHubTrouble,
  commit: Commit,
): Promise<Page> {
  const { trouble } = error
  const retryOrSkip = async (tries: number, waitSeconds: number) => {
    if (checkpoint.failures + 1 >= tries) return stage.skip(run, checkpoint.cursor, error)
    await countFailure(commit, checkpoint, stage, waitSeconds)
    throw error
  }
  switch (trouble.kind) {
    case 'bad_token':
      throw error
    case 'later':
      return retryOrSkip(trouble.limited ? LIMITED_TRIES : TRIES, trouble.retryAfterSeconds)
    case 'too_big':
      // A stage that can ask for less does, so the same query is never repeated; a page of fixed size can only be retried.
      return stage.canSplit === true ? stage.skip(run, checkpoint.cursor, error) : retryOrSkip(TRIES, 1)
    case 'denied':
    case 'gone':
    case 'invalid':
      return stage.skip(run, checkpoint.cursor, error)
  }
}

/** The error to throw after a fault of our own: itself while retries are left, then a Refusal that ends the audit with a reference to the log. */
export async function ownFault(
  commit: Commit,
  checkpoint: Checkpoint,
  stage: Stage,
  error: unknown,
): Promise<unknown> {
  if (isOvertaken(error) || error instanceof Refusal) return error
  if (checkpoint.failures + 1 >= TRIES) {
    const reference = crypto.randomUUID().slice(0, 8)
    console.error(
      JSON.stringify({
        event: 'audit_broke',
        reference,
        stage: stage.label,
        error: String(error),
        stack: error instanceof Error ? error.stack : null,
      }),
    )
    return new Refusal(
      'unavailable',
      `Something broke here while ${stage.label}; reference ${reference}. Nothing was judged; the next day's audit tries again.`,
    )
  }
  await countFailure(commit, checkpoint, stage, 0)
  return error
}

async function countFailure(
  commit: Commit,
  checkpoint: Checkpoint,
  stage: Stage,
  waitSeconds: number,
): Promise<void> {
  await commit(
    { ...checkpoint, failures: checkpoint.failures + 1 },
    stage,
    { statements: [], next: checkpoint.cursor },
    waitSeconds,
  )
}
