/** The home of an owner of several organisations: one line each with what waits for them, and the one next step. */

import { counted, listed } from '../../../policy/english.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { Waiting } from '../../../register/people/owners/waiting.ts'
import { Day } from '../../parts/print.tsx'
import { Table } from '../../parts/table.tsx'

export function OwnOrganizationsTable(props: {
  organizations: readonly Organization[]
  /** What waits, by organisation; empty for the operator, for whom nothing does. */
  waiting: ReadonlyMap<number, Waiting>
}) {
  return (
    <Table
      caption="Organisations here that you own"
      columns={['Organisation', 'What waits for you', 'Next', 'Removals']}
      none="You own no organisation that is served here. Your own page shows the access you have."
      rows={props.organizations.map((org) => {
        const waiting = props.waiting.get(org.id)
        return [
          <a href={`/orgs/${org.login}`}>{org.login}</a>,
          <WhatWaits org={org} waiting={waiting} />,
          <NextStep org={org} waiting={waiting} />,
          org.pausedAt === null ? 'not paused' : 'paused',
        ]
      })}
    />
  )
}

function WhatWaits({ org, waiting }: { org: Organization; waiting: Waiting | undefined }) {
  const failing = waiting?.auditsFailSince ?? null
  if (org.firstCompleteAt === null && failing === null) return <>no complete audit yet</>
  const parts = stepsOf(waiting).map(({ n, one, many }) => counted(n, one, many))
  if (failing === null) return <>{parts.length === 0 ? 'nothing' : listed(parts)}</>
  return (
    <>
      {parts.length > 0 && `${listed(parts)}; `}no audit could be finished since <Day at={failing} />
    </>
  )
}

/** One link: what another person waits for comes first, then what is asked, then what only has to be looked at. */
function NextStep({ org, waiting }: { org: Organization; waiting: Waiting | undefined }) {
  const here = `/orgs/${org.login}`
  const [step] = stepsOf(waiting)
  if (step !== undefined) return <Link to={`${here}${step.to}`} label={step.next} org={org} />
  return <Link to={here} label={waiting?.auditsFailSince ? 'See the audit' : 'Look at it'} org={org} />
}

/** The steps that wait, in their order. */
function stepsOf(waiting: Waiting | undefined) {
  if (waiting === undefined) return []
  return STEPS.map((step) => ({ ...step, n: step.of(waiting), to: step.path(waiting) })).filter(
    ({ n }) => n > 0,
  )
}

function Link({ to, label, org }: { to: string; label: string; org: Organization }) {
  return (
    <a href={to}>
      {label}
      <span class="visually-hidden"> of {org.login}</span>
    </a>
  )
}

interface Step {
  readonly of: (waiting: Waiting) => number
  readonly one: string
  readonly many: string
  readonly next: string
  readonly path: (waiting: Waiting) => string
}

const reviewPath = ({ review }: Waiting, view = '') =>
  review === null ? '/reviews' : `/reviews/${review.id}${view}`

const STEPS: readonly Step[] = [
  {
    ...{ of: ({ second }) => second, one: 'second answer', many: 'second answers' },
    ...{ next: 'Give the second answer', path: (waiting) => reviewPath(waiting, '?view=second') },
  },
  {
    ...{ of: ({ toDecide }) => toDecide, one: 'question to decide', many: 'questions to decide' },
    ...{ next: 'Decide', path: (waiting) => reviewPath(waiting) },
  },
  {
    ...{ of: ({ ruleChanges }) => ruleChanges, one: 'change of the rules', many: 'changes of the rules' },
    ...{ next: 'Agree or cancel', path: () => '/settings#pending' },
  },
  {
    ...{ of: ({ toTell }) => toTell, one: 'person to tell', many: 'people to tell' },
    ...{ next: 'Tell them', path: (waiting) => reviewPath(waiting) },
  },
  {
    ...{ of: ({ queued }) => queued, one: 'removal in the queue', many: 'removals in the queue' },
    next: 'See the queue',
    path: ({ queueOf }) => (queueOf === null ? '/reviews' : `/reviews/${queueOf}?view=queue`),
  },
]
