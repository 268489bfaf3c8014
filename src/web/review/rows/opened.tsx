/** What stands behind a row: why it is asked, what each answer would do, and what would be lost or stop. */

import type { Child } from 'hono/jsx'
import { printedDay } from '../../../policy/calendar.ts'
import { listed } from '../../../policy/english.ts'
import { stepInWords } from '../../../policy/proposals/proposal-in-words.ts'
import type { Choice, PlanStep } from '../../../policy/words.ts'
import type { Said } from '../../../register/people/said.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { accountUrl } from '../../parts/page-addresses.ts'
import { ActivityLink, inWords, Name, Names } from '../../parts/print.tsx'
import { aboutUrl, type RowsVisit } from '../views.tsx'
import { answerOf, labelOf, namesOf } from './row-words.ts'
import { SaidInFull } from './said.tsx'
import { WouldStop } from './would-stop.tsx'

export function Opened(props: {
  row: AskedRow
  visit: RowsVisit
  /** Absent where it was not looked for. */
  beside: BesideProposal | undefined
  /** Absent for whoever is no owner. */
  said: Said | undefined
  children?: Child
}) {
  const { row, visit, beside, said, children } = props
  const org = visit.org.login
  const { subject, evidence, findings, reason } = row
  const { name } = namesOf(row)
  const further = findings.map(({ sentence }) => sentence).filter((sentence) => !reason.includes(sentence))
  return (
    <div class="more">
      <div>
        <h3>Why it is asked</h3>
        <p>{reason}</p>
        {row.risk.why !== undefined && <p>{row.risk.why}</p>}
        {row.reopened !== null && isShown(row.reopened, visit) && <p>Open again: {row.reopened.why}</p>}
        {row.stale !== null && <p>This proposal is stale: {row.stale}</p>}
        <Listed sentences={further} />
        <Woken row={row} visit={visit} />
        <SaidInFull said={said} />
        <ToldLink row={row} visit={visit} />
        <Evidence evidence={evidence} />
        {beside !== undefined && beside.activeElsewhere.length > 0 && (
          <>
            <h3>Elsewhere</h3>
            <ul>
              {beside.activeElsewhere.map(({ organization, at, kind, repository }) => (
                <li>
                  {inWords(kind)} in <Name text={`${organization}/${repository}`} />, {printedDay(at)}
                </li>
              ))}
            </ul>
          </>
        )}
        <h3>Asked before</h3>
        <p>{askedBefore(row)}</p>
      </div>
      <div>
        <h3>What each answer would do</h3>
        <Plans row={row} />
      </div>
      <div>
        <Consequences row={row} />
        {beside !== undefined && <WouldStop beside={beside} />}
        {subject.kind === 'account' && (
          <p>
            <a href={accountUrl(org, subject.login)}>
              All about <Name text={name} />
            </a>{' '}
            ·{' '}
            <a href={`/orgs/${org}/repositories?account=${encodeURIComponent(subject.login)}`}>
              Where they can push
            </a>
          </p>
        )}
      </div>
      {children}
    </div>
  )
}

/** That they answered is for owners alone. */
function isShown({ kind }: NonNullable<AskedRow['reopened']>, { owner }: RowsVisit): boolean {
  return kind !== 'answer' || owner !== null
}

/** An owner's or administrator's key that woke: it stays here until somebody has made sure. */
function Woken({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  if (row.reopened?.kind !== 'act' || row.status !== 'open' || !mayEnter(row, visit)) return null
  return (
    <p class="no-print">
      A key that wakes up after months may be in a thief’s hands. Ask them by another way than GitHub, then{' '}
      <a href={aboutUrl(visit, 'sure', row.id)}>
        say that it is them<span class="unseen">: {namesOf(row).name}</span>
      </a>
      .
    </p>
  )
}

function ToldLink({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  if (!mayEnter(row, visit) || OVER.includes(row.status)) return null
  return (
    <p class="no-print">
      <a href={aboutUrl(visit, 'told', row.id)}>
        Enter what they told you<span class="unseen">: {namesOf(row).name}</span>
      </a>
    </p>
  )
}

const OVER: readonly AskedRow['status'][] = ['done', 'stale', 'carried_over']

function mayEnter({ subject, caseOf }: AskedRow, { owner }: RowsVisit): boolean {
  return owner !== null && subject.kind === 'account' && caseOf !== owner
}

/** The newest acts that are known. */
export function Evidence({ evidence }: Pick<AskedRow, 'evidence'>) {
  if (evidence.length === 0) return null
  return (
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
  )
}

function askedBefore({ before }: AskedRow): string {
  if (before === null) return 'Not asked about in the review before this one.'
  if (before.decision === null) return `${before.quarter}: no answer, carried over.`
  return `${before.quarter}: ${answerOf({ ...before, decision: before.decision }, printedDay)}.`
}

/** One list for each answer; the one that is chosen is lit. */
export function Plans({
  row,
}: {
  row: Pick<AskedRow, 'choices' | 'plan' | 'power' | 'subject' | 'smallestRole'>
}) {
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
            {samePlans(of).map(({ roles, plan }) => (
              <>
                {roles.length > 0 && (
                  <p>
                    to <b>{listed(roles.map(inWords), 'or')}</b>:
                  </p>
                )}
                <Steps plan={plan} />
              </>
            ))}
            {decision === 'downgrade' && row.smallestRole !== null && (
              <p class="soft">
                {row.smallestRole.role !== 'none' && `${row.smallestRole.role} would do. `}
                {row.smallestRole.because}
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Roles that the same steps lead to stand together, in their order. */
function samePlans(
  choices: readonly Pick<Choice, 'role' | 'plan'>[],
): readonly { readonly roles: readonly string[]; readonly plan: readonly PlanStep[] }[] {
  const byPlan = Map.groupBy(choices, ({ plan }) =>
    plan.map(({ action, target }) => `${action} ${target}`).join('\n'),
  )
  return [...byPlan.values()].map((same) => ({
    roles: same.flatMap(({ role }) => (role === null ? [] : [role])),
    plan: same[0]?.plan ?? [],
  }))
}

/** What is done alike one after the other stands in one line; what people do themselves has a link of its own. */
function Steps({ plan }: { plan: readonly PlanStep[] }) {
  if (plan.length === 0) return <p>Nothing changes.</p>
  return (
    <ol>
      {alike(plan).map(([first, ...others]) => (
        <li>
          {stepInWords(first.action)}{' '}
          {first.action === 'by_hand' ? (
            <a href={first.url}>
              <Name text={first.target} />
            </a>
          ) : (
            <Names texts={[first, ...others].map(({ target }) => target)} />
          )}
        </li>
      ))}
    </ol>
  )
}

function alike(plan: readonly PlanStep[]): readonly (readonly [PlanStep, ...PlanStep[]])[] {
  const runs: [PlanStep, ...PlanStep[]][] = []
  for (const step of plan) {
    const run = runs.at(-1)
    if (run !== undefined && run[0].action === step.action && step.action !== 'by_hand') run.push(step)
    else runs.push([step])
  }
  return runs
}

/** Of *revoke*, the largest of the answers. */
export function Consequences({ row }: { row: Pick<AskedRow, 'choices'> }) {
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

export function Listed({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <ul>
      {sentences.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  )
}
