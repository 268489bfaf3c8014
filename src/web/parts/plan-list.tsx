/** Shows plans, decisions and lists of sentences. */

import { stepInWords } from '../../policy/proposals/proposal-in-words.ts'
import type { PlanStep } from '../../policy/words.ts'
import type { ProposalView } from '../../register/reviews/proposal-list.ts'
import { actorOrErased, Day, Name } from './print.tsx'

/** A plan as an ordered list; steps done by hand are links. */
export function Plan({ title, plan }: { title: string; plan: readonly PlanStep[] }) {
  return (
    <>
      <h4>{title}</h4>
      {plan.length === 0 ? (
        <p class="muted">Nothing.</p>
      ) : (
        <ol>
          {plan.map((step) => (
            <li>
              {stepInWords(step.action)}{' '}
              {step.action === 'by_hand' ? (
                <a href={step.url}>
                  <Name text={step.target} />
                </a>
              ) : (
                <strong>
                  <Name text={step.target} />
                </strong>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

/** One decision as a list item: what, who, when, why. */
export function DecisionLine({ decision }: { decision: ProposalView['decisions'][number] }) {
  const { by, at, reason, until, role, confirmedAt } = decision
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
      by {actorOrErased(by)} on <Day at={at} />
      {confirmedAt !== null && (
        <>
          , confirmed on <Day at={confirmedAt} /> as the only active owner
        </>
      )}
      {reason !== '' && (
        <>
          : <Name text={reason} />
        </>
      )}
    </li>
  )
}

/** Sentences under a heading; nothing where the list is empty. */
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
