/** Plans, decisions and lists of sentences in print. They never start anything. */

import type { PlanStep } from '../../policy/words.ts'
import type { ProposalView } from '../../register/listing/proposals.ts'
import { actorName, Day } from './print.tsx'

/** A plan as an ordered list; what a person does by hand is a link. */
export function Plan({ title, plan }: { title: string; plan: readonly PlanStep[] }) {
  return (
    <>
      <h4>{title}</h4>
      {plan.length === 0 ? (
        <p class="soft">Nothing.</p>
      ) : (
        <ol>
          {plan.map((step) => (
            <li>
              {stepInWords(step.action)}{' '}
              {step.action === 'by_hand' ? (
                <a href={step.url}>{step.target}</a>
              ) : (
                <strong>{step.target}</strong>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

/** What a step does, to be followed by its target. */
export function stepInWords(action: PlanStep['action']): string {
  switch (action) {
    case 'remove_membership':
      return 'End the membership in'
    case 'remove_outside_collaborator':
      return 'End all access to'
    case 'remove_repository_role':
      return 'Take back the direct role on'
    case 'lower_repository_role':
      return 'Lower the direct role on'
    case 'remove_team_membership':
      return 'Take out of'
    case 'add_to_emeritus_team':
      return 'Put into the team of honour'
    case 'cancel_invitation':
    case 'cancel_repository_invitation':
      return 'Cancel the'
    case 'revoke_fine_grained_token':
      return 'Revoke the token'
    case 'deny_token_request':
      return 'Deny the token request'
    case 'delete_deploy_key':
      return 'Delete the deploy key'
    case 'by_hand':
      return 'By hand, on GitHub:'
  }
}

/** A decision's own line: what, who, when, why. */
export function DecisionLine({ decision }: { decision: ProposalView['decisions'][number] }) {
  const { by, at, reason, until, role } = decision
  return (
    <li>
      <strong>{decision.decision}</strong>
      {role !== null && ` to ${role}`}
      {until !== null && (
        <>
          {' '}
          until <Day at={until} />
        </>
      )}{' '}
      by {actorName(by)} on <Day at={at} />
      {reason !== '' && `: ${reason}`}
    </li>
  )
}

/** Sentences under a heading; nothing where there is none. */
export function Sentences({ heading, sentences }: { heading: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <>
      <h4>{heading}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </>
  )
}
