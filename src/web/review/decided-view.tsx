/** The view of what is answered: each answer with its reason and day; until it is carried out it can be changed. */

import { isBefore, printedDay } from '../../policy/calendar.ts'
import { decidedVote } from '../../policy/decisions/votes.ts'
import { counted } from '../../policy/english.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import type { Instant } from '../../policy/words.ts'
import { type AskedRow, listAskedRows } from '../../register/reviews/page/asked-rows.ts'
import type { Pace } from '../../register/reviews/page/saved-answers.ts'
import { actorOrErased } from '../parts/print.tsx'
import { ChangeForm, rowsToChange } from './change-form.tsx'
import { PAGE_SIZE, Pages, pageIn } from './pages.tsx'
import { findBesideRows } from './rows/beside.ts'
import { Row } from './rows/row.tsx'
import { namesOf } from './rows/row-words.ts'
import { findSaidOn } from './rows/said.tsx'
import { GivenAnswers, GivenReasons } from './saving/given-answers.tsx'
import { addressWith, type RowsVisit } from './views.tsx'

export async function DecidedView(visit: RowsVisit) {
  const { c, review, owner, tally } = visit
  const { register } = c.var.platform
  const page = pageIn(visit)
  const rows = await listAskedRows(
    register,
    review.id,
    { view: 'decided' },
    { sort: 'power', offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE + 1 },
  )
  const shown = rows.slice(0, PAGE_SIZE)
  const changed = await rowsToChange(visit)
  const found = changed.length === 0 ? null : await findBesideRows(visit, [...shown, ...changed])
  const said = found?.said ?? (await findSaidOn(visit, shown))
  return (
    <>
      {found !== null &&
        changed.map((row) => <ChangeForm visit={visit} row={row} found={found} view="decided" />)}
      {shown.length === 0 ? (
        <p class="soft">Answers stand here once somebody has given them.</p>
      ) : (
        <section class="panel">
          <header>
            <h2>
              Answers <span class="n">{tally.views.decided}</span>
            </h2>
            <p>A change is a new entry in the history; the first answer stays readable there.</p>
          </header>
          <ul class="asks">
            {shown.map((row) => (
              <Row
                row={row}
                visit={visit}
                said={said(row)}
                note={<GivenReasons row={row} owner={owner} />}
                isAnswered
              >
                <Due row={row} visit={visit} />
              </Row>
            ))}
          </ul>
        </section>
      )}
      <Pages visit={visit} page={page} hasNext={rows.length > PAGE_SIZE} />
      <Paces paces={tally.paces.filter(({ answers }) => answers > 1)} />
    </>
  )
}

/** How fast several were answered: whoever reads it can judge how carefully. */
function Paces({ paces }: { paces: readonly Pace[] }) {
  if (paces.length === 0) return null
  return (
    <p class="small soft">
      How fast it was answered:{' '}
      {paces
        .map(({ by, answers, from, to, saves }) => {
          const how = from === to ? 'saved together' : `in ${spanInWords(from, to)}, ${savedInWords(saves)}`
          return `${actorOrErased(by)}, ${printedDay(from)}: ${counted(answers, 'decision')} ${how}`
        })
        .join('; ')}
      .
    </p>
  )
}

function savedInWords(saves: number): string {
  return saves === 1 ? 'saved once' : `saved ${counted(saves, 'time')}`
}

function spanInWords(from: Instant, to: Instant): string {
  const seconds = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  return seconds < 120 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute')
}

/** What was answered, from when on it is carried out, which the queue does, and the link that changes the answer. */
function Due({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  const { c, owner, rules, review, here, tally } = visit
  const { notice } = row
  const { name } = namesOf(row)
  const decidedAt = decidedVote(row.votes, row.risk.privileged)?.decidedAt
  const isDecided = decidedAt !== undefined && notice !== undefined && row.status === 'decided'
  const binding = isDecided ? bindingRules(tally.versions, rules, row, { at: decidedAt }) : null
  const from =
    isDecided && binding !== null ? earliestRemoval({ ...row, notice }, { at: decidedAt }, binding) : null
  const isDue = from !== null && !isBefore(c.var.platform.now, from)
  const mayAct = owner !== null && row.caseOf !== owner
  return (
    <>
      <div class="given">
        <GivenAnswers row={row} owner={owner} />
        <p class="small soft">
          {from !== null && !isDue && `Carried out from ${printedDay(from)} on`}
          {from === null &&
            binding !== null &&
            `Carried out ${counted(binding.noticeDays, 'day')} after they have been told`}
          {row.status === 'running' && 'Being carried out'}
          {row.status === 'by_hand' && 'To be done by hand'}
          {isDue && (
            <a href={`${here}?view=queue#queued-${row.id}`}>
              In the queue<span class="unseen">: {name}</span>
            </a>
          )}
        </p>
      </div>
      {mayAct && review.status === 'open' && row.status !== 'running' && (
        <a href={addressWith(visit, { view: 'decided', change: row.id })}>
          Change<span class="unseen"> the answer for {name}</span>
        </a>
      )}
    </>
  )
}
