/** Takes the review's forms: answers saved together, one answer to a group, agreement, undoing, carrying over. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { findAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import { findReview } from '../../../register/reviews/reviews.ts'
import {
  type BoundAnswer,
  carryOver,
  confirmIdentity,
  decideAsShown,
  decideGroup,
  foreseeAsShown,
  undoAnswers,
} from '../../../review.ts'
import { requireFreshSignIn, signInOf } from '../../access/fresh-sign-in.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { readForm, type SentForm } from '../../form.ts'
import { mayDecide } from '../../permissions/permissions.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { maySeeReview, noSuchReview } from '../../permissions/review-rights.ts'
import { showPlan } from '../plan/plan-page.tsx'
import { showReview } from '../review-page.tsx'
import { proposalUrl } from '../views.tsx'
import { answersIn, groupAnswerIn } from './answers-in.ts'
import { type NotSaved, namedComplaints, namedRefusals, RefusedNotice } from './refused-notice.tsx'

export const answerForms = new Hono<Web>()
  // A form that came back or a plan stands at this address; whoever opens it anew wants the review.
  .get('/orgs/:org/reviews/:id/decisions', async (c) => {
    const { org } = await maySeeReview(c, c.req.param('org'))
    return c.redirect(`/orgs/${org.login}/reviews/${encodeURIComponent(c.req.param('id'))}`, 303)
  })
  .post('/orgs/:org/reviews/:id/decisions', async (c) => {
    const saving = await savingOf(c, c.req.param('org'), c.req.param('id'))
    if (saving.form.text('back') !== '') return await shownAgain(saving, new Map(), null, 200)
    if (saving.form.text('plan') !== '') return await foreseen(saving)
    if (saving.form.text('group') !== '') return await answerGroup(saving)
    if (saving.form.text('agree') !== '') return await agree(saving)
    return await saveEach(saving)
  })
  .post('/orgs/:org/reviews/:id/undo', async (c) => {
    const { form, org, giver, review } = await savingOf(c, c.req.param('org'), c.req.param('id'))
    const batch = form.text('batch')
    await undoAnswers(c.var.platform, org.id, batch, giver, c.var.platform.now)
    return c.redirect(`/orgs/${org.login}/reviews/${review}?undone=${encodeURIComponent(batch)}`, 303)
  })
  .post('/orgs/:org/reviews/:id/carry-over', async (c) => {
    const saving = await savingOf(c, c.req.param('org'), c.req.param('id'))
    const { form, org, giver, review } = saving
    try {
      await carryOver(c.var.platform, review, { ...giver, reason: form.text('reason') }, c.var.platform.now)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
      return await complained(saving, new Map([['carry-over', error.sentence]]))
    }
    return c.redirect(`/orgs/${org.login}/reviews/${review}?carried=1`, 303)
  })
  .post('/orgs/:org/proposals/:id/identity', async (c) => {
    const form = await readForm(c)
    const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
    requireFreshSignIn(c, 'confirming that it is them')
    const { actor: by, role: voterRole, org } = authorized
    const confirmation = { by, voterRole, way: form.text('way') }
    await confirmIdentity(c.var.platform, proposal.id, confirmation, c.var.platform.now)
    return c.redirect(proposalUrl(org.login, proposal.reviewId, proposal.id), 303)
  })

type Saving = Awaited<ReturnType<typeof savingOf>>

/** The form, who sent it and about which review. */
async function savingOf(c: Visit, login: string, id: string) {
  const form: SentForm = await readForm(c)
  const { actor, role, org } = await mayDecide(c, login)
  const review = await findReview(c.var.platform.register, id)
  if (review === null || review.orgId !== org.id) throw noSuchReview(org)
  const giver = { by: actor, voterRole: role, signIn: signInOf(c) } as const
  return { c, form, org, giver, review: review.id }
}

/** Different answers, saved together: none of them where one is malformed, and the form comes back. */
async function saveEach(saving: Saving): Promise<Response> {
  const { c, form, org, giver, review } = saving
  const { answers, complaints } = answersIn(form)
  if (complaints.size > 0) return await complained(saving, complaints)
  const { platform } = c.var
  const result = await decideAsShown(
    platform,
    { orgId: org.id, reviewId: review },
    answers,
    giver,
    platform.now,
    { bulk: answers.length > 1, whole: true },
  )
  const malformed = malformedIn(result.refused, answers)
  if (malformed.size > 0 && result.decided.length === 0) return await complained(saving, malformed)
  return await answered(saving, result, answers)
}

/** The plan of the answers as they stand, with nothing saved; a malformed one is complained about as when it is saved. */
async function foreseen(saving: Saving): Promise<Response> {
  const { c, form, org, giver, review } = saving
  const { answers, complaints } = answersIn(form, true)
  if (complaints.size > 0) return await complained(saving, complaints)
  const { register, now } = c.var.platform
  const plan = await foreseeAsShown(c.var.platform, org, review, answers, giver, now)
  const malformed = malformedIn(plan.refused, answers)
  if (malformed.size > 0) return await complained(saving, malformed)
  const shown = await findReview(register, review)
  if (shown === null) throw noSuchReview(org)
  return await showPlan(c, org, shown, form, plan)
}

