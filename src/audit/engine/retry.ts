/** What becomes of a page that failed: tried again after a wait, or passed by and noted as unread. It never lets one count as read. */

import type { GitHubTrouble } from '../../github/http/errors.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type Checkpoint, isOvertaken } from '../../register/audits/checkpoint.ts'
import type { Commit } from './commit-page.ts'
import type { Page, Run, Stage } from './stage.ts'

/** Tries of one page before it is passed by and noted as unread. */
const TRIES = 4
/** Waits that GitHub itself asks for are no failures, but they end some time: about a day of hourly resets. */
const LIMITED_TRIES = 24

/** The page past a trouble; throws where the same page should be tried again after a wait. */
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
      // Where a stage can ask for less it does, and never in the same shape; a page of fixed size can only be tried again.
      return stage.canSplit === true ? stage.skip(run, checkpoint.cursor, error) : retryOrSkip(TRIES, 1)
    case 'denied':
    case 'gone':
    case 'invalid':
      return stage.skip(run, checkpoint.cursor, error)
  }
}

/** A fault of our own: tried again a few times, then the audit ends and says where to look. */
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
