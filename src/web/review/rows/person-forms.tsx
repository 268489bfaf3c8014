/** The forms about the person of one row: what they told an owner another way, and that it is them who acts again. */

import { Hono } from 'hono'
import { monthsBefore } from '../../../policy/calendar.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { ANSWERS, type AnswerKind } from '../../../policy/words.ts'
import { type AskedRow, findAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import { answerProposal } from '../../../review.ts'
import { personAnswering } from '../../access/person-answering.ts'
import type { Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { Field, Form } from '../../parts/form-fields.tsx'
import { Name } from '../../parts/print.tsx'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { proposalUrl, type RowsVisit } from '../views.tsx'
import { namesOf } from './row-words.ts'

/** What the address asks for: `?told=ID` or `?sure=ID`; nothing for whoever is no owner, and in one's own case. */
export async function PersonForm({ visit }: { visit: RowsVisit }) {
  const { c, about, owner, review } = visit
  if (about === null || about.form === 'comment' || owner === null) return null
  const [row] = await findAskedRows(c.var.platform.register, review.id, [about.id])
  if (row === undefined || row.subject.kind !== 'account' || row.caseOf === owner) return null
  if (about.form === 'told') return <ToldForm row={row} visit={visit} />
  return row.reopened?.kind === 'act' && row.status === 'open' ? (
    <IdentityPanel row={row} visit={visit} />
  ) : null
}

/** The labels of the answers, as the person has them. */
const LABELS: Readonly<Record<AnswerKind, string>> = {
  still_needed: 'Still needed',
  away: 'Away until',
  step_down: 'Steps down',
  wrong: 'Something here is wrong',
}

function ToldForm({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  const { c, org } = visit
  const { name } = namesOf(row)
  return (
    <section class="panel pad" id="told">
      <h2>
        What did <Name text={name} /> tell you?
      </h2>
      <p class="soft">
        For an answer that came by mail, by phone or in person. They see on their own page what you enter, and
        can change it. It is one fresh decision of the owners; nobody’s vote is given by it.
      </p>
      <Form action={`/orgs/${org.login}/proposals/${row.id}/answers`} token={c.var.formToken}>
        <Field id="told-answer" label="Their answer">
          <select id="told-answer" name="answer" required>
            <option value="">Choose one</option>
            {ANSWERS.map((answer) => (
              <option value={answer}>{LABELS[answer]}</option>
            ))}
          </select>
        </Field>
        <Field id="told-until" label="Away until" hint="Only for away; at most 12 months ahead.">
          <input
            type="date"
            id="told-until"
            name="until"
            aria-describedby="told-until-hint"
            min={c.var.platform.now.slice(0, 10)}
            max={monthsBefore(c.var.platform.now, -12).slice(0, 10)}
          />
        </Field>
        <Field id="told-by" label="How they told you" hint="For example by phone.">
          <input id="told-by" name="toldBy" required maxlength={2000} aria-describedby="told-by-hint" />
        </Field>
        <button type="submit">
          Enter it<span class="unseen">: {name}</span>
        </button>
      </Form>
    </section>
  )
}

function IdentityPanel({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  return (
    <section class="panel pad" id="sure">
      <h2>
        Is it <Name text={namesOf(row).name} /> who acts again?
      </h2>
      <Identity row={row} visit={visit} />
    </section>
  )
}

/** For an owner or administrator who acts again: a woken key may be a thief's, so somebody asks them by another way. */
export function Identity({ row, visit }: { row: AskedRow; visit: Pick<RowsVisit, 'c' | 'org'> }) {
  const id = `way-${row.id}`
  return (
    <Form action={`/orgs/${visit.org.login}/proposals/${row.id}/identity`} token={visit.c.var.formToken}>
      <Field
        id={id}
        label="How did you make sure that it is them?"
        hint="Ask by another way than GitHub, for example by phone. This closes the question; nothing is removed."
      >
        <input class="wide" id={id} name="way" required maxlength={2000} aria-describedby={`${id}-hint`} />
      </Field>
      <button type="submit" class="quiet">
        It is them<span class="unseen">: {namesOf(row).name}</span>
      </button>
    </Form>
  )
}

export const toldForm = new Hono<Web>().post('/orgs/:org/proposals/:id/answers', async (c) => {
  const form = await readForm(c)
  const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
  const answer = ANSWERS.find((each) => each === form.text('answer'))
  if (answer === undefined)
    throw new Refusal('invalid', 'Please choose what they answered. Nothing was recorded.')
  const { platform } = c.var
  const until = form.text('until')
  await answerProposal(
    platform,
    {
      ...{ proposalId: proposal.id, answer, by: personAnswering(c), toldBy: form.text('toldBy') },
      until: until === '' ? null : until,
    },
    platform.now,
  )
  return c.redirect(proposalUrl(authorized.org.login, proposal.reviewId, proposal.id), 303)
})
