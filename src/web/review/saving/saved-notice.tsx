/** Says what was saved together, from when it counts, and offers to undo it; all of it counted from the register. */

import { counted } from '../../../policy/english.ts'
import type { SavedAnswers } from '../../../register/reviews/page/saved-answers.ts'
import { Form } from '../../parts/form-fields.tsx'
import { queueFollows } from '../queue/in-words.ts'
import type { RowsVisit } from '../views.tsx'

/** Nothing where nothing was saved under this name. */
export async function SavedNotice({ visit, batch }: { visit: RowsVisit; batch: string }) {
  const { c, owner, here, tally } = visit
  const { saved } = tally
  if (saved === null) return null
  const isMine = saved.by.kind === 'person' && saved.by.id === owner
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          {saved.undone > 0 ? (
            <>
              <b>{counted(saved.undone, 'answer')} undone.</b>{' '}
              {saved.undone === 1
                ? 'It no longer counts, and an answer of yours that it replaced does not come back.'
                : 'They no longer count, and answers of yours that they replaced do not come back.'}
            </>
          ) : (
            <>
              <b>{counted(saved.saved, 'answer')} saved.</b> {await whatFollows(visit, saved)}{' '}
              <ToTell saved={saved} visit={visit} />
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

/** Of the removals saved: for whom the day is not known, because nobody has told them yet. */
function ToTell({ saved: { toTell }, visit: { rules, here } }: { saved: SavedAnswers; visit: RowsVisit }) {
  if (toTell === 0 || rules.noticeDays === 0) return null
  return (
    <>
      {counted(toTell, 'person is', 'people are')} <a href={`${here}/notices`}>still to be told</a>:{' '}
      {counted(rules.noticeDays, 'day')} of notice run once they have been.
    </>
  )
}

/** What becomes of them; a removal's day is the one on which the queue has it. */
async function whatFollows(visit: RowsVisit, saved: SavedAnswers): Promise<string> {
  const { queued, kept, needSecond, twoOpinions } = saved
  const places = queued.length === 0 ? [] : (await visit.queue()).places
  return [
    ...queueFollows(
      places.filter((place) => queued.includes(place.queued.proposal)),
      visit.c.var.platform.now,
    ),
    ...(needSecond > 0 ? [`${needSecond} ${needSecond === 1 ? 'waits' : 'wait'} for a second owner.`] : []),
    ...(twoOpinions > 0
      ? [
          `${saved.saved === 1 ? 'Another' : `On ${twoOpinions} another`} owner answered differently; nothing is carried out until the two of you agree.`,
        ]
      : []),
    ...(kept > 0 ? [`${kept} ${kept === 1 ? 'stays as it is' : 'stay as they are'}.`] : []),
  ].join(' ')
}
