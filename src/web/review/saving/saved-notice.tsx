/** Says what was saved together, from when it counts, and offers to undo it; all of it counted from the register. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { findSavedAnswers, type SavedAnswers } from '../../../register/reviews/page/saved-answers.ts'
import { Form } from '../../parts/form-fields.tsx'
import { earliestDayOf } from '../earliest-day.ts'
import type { RowsVisit } from '../views.tsx'

/** Nothing where nothing was saved under this name. */
export async function SavedNotice({ visit, batch }: { visit: RowsVisit; batch: string }) {
  const { c, review, owner, here } = visit
  const saved = await findSavedAnswers(c.var.platform.register, review.id, batch)
  if (saved === null) return null
  const isMine = saved.by.kind === 'person' && saved.by.id === owner
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          {saved.undone > 0 ? (
            <>
              <b>{counted(saved.undone, 'answer')} undone.</b> Each question stands as before.
            </>
          ) : (
            <>
              <b>{counted(saved.saved, 'answer')} saved.</b>{' '}
              {whatFollows(saved, printedDay(earliestDayOf(visit, saved)))}
            </>
          )}
        </p>
      </div>
      {isMine && saved.undone === 0 && saved.undoable > 0 && (
        <Form action={`${here}/undo`} token={c.var.formToken}>
          <button type="submit" class="quiet tiny" name="batch" value={batch}>
            Undo {saved.undoable === 1 ? 'this answer' : `these ${saved.undoable}`}
          </button>
        </Form>
      )}
    </div>
  )
}

function whatFollows({ queued, kept, needSecond, twoOpinions }: SavedAnswers, from: string): string {
  return [
    ...(queued > 0
      ? [
          `${counted(queued, 'removal')} ${queued === 1 ? 'is' : 'are'} queued: not before ${from}. Until then the answer can be changed.`,
        ]
      : []),
    ...(needSecond > 0 ? [`${needSecond} ${needSecond === 1 ? 'waits' : 'wait'} for a second owner.`] : []),
    ...(twoOpinions > 0
      ? [`On ${twoOpinions} another owner answered differently; nothing is carried out until you agree.`]
      : []),
    ...(kept > 0 ? [`${kept} ${kept === 1 ? 'stays as it is' : 'stay as they are'}.`] : []),
  ].join(' ')
}
