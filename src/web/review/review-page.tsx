/** The page of a review: its proposals, riskiest first, with forms to answer them one by one or several at once. */

import { Hono } from 'hono'
import { decidedVote } from '../../policy/decisions/votes.ts'
import { Refusal } from '../../policy/refusal.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { bindingRules, type RuleVersion } from '../../policy/rules/rule-versions.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import { subjectKeyOf } from '../../policy/words.ts'
import { logAccess } from '../../register/history/access-log.ts'
import { findMissing } from '../../register/reviews/missing.ts'
import { findPageWith, listProposals, type ProposalView } from '../../register/reviews/proposal-list.ts'
import { findReviewView, type ReviewView } from '../../register/reviews/review-list.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'
import { ownCases } from '../../review.ts'
import type { Visit, Web } from '../access/visit.ts'
import { keysIn } from '../api/contract.ts'
import { allItems, exportFile, formatOf, proposalRow } from '../export.ts'
import { MissingNotice } from '../parts/coverage-table.tsx'
import { Field, Form } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Badge, Day, Progress } from '../parts/print.tsx'
import { Pager } from '../parts/table.tsx'
import { mayRead } from '../permissions/permissions.ts'
import { AnswerFields } from './answer-fields.tsx'
import { DoneView } from './done-view.tsx'
import { ProposalCard } from './proposal-card.tsx'
import { QueueView } from './queue-view.tsx'
import type { Viewer } from './results.tsx'
import { VIEWS, viewNamed } from './views.tsx'

/** Proposals on one page: more than a person decides on in an evening. */
const PAGE_SIZE = 50

export const reviewPage = new Hono<Web>().get('/orgs/:org/reviews/:id', async (c) => {
  const { org, actor } = await mayRead(c, c.req.param('org'))
  const { register, now } = c.var.platform
  const review = await findReviewView(register, org.id, c.req.param('id'))
  if (review === null) throw new Refusal('not_found', `${org.login} has no review with this id.`)
  const proposalId = c.req.query('proposal')
  if (proposalId !== undefined) {
    const cursor = await findPageWith(register, org.id, review.id, proposalId, PAGE_SIZE)
    // Browsers keep the fragment (`#proposal-…`) across the redirect.
    if (cursor !== null) return c.redirect(`/orgs/${org.login}/reviews/${review.id}?cursor=${cursor}`, 303)
  }
  const format = formatOf(c)
  await logAccess(register, org.id, actor, format === null ? 'proposals' : 'export', now)
  const list = (after: readonly (string | number)[] | null, limit: number) =>
    listProposals(register, org.id, review.id, after, limit)
  if (format !== null)
    return exportFile(
      c,
      format,
      `${org.login}-review-${review.quarter}`,
      await allItems(list, 3),
      proposalRow,
    )
  const view = viewNamed(c.req.query('view'))
  if (view === null)
    throw new Refusal(
      'invalid',
      `There is no view of this name. Known: ${VIEWS.map(([name]) => name).join(', ')}.`,
    )
  const owner = actor.kind === 'person' ? actor.id : null
  const frame = { title: `Review of ${review.quarter}`, org: org.login, here: '/reviews' } as const
  const visit = { c, org, rules: readRules(org.rules), review, owner }
  if (view === 'queue') return render(c, frame, await QueueView(visit))
  if (view === 'done') return render(c, frame, await DoneView(visit))
  const { items, nextCursor } = await list(keysIn(c.req.query('cursor'), 3), PAGE_SIZE)
  const rules = readRules(org.rules)
  const versions = await findRuleVersions(register, org.id)
  const subjects = items.map(({ subject }) => subject)
  const own = await ownCases(c.var.platform, org.id, subjects, actor.kind === 'person' ? actor.id : null)
  const isUnderWay = items.some(
    ({ revocation }) => revocation?.status === 'pending' || revocation?.status === 'running',
  )
  const here = `/orgs/${org.login}/reviews/${review.id}`
  const url = new URL(c.req.url)
  // Reloading the page would lose what somebody is typing into a form.
  const hasAnswers =
    review.status === 'open' && items.some(({ status }) => status === 'open' || status === 'needs_second')
  return render(
    c,
    {
      title: `Review of ${review.quarter}`,
      org: org.login,
      here: '/reviews',
      ...(isUnderWay && !hasAnswers ? { refresh: 5 } : {}),
    },
    <>
      <Summary review={review} />
      {review.status === 'open' && <MissingNotice missing={await findMissing(register, org.id)} />}
      {c.var.platform.deployment.rehearsal !== null && (
        <p class="notice">Everything here is a rehearsal: {c.var.platform.deployment.rehearsal}</p>
      )}
      {isUnderWay && hasAnswers && (
        <p class="notice">
          A removal is running. This page does not reload by itself, so that it keeps what you have entered:{' '}
          <a href={url.pathname + url.search}>reload it</a>.
        </p>
      )}
      <h2>Proposals, riskiest first</h2>
      {items.length === 0 && (
        <p class="muted">
          Nothing is proposed. What is exempt, was kept or has not been read in full yet is not proposed.
        </p>
      )}
      {items.map((proposal) => (
        <ProposalCard
          proposal={proposal}
          viewer={viewerOf(c, org.login, review, proposal, { rules, versions }, own)}
        />
      ))}
      <Pager here={url} nextCursor={nextCursor} exports />
      {review.status === 'open' && items.some(({ status }) => status === 'open') && (
        <BulkForms here={here} token={c.var.formToken} emeritus={rules.emeritusTeam !== null} />
      )}
    </>,
  )
})

