/** The view of what waits for a second owner: first what waits for whoever looks, then what waits for others. */

import type { Child } from 'hono/jsx'
import { isBefore, printedDay, printedMoment } from '../../../policy/calendar.ts'
import { confirmableFrom } from '../../../policy/decisions/second-vote.ts'
import type { Instant } from '../../../policy/words.ts'
import { type AskedRow, listAskedRows, type RowVote } from '../../../register/reviews/page/asked-rows.ts'
import type { SecondOwners } from '../../../register/reviews/page/second-owners.ts'
import { Form } from '../../parts/form-fields.tsx'
import { actorOrErased, Name } from '../../parts/print.tsx'
import { ChangeForm, rowsToChange } from '../change-form.tsx'
import { PAGE_SIZE, Pages, pageIn } from '../pages.tsx'
import { findBesideRows } from '../rows/beside.ts'
import { Identity } from '../rows/person-forms.tsx'
import { Row } from '../rows/row.tsx'
import { answerOf, namesOf } from '../rows/row-words.ts'
import { GivenAnswers, GivenReasons } from '../saving/given-answers.tsx'
import { addressWith, type RowsVisit } from '../views.tsx'
import { canAgreeInWords, loginsInWords, toldInWords, whoCanAgree } from './can-agree.ts'

export async function SecondView(visit: RowsVisit) {
  const { c, review, owner, tally } = visit
  const { register } = c.var.platform
  const page = pageIn(visit)
  const rows = await listAskedRows(
    register,
    review.id,
    { view: 'second' },
    { sort: 'power', offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE + 1 },
  )
  const shown = rows.slice(0, PAGE_SIZE)
  const changed = await rowsToChange(visit)
  const found = await findBesideRows(visit, [...shown, ...changed])
  const { beside, said } = found
  const waitsForMe = (row: AskedRow) =>
    owner !== null && row.caseOf !== owner && (isTwoOpinions(row) || voteOf(row, owner) === undefined)
  const [mine, others] = [shown.filter(waitsForMe), shown.filter((row) => !waitsForMe(row))]
  const asked = (row: AskedRow, note: Child, answer: Child) => (
    <Row row={row} visit={visit} beside={beside(row)} said={said(row)} note={note} isAnswered>
      {answer}
    </Row>
  )
  return (
    <>
      {changed.map((row) => (
        <ChangeForm visit={visit} row={row} found={found} view="second" />
      ))}
      <p class="soft">
        Owners and admins lose access only when two owners give the same answer. Nobody decides about
        themselves. Without a second answer nothing changes.
      </p>
      {mine.length > 0 && (
        <section class="panel">
          <header>
            <h2>
              Waiting for you <span class="n due">{mine.length}</span>
            </h2>
            <p>Another owner has answered. Agree, or answer yourself.</p>
          </header>
          <ul class="asks">
            {mine.map((row) => asked(row, <Votes row={row} />, <Agree row={row} visit={visit} />))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section class="panel">
          <header>
            <h2>
              Waiting for another owner <span class="n">{others.length}</span>
            </h2>
            <p>If two owners disagree, the question stays open and both see both reasons.</p>
          </header>
          <ul class="asks">
            {others.map((row) =>
              asked(
                row,
                <GivenReasons row={row} owner={owner} />,
                <Confirm row={row} visit={visit} second={tally.second} />,
              ),
            )}
          </ul>
        </section>
      )}
      <Pages visit={visit} page={page} hasNext={rows.length > PAGE_SIZE} />
    </>
  )
}

function isTwoOpinions({ reopened, status }: AskedRow): boolean {
  return status === 'open' && reopened?.kind === 'two_opinions'
}

function voteOf({ votes }: AskedRow, owner: number): RowVote | undefined {
  return votes.find(({ by }) => by.kind === 'person' && by.id === owner)
}

/** Who answered what, and why. */
function Votes({ row }: { row: AskedRow }) {
  return (
    <>
      {row.votes.map((vote) => (
        <p class="small">
          <span class="soft">
            {actorOrErased(vote.by)}, {printedDay(vote.at)}:{' '}
          </span>
          <span class={`act-${vote.decision.charAt(0)}`}>{answerOf(vote, printedDay, row.reached)}</span>{' '}
          {vote.reason !== '' && (
            <>
              “<Name text={vote.reason} />”
            </>
          )}
        </p>
      ))}
      {isTwoOpinions(row) && <p class="small bad">Two opinions: nothing is carried out until they agree.</p>}
    </>
  )
}

/** Agree with another owner's answer, or answer differently. */
function Agree({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  const { c, here, owner } = visit
  const { name } = namesOf(row)
  const theirs = row.votes.filter(({ by }) => !(by.kind === 'person' && by.id === owner))
  return (
    <>
      {theirs.map((vote) => (
        <Form action={`${here}/decisions`} token={c.var.formToken}>
          <input type="hidden" name={`seen.${row.id}`} value={row.seen} />
          <input type="hidden" name="page" value="?view=second" />
          <button type="submit" name="agree" value={vote.id}>
            Agree: {answerOf(vote, printedDay, row.reached)}
            <span class="unseen"> ({name})</span>
          </button>
        </Form>
      ))}
      <a href={addressWith(visit, { view: 'second', change: row.id })}>
        Answer differently<span class="unseen">: {name}</span>
      </a>
      {row.reopened?.kind === 'act' && <Identity row={row} visit={visit} />}
    </>
  )
}

/** What is answered, who can agree, and one's own answer: change it, or confirm it where no other owner is active or none has answered. */
function Confirm(props: { row: AskedRow; visit: RowsVisit; second: SecondOwners }) {
  const { row, visit, second } = props
  const { c, here, owner } = visit
  const { name } = namesOf(row)
  const given = (
    <div class="given">
      <GivenAnswers row={row} owner={owner} hasDay />
      {owner !== null && row.caseOf === owner ? (
        <p class="small soft">This is your own case. Another owner decides it.</p>
      ) : (
        <WhoCanAgree {...props} />
      )}
    </div>
  )
  const vote = owner === null || row.caseOf === owner ? undefined : voteOf(row, owner)
  if (vote === undefined) return given
  return (
    <>
      {given}
      {!isBefore(c.var.platform.now, confirmable(row, vote, second)) && (
        <Form action={`${here}/decisions`} token={c.var.formToken}>
          <input type="hidden" name={`seen.${row.id}`} value={row.seen} />
          <input type="hidden" name="page" value="?view=second" />
          <button type="submit" name="agree" value={vote.id}>
            Confirm: {answerOf(vote, printedDay, row.reached)}
            <span class="unseen"> ({name})</span>
          </button>
        </Form>
      )}
      <a href={addressWith(visit, { view: 'second', change: row.id })}>
        Change<span class="unseen"> the answer for {name}</span>
      </a>
    </>
  )
}

/** The logins in one line; folded, when each was last there, who was told, and from when on it can be confirmed alone. */
function WhoCanAgree({ row, visit, second }: Parameters<typeof Confirm>[0]) {
  const { c, org, owner } = visit
  const { now } = c.var.platform
  const able = whoCanAgree(row, second.owners, org.firstCompleteAt, now)
  const vote = owner === null ? undefined : voteOf(row, owner)
  const from = vote === undefined ? null : confirmable(row, vote, second)
  const alone =
    from !== null && isBefore(now, from)
      ? ` If nobody answers, you can confirm it alone from ${printedMoment(from)} on.`
      : ''
  const told = `${toldInWords(row, second.told)}${alone}`
  if (able.length === 0)
    return (
      <p class="small soft">
        {canAgreeInWords(able)} {told}
      </p>
    )
  return (
    <details class="small soft">
      <summary>
        <Name text={loginsInWords(able)} /> can agree
      </summary>
      <p>
        <Name text={canAgreeInWords(able)} /> {told}
      </p>
    </details>
  )
}

/** From when on the owner may confirm their own vote. */
function confirmable({ caseOf }: AskedRow, vote: RowVote, { owners }: SecondOwners): Instant {
  return confirmableFrom(vote, owners, caseOf === null ? [] : [caseOf])
}
