/** What stands behind a row: why it is asked, what each answer would do, and what would be lost or stop. */

import { printedDay } from '../../../policy/calendar.ts'
import { stepInWords } from '../../../policy/proposals/proposal-in-words.ts'
import type { Choice, PlanStep } from '../../../policy/words.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { ActivityLink, inWords, Name } from '../../parts/print.tsx'
import { answerOf, labelOf, namesOf } from './row-words.ts'

/** What other readings add to a row. */
export interface RowExtra {
  readonly wouldStop?: {
    readonly items: readonly { readonly sentence: string; readonly url?: string }[]
    /** What was not read; null where everything was. */
    readonly notRead: string | null
  }
  /** Where else the person is active. */
  readonly elsewhere?: string
  /** Which role would do, as a sentence. */
  readonly smallestRole?: string
}

export function Opened({
  row,
  org,
  extra = {},
}: {
  row: AskedRow
  org: string
  extra?: RowExtra | undefined
}) {
  const { subject, evidence, findings, reason } = row
  const { name } = namesOf(row)
  const further = findings.map(({ sentence }) => sentence).filter((sentence) => !reason.includes(sentence))
  return (
    <div class="more">
      <div>
        <h3>Why it is asked</h3>
        <p>{reason}</p>
        {row.reopened !== null && <p>Open again: {row.reopened.why}</p>}
        {row.stale !== null && <p>This proposal is stale: {row.stale}</p>}
        <Listed sentences={further} />
        {evidence.length > 0 && (
          <>
            <h3>Evidence</h3>
            <ul>
              {evidence.slice(0, 5).map((activity) => (
                <li>
                  <ActivityLink activity={{ ...activity, repository: activity.repositoryName }} />
                </li>
              ))}
            </ul>
          </>
        )}
        {extra.elsewhere !== undefined && (
          <>
            <h3>Elsewhere</h3>
            <p>{extra.elsewhere}</p>
          </>
        )}
        <h3>Asked before</h3>
        <p>{askedBefore(row)}</p>
      </div>
      <div>
        <h3>What each answer would do</h3>
        <Plans row={row} suggested={extra.smallestRole} />
      </div>
      <div>
        <Consequences row={row} />
        {extra.wouldStop !== undefined && <WouldStopList wouldStop={extra.wouldStop} />}
        {subject.kind === 'account' && (
          <p>
            <a href={`/orgs/${org}/accounts/${encodeURIComponent(subject.login)}`}>
              All about <Name text={name} />
            </a>
          </p>
        )}
      </div>
    </div>
  )
}

function askedBefore({ before }: AskedRow): string {
  if (before === null) return 'Not in the review before.'
  if (before.decision === null) return `${before.quarter}: no answer, carried over.`
  return `${before.quarter}: ${answerOf({ ...before, decision: before.decision }, printedDay)}.`
}

/** One list for each answer; the one that is chosen is lit. */
function Plans({ row, suggested }: { row: AskedRow; suggested: string | undefined }) {
  const choices: readonly Pick<Choice, 'decision' | 'role' | 'plan'>[] = row.choices ?? [
    { decision: 'keep', role: null, plan: [] },
    { decision: 'revoke', role: null, plan: row.plan },
  ]
  const groups = [...Map.groupBy(choices, ({ decision }) => decision)]
  return (
    <dl class="plans">
      {groups.map(([decision, of]) => (
        <div class={`plan p-${decision}`}>
          <dt>{labelOf(decision, row.power, row.subject.kind)}</dt>
          <dd>
            {of.map(({ role, plan }) => (
              <>
                {role !== null && (
                  <p>
                    to <b>{inWords(role)}</b>:
                  </p>
                )}
                <Steps plan={plan} />
              </>
            ))}
            {decision === 'downgrade' && suggested !== undefined && <p class="soft">{suggested}</p>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Steps({ plan }: { plan: readonly PlanStep[] }) {
  if (plan.length === 0) return <p>Nothing changes.</p>
  return (
    <ol>
      {plan.map((step) => (
        <li>
          {stepInWords(step.action)}{' '}
          {step.action === 'by_hand' ? (
            <a href={step.url}>
              <Name text={step.target} />
            </a>
          ) : (
            <Name text={step.target} />
          )}
        </li>
      ))}
    </ol>
  )
}

/** Of *revoke*, the largest of the answers. */
function Consequences({ row }: { row: AskedRow }) {
  const revoke = row.choices?.find(({ decision }) => decision === 'revoke')
  return (
    <>
      {revoke !== undefined && revoke.lost.length > 0 && (
        <>
          <h3>What would be lost</h3>
          <Listed sentences={revoke.lost} />
        </>
      )}
      {revoke !== undefined && revoke.back.length > 0 && (
        <>
          <h3>What could be given back</h3>
          <Listed sentences={revoke.back} />
        </>
      )}
    </>
  )
}

function WouldStopList({ wouldStop }: { wouldStop: NonNullable<RowExtra['wouldStop']> }) {
  const { items, notRead } = wouldStop
  return (
    <>
      <h3>What would stop working</h3>
      {items.length === 0 && <p>{notRead ?? 'Nothing found.'}</p>}
      {items.length > 0 && (
        <ul>
          {items.map(({ sentence, url }) => (
            <li>{url === undefined ? sentence : <a href={url}>{sentence}</a>}</li>
          ))}
          {notRead !== null && <li>{notRead}</li>}
        </ul>
      )}
    </>
  )
}

function Listed({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <ul>
      {sentences.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  )
}
