/** Shows a proposal's answers, the button that carries it out, the outcome of each step and the verification. */

import { isBefore } from '../../policy/calendar.ts'
import { stepInWords } from '../../policy/proposals/proposal-in-words.ts'
import type { Instant, PlanStep } from '../../policy/words.ts'
import type { ProposalView, RevocationView } from '../../register/reviews/proposal-list.ts'
import { ButtonForm } from '../parts/form-fields.tsx'
import { DecisionLine, Plan } from '../parts/plan-list.tsx'
import { Badge, Name, subjectName, Time } from '../parts/print.tsx'
import { Table } from '../parts/table.tsx'

/** The person who looks at a proposal, and what they may be offered. */
export interface Viewer {
  /** The organisation's login. */
  readonly org: string
  /** The signed-in owner's id; null for the operator, who only reads. */
  readonly owner: number | null
  /** Whether the proposal is about them, their invitation or a credential of theirs. */
  readonly isOwnCase: boolean
  /** The session's form token. */
  readonly token: string
  /** Whether the review is still open. */
  readonly running: boolean
  /** The earliest moment of the revocation; null where nothing is decided. */
  readonly notBefore: Instant | null
  readonly now: Instant
  /** Whether the organisation has an emeritus team. */
  readonly emeritus: boolean
}

export function Results({ proposal, viewer }: { proposal: ProposalView; viewer: Viewer }) {
  const removal = proposal.decisions.find(({ decision }) => decision !== 'keep')
  return (
    <>
      {proposal.decisions.length > 0 && (
        <>
          <h4>Answers</h4>
          <ul>
            {proposal.decisions.map((decision) => (
              <DecisionLine decision={decision} />
            ))}
          </ul>
        </>
      )}
      {removal !== undefined && removal.decision !== 'revoke' && (
        <Plan title="What was decided" plan={removal.plan} />
      )}
      {proposal.revocation !== null && <Revocation revocation={proposal.revocation} />}
      {!viewer.isOwnCase && removal !== undefined && <CarryOut proposal={proposal} viewer={viewer} />}
    </>
  )
}

/** The button that starts the revocation, or the time from which it is available. */
function CarryOut({ proposal, viewer }: { proposal: ProposalView; viewer: Viewer }) {
  const isReady = proposal.status === 'decided' || proposal.status === 'failed'
  const isUnderWay = proposal.revocation?.status === 'pending' || proposal.revocation?.status === 'running'
  if (!isReady || isUnderWay || viewer.owner === null || viewer.notBefore === null) return null
  if (isBefore(viewer.now, viewer.notBefore)) {
    return (
      <p class="notice">
        Can be carried out from <Time at={viewer.notBefore} /> on: the notice period or the cooling time runs
        until then.
      </p>
    )
  }
  return (
    <ButtonForm
      action={`/orgs/${viewer.org}/proposals/${proposal.id}/revocation`}
      token={viewer.token}
      label={proposal.revocation === null ? 'Carry out' : 'Carry out again'}
      about={subjectName(proposal.subject)}
      kind="danger"
    />
  )
}

function Revocation({ revocation }: { revocation: RevocationView }) {
  return (
    <>
      <h4>Carrying out</h4>
      <p>
        <Badge word={revocation.status} />{' '}
        {revocation.rehearsal && <strong>A rehearsal: nothing was changed on GitHub. </strong>}
        {revocation.reason} {verificationInWords(revocation)}
      </p>
      <Table
        caption="Outcome of each step"
        columns={['Step', 'Outcome', 'When']}
        none="No step has been taken yet."
        rows={revocation.outcomes.map((outcome) => [
          // The cast: the revocation writes an outcome's action from its plan.
          <>
            {stepInWords(outcome.action as PlanStep['action'])} <Name text={outcome.target} />
          </>,
          <>
            <Badge word={outcome.status} /> {outcome.error}
          </>,
          <Time at={outcome.at} />,
        ])}
      />
    </>
  )
}

function verificationInWords({ verified, status }: RevocationView): string {
  if (verified === true) return 'Read again afterwards: nothing is left.'
  if (verified === false) return 'Read again afterwards: something is left.'
  return status === 'done' ? 'Not verified.' : ''
}