function Summary({ review }: { review: ReviewView }) {
  const { counts } = review
  return (
    <>
      <h1>
        Review of {review.quarter} <Badge word={review.status} />
      </h1>
      <p>
        Opened on <Day at={review.openedAt} />, due on <Day at={review.dueAt} />. No answer is not consent:
        what nobody answers stays as it is.
      </p>
      <Progress done={counts.decided} total={counts.proposed} />
      <p class="muted">
        {counts.revoked} revoked, {counts.kept} kept, {counts.needsSecond} waiting for a second vote,{' '}
        {counts.stale} stale, {counts.carriedOver} carried over, {counts.failed} failed.
      </p>
    </>
  )
}

function viewerOf(
  c: Visit,
  org: string,
  review: ReviewView,
  proposal: ProposalView,
  { rules, versions }: { readonly rules: Rules; readonly versions: readonly RuleVersion[] },
  own: ReadonlySet<string>,
): Viewer {
  const { caller, platform, formToken } = c.var
  const decidedAt = decidedVote(proposal.decisions, proposal.risk.privileged)?.decidedAt
  return {
    org,
    owner: caller.kind === 'person' ? caller.id : null,
    isOwnCase: own.has(subjectKeyOf(proposal.subject)),
    token: formToken,
    running: review.status === 'open',
    notBefore:
      decidedAt === undefined
        ? null
        : earliestRemoval(
            proposal,
            { at: decidedAt },
            bindingRules(versions, rules, proposal, { at: decidedAt }),
          ),
    now: platform.now,
    emeritus: rules.emeritusTeam !== null,
  }
}

/** The form that answers all ticked proposals, and the one that carries over the rest. */
function BulkForms({ here, token, emeritus }: { here: string; token: string; emeritus: boolean }) {
  return (
    <>
      <h2>Several at once</h2>
      <Form id="bulk" action={`${here}/decisions`} token={token} class="sheet">
        <p>This answers every proposal that is ticked above, and needs a reason.</p>
        <AnswerFields id="bulk" about="all that are ticked" account emeritus={emeritus} />
        <button type="submit">Decide about all ticked</button>
      </Form>
      <Form action={`${here}/carry-over`} token={token} class="sheet">
        <h3>Leave the rest for the next review</h3>
        <p>Everything still open here is carried over; nothing of it is removed.</p>
        <Field id="carry-over-reason" label="Reason">
          <input class="wide" id="carry-over-reason" name="reason" required maxlength={2000} />
        </Field>
        <button type="submit" class="quiet">
          Carry the rest over
        </button>
      </Form>
    </>
  )
}