/** Complaints about malformed answers, each at its field. */
function malformedIn(
  refused: readonly { readonly proposalId: string; readonly refusal: Refusal }[],
  answers: readonly BoundAnswer[],
): ReadonlyMap<string, string> {
  return new Map(
    refused.flatMap(({ proposalId, refusal }) =>
      refusal.code === 'invalid' ? [[fieldOf(proposalId), refusal.sentence] as const] : [],
    ),
  )

  function fieldOf(id: string): string {
    const decision = answers.find(({ proposalId }) => proposalId === id)?.decision
    if (decision === 'keep') return `until.${id}`
    return decision === 'downgrade' ? `role.${id}` : `answer.${id}`
  }
}

async function answerGroup(saving: Saving): Promise<Response> {
  const { c, form, org, giver, review } = saving
  const given = groupAnswerIn(form)
  if (typeof given === 'string') return await complained(saving, new Map([['group', given]]))
  const { platform } = c.var
  const inReview = { orgId: org.id, reviewId: review }
  const result = await decideGroup(platform, inReview, given, { ...given, ...giver }, platform.now)
  const sentences = new Set(result.refused.map(({ refusal }) => refusal.sentence))
  const [only] = sentences
  if (result.decided.length === 0 && sentences.size <= 1)
    return await complained(saving, new Map([['group', only ?? 'Nobody is left to answer about.']]))
  return await answered(saving, result, [given])
}

/** The same answer as a standing vote: another owner's as the second one, one's own to confirm it. */
async function agree(saving: Saving): Promise<Response> {
  const { c, form, org, giver, review } = saving
  const { platform } = c.var
  const ids = form.names.flatMap((name) => (name.startsWith('seen.') ? [name.slice('seen.'.length)] : []))
  const rows = await findAskedRows(platform.register, review, ids)
  const answers = rows.flatMap(({ id, votes }): BoundAnswer[] => {
    const vote = votes.find((each) => each.id === form.text('agree'))
    if (vote === undefined) return []
    const { decision, role, until, repositories } = vote
    const seen = form.text(`seen.${id}`) || null
    return [{ proposalId: id, decision, role, until, repositories, seen, reason: form.text('reason') }]
  })
  if (answers.length === 0)
    throw new Refusal('conflict', 'That answer does not stand any more. Nothing was decided.')
  const inReview = { orgId: org.id, reviewId: review }
  const result = await decideAsShown(platform, inReview, answers, giver, platform.now)
  return await answered(saving, result, answers)
}

/** The page from which the form was sent, with everything that was entered, and each complaint at its field. */
async function complained(saving: Saving, complaints: ReadonlyMap<string, string>): Promise<Response> {
  const { c, review } = saving
  const notSaved = await namedComplaints(c.var.platform.register, review, complaints)
  return await shownAgain(saving, complaints, { notSaved, saved: 0 }, 422)
}

/** Leads to what follows; names what was refused singly, with the form as it was sent. */
async function answered(
  saving: Saving,
  { batch, decided, refused }: Awaited<ReturnType<typeof decideAsShown>>,
  answers: readonly Pick<BoundAnswer, 'decision'>[],
): Promise<Response> {
  const { c, org, review } = saving
  const [only] = refused
  const isForSomebodyElse = only?.refusal.code === 'forbidden' || only?.refusal.code === 'sign_in_again'
  if (decided.length === 0 && refused.length === 1 && only !== undefined && isForSomebodyElse)
    throw only.refusal
  if (refused.length === 0) {
    const isRemoved = answers.some(({ decision }) => decision !== 'keep')
    const waits = decided.some(({ status }) => status !== 'decided')
    const view = waits ? 'second' : isRemoved ? 'queue' : 'decided'
    const what = decided.every(({ as }) => as === 'confirmed') ? 'confirmed=1' : `saved=${batch}`
    return c.redirect(`/orgs/${org.login}/reviews/${review}?view=${view}&${what}`, 303)
  }
  const notSaved = await namedRefusals(c.var.platform.register, review, refused)
  return await shownAgain(
    saving,
    new Map(),
    { notSaved, saved: decided.length },
    decided.length === 0 ? 409 : 200,
    batch,
  )
}

async function shownAgain(
  { c, form, org, giver, review }: Saving,
  complaints: ReadonlyMap<string, string>,
  told: { readonly notSaved: readonly NotSaved[]; readonly saved: number } | null,
  status: 200 | 409 | 422,
  batch?: string,
): Promise<Response> {
  const url = new URL(c.req.url)
  url.search = form.text('page')
  if (batch !== undefined) url.searchParams.set('saved', batch)
  return await showReview(c, org, giver.by, review, {
    url,
    sent: { text: form.text, all: form.all, complaints },
    notice: told === null ? null : <RefusedNotice {...told} isPlan={form.text('plan') !== ''} />,
    status,
  })
}
