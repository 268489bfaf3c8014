/** The home of an owner of several organisations: one line each with what waits for them, and the one next step. */

import { counted, listed } from '../../../policy/english.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { WaitingInOrganization } from '../../../register/people/owners/waiting.ts'
import { Day } from '../../parts/print.tsx'

export function OwnOrganizationsTable(props: {
  organizations: readonly Organization[]
  /** What waits, by organisation; empty for the operator, for whom nothing does. */
  waiting: ReadonlyMap<number, WaitingInOrganization>
}) {
  const { organizations, waiting } = props
  if (organizations.length === 0)
    return (
      <p class="muted">
        You own no organisation that is served here. <a href="/me">Your own page</a> shows the access you
        have.
      </p>
    )
  const rank = (org: Organization) => (isIdle(org, waiting.get(org.id)) ? 1 : 0)
  return (
    <div class="panel scroll">
      <table class="one cards">
        <caption class="unseen">Organisations here that you own</caption>
        <thead>
          <tr>
            <th scope="col">Organisation</th>
            <th scope="col">What waits for you</th>
            <th scope="col">Next</th>
          </tr>
        </thead>
        <tbody>
          {organizations
            .toSorted((a, b) => rank(a) - rank(b))
            .map((org) => (
              <tr>
                <th scope="row">
                  <a href={`/orgs/${org.login}`}>{org.login}</a>
                </th>
                <td class="stretchy full">
                  <WhatWaits org={org} waiting={waiting.get(org.id)} />
                  {org.pausedAt !== null && (
                    <>
                      {' '}
                      <span class="tag bad">removals are paused</span>
                    </>
                  )}
                </td>
                <td>
                  {!isIdle(org, waiting.get(org.id)) && <NextStep org={org} waiting={waiting.get(org.id)} />}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

/** Says what is the case: in how many of them something waits for whoever looks. */
export function homeHeading(
  organizations: readonly Organization[],
  waiting: ReadonlyMap<number, WaitingInOrganization>,
): string {
  const busy = organizations.filter((org) => !isIdle(org, waiting.get(org.id))).length
  if (busy === 0) return 'Nothing waits for you'
  return `${busy} of ${counted(organizations.length, 'organisation')} ${busy === 1 ? 'waits' : 'wait'} for you`
}

/** Whether nothing is to be done there but to look; such lines stand last, and have no next step beside their name. */
function isIdle({ pausedAt }: Organization, waiting: WaitingInOrganization | undefined): boolean {
  return pausedAt === null && stepsOf(waiting).length === 0 && (waiting?.auditsFailSince ?? null) === null
}

function WhatWaits({ org, waiting }: { org: Organization; waiting: WaitingInOrganization | undefined }) {
  const failing = waiting?.auditsFailSince ?? null
  if (org.firstCompleteAt === null && failing === null) return <span class="soft">no complete audit yet</span>
  const parts = stepsOf(waiting).map(({ n, one, many }) => counted(n, one, many))
  if (failing === null)
    return (
      <span class={parts.length === 0 ? 'soft' : ''}>{parts.length === 0 ? 'nothing' : listed(parts)}</span>
    )
  return (
    <>
      {parts.length > 0 && `${listed(parts)}; `}no audit could be finished since <Day at={failing} />
    </>
  )
}

/** One link: what another person waits for comes first, then what is asked, then what only has to be looked at. */
function NextStep({ org, waiting }: { org: Organization; waiting: WaitingInOrganization | undefined }) {
  const here = `/orgs/${org.login}`
  const [step] = stepsOf(waiting)
  if (step !== undefined) return <Link to={`${here}${step.to}`} label={step.next} org={org} />
  return <Link to={here} label={waiting?.auditsFailSince ? 'See the audit' : 'Look at it'} org={org} />
}

/** The steps that wait, in their order. */
function stepsOf(waiting: WaitingInOrganization | undefined) {
  if (waiting === undefined) return []
  return STEPS.map((step) => ({ ...step, n: step.of(waiting), to: step.path(waiting) })).filter(
    ({ n }) => n > 0,
  )
}

function Link({ to, label, org }: { to: string; label: string; org: Organization }) {
  return (
    <a href={to}>
      {label}
      <span class="unseen"> of {org.login}</span>
    </a>
  )
}

interface Step {
  readonly of: (waiting: WaitingInOrganization) => number
  readonly one: string
  readonly many: string
  readonly next: string
  readonly path: (waiting: WaitingInOrganization) => string
}

const reviewPath = ({ review }: WaitingInOrganization, view = '') =>
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
    ...{ next: 'Tell them', path: (waiting) => reviewPath(waiting, '/notices') },
  },
  {
    ...{ of: ({ queued }) => queued, one: 'removal in the queue', many: 'removals in the queue' },
    next: 'See the queue',
    path: ({ queueOf }) => (queueOf === null ? '/reviews' : `/reviews/${queueOf}?view=queue`),
  },
]
