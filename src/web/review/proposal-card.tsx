/** One proposal with its evidence, risk and plan, and the form that answers it, except on one's own case. */

import { riskInWords } from '../../policy/proposals/proposal-in-words.ts'
import type { ProposalView } from '../../register/reviews/proposal-list.ts'
import { Field, Form } from '../parts/form-fields.tsx'
import { Plan, Sentences } from '../parts/plan-list.tsx'
import { ActivityLink, Badge, Name, subjectName, Time } from '../parts/print.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { Results, type Viewer } from './results.tsx'

/** The address of a proposal; the review page finds the list page on which it stands. */
export function proposalUrl(org: string, reviewId: string, id: string): string {
  return `/orgs/${org}/reviews/${reviewId}?proposal=${id}#proposal-${id}`
}

export function ProposalCard({ proposal, viewer }: { proposal: ProposalView; viewer: Viewer }) {
  const { risk } = proposal
  const { isOwnCase } = viewer
  const mine = proposal.decisions.find(({ by }) => by.kind === 'person' && by.id === viewer.owner)
  const isAnswerable = viewer.running && viewer.owner !== null && !isOwnCase && takesAnswers(proposal)
  return (
    <article class="card" id={`proposal-${proposal.id}`} aria-labelledby={`title-${proposal.id}`}>
      <div class="head">
        <h3 id={`title-${proposal.id}`}>
          <Name text={subjectName(proposal.subject)} />
        </h3>
        <p>
          <Badge word={proposal.verdict} /> <Badge word={proposal.status} />
        </p>
      </div>
      <p>{proposal.reason}</p>
      <Sentences heading="Findings" sentences={furtherFindings(proposal)} />
      <div class="two">
        <div>
          <Sentences
            heading={`What it gives access to (risk: ${riskInWords(risk.score)})`}
            sentences={risk.opens}
          />
          <Evidence proposal={proposal} org={viewer.org} />
        </div>
        <div>
          <Plan title="What revoking would do, in this order" plan={proposal.plan} />
          {proposal.consequences.length > 0 && (
            <details>
              <summary>What would be lost, what could be given back</summary>
              <ul>
                {proposal.consequences.map((sentence) => (
                  <li>{sentence}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
      {proposal.reopened !== null && (
        <p class="notice">
          Open again since <Time at={proposal.reopened.at} />: {proposal.reopened.why}
        </p>
      )}
      {isAnswerable && proposal.reopened?.kind === 'act' && (
        <IdentityForm proposal={proposal} viewer={viewer} />
      )}
      {risk.privileged && <p class="notice">{secondVoteInWords(proposal, mine !== undefined)}</p>}
      {proposal.stale !== null && <p class="notice">This proposal is stale: {proposal.stale}</p>}
      {isOwnCase && <p class="notice">This is your own case. Another owner decides it.</p>}
      {isAnswerable &&
        (proposal.status === 'open' || (proposal.status === 'needs_second' && mine === undefined) ? (
          <AnswerForm proposal={proposal} viewer={viewer} />
        ) : (
          <details>
            <summary>{mine === undefined ? 'Answer too' : 'Change your answer'}</summary>
            <AnswerForm proposal={proposal} viewer={viewer} />
          </details>
        ))}
      <Results proposal={proposal} viewer={viewer} />
    </article>
  )
}

/** The findings that the reason does not contain already. */
function furtherFindings({ findings, reason }: ProposalView): string[] {
  return findings.map(({ sentence }) => sentence).filter((sentence) => !reason.includes(sentence))
}

/** Not ended: until it is carried out an answer can be given, and changed. */
function takesAnswers({ status, revocation }: ProposalView): boolean {
  const isUnderWay = revocation?.status === 'pending' || revocation?.status === 'running'
  return !isUnderWay && ['open', 'needs_second', 'decided', 'kept'].includes(status)
}

function secondVoteInWords({ status }: ProposalView, hasVoted: boolean): string {
  if (status !== 'needs_second')
    return 'Owner or admin access: nothing is carried out on one vote alone, but for keeping it.'
  return hasVoted
    ? "Your vote waits for another owner's. If none answers, the same answer again confirms yours: after 72 hours where no other owner is active, else after 14 days."
    : 'Owner or admin access, and another owner has answered. The same answer of yours is the second vote; another answer leaves the proposal open.'
}

function Evidence({ proposal, org }: { proposal: ProposalView; org: string }) {
  const { subject, evidence } = proposal
  return (
    <>
      <h4>Evidence</h4>
      {evidence.length === 0 ? (
        <p class="muted">No activity is known.</p>
      ) : (
        <ul>
          {evidence.slice(0, 5).map((activity) => (
            <li>
              <ActivityLink activity={{ ...activity, repository: activity.repositoryName }} />
            </li>
          ))}
        </ul>
      )}
      {subject.kind === 'account' && (
        <p>
          <a href={`/orgs/${org}/accounts/${encodeURIComponent(subject.login)}`}>
            Everything known about {subject.login}
          </a>
        </p>
      )}
    </>
  )
}

function AnswerForm({ proposal, viewer }: { proposal: ProposalView; viewer: Viewer }) {
  const title = subjectName(proposal.subject)
  return (
    <Form action={`/orgs/${viewer.org}/proposals/${proposal.id}/decisions`} token={viewer.token}>
      <p>
        <label>
          <input type="checkbox" form="bulk" name="proposal" value={proposal.id} />
          Tick for “Several at once” below<span class="visually-hidden">: {title}</span>
        </label>
      </p>
      <AnswerFields
        id={proposal.id}
        about={title}
        account={proposal.subject.kind === 'account'}
        emeritus={viewer.emeritus}
      />
      <button type="submit">
        Decide<span class="visually-hidden"> about {title}</span>
      </button>
    </Form>
  )
}

/** For an owner or administrator who acts again: a woken key may be a thief's, so somebody asks them by another way. */
function IdentityForm({ proposal, viewer }: { proposal: ProposalView; viewer: Viewer }) {
  const id = `way-${proposal.id}`
  return (
    <Form action={`/orgs/${viewer.org}/proposals/${proposal.id}/identity`} token={viewer.token}>
      <Field
        id={id}
        label="How did you make sure that it is them?"
        hint="Ask by another way than GitHub, for example by phone. This closes the question; nothing is removed."
      >
        <input class="wide" id={id} name="way" required maxlength={2000} aria-describedby={`${id}-hint`} />
      </Field>
      <button type="submit" class="quiet">
        It is them<span class="visually-hidden">: {subjectName(proposal.subject)}</span>
      </button>
    </Form>
  )
}
