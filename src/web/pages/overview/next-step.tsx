/** What comes next for whoever looks: the one strong button of the overview, or nothing. */

import type { Child } from 'hono/jsx'
import { counted } from '../../../policy/english.ts'
import { dueWord } from '../../../policy/rules/review-calendar.ts'
import { installationsUrl } from '../../../policy/words/addresses.ts'
import { Form } from '../../parts/form-fields.tsx'
import { minutesFor } from '../../review/deciding/minutes.ts'
import { isUnderWay } from '../audits/audit-state.ts'
import { isHalfUnseen } from './heading.ts'
import type { OverviewFacts } from './overview-facts.ts'
import { dayMonth } from './panel-words.ts'

/** Where it leads and what it says; the audit alone is started by a form. */
export type NextStep =
  | { readonly kind: 'link'; readonly to: string; readonly label: string; readonly note: string }
  | { readonly kind: 'audit'; readonly note: string }

type Asked = Pick<
  OverviewFacts,
  'audits' | 'counts' | 'here' | 'org' | 'githubUrl' | 'now' | 'tally' | 'waiting' | 'queue'
>

/** What another person waits for comes before what is asked, and both before what only mends something. Null: nothing. */
export function nextStep(facts: Asked): NextStep | null {
  const { audits, here, waiting, tally, now } = facts
  const { newest, finished } = audits
  const grant = grantStep(facts)
  const isRunning = newest !== null && isUnderWay(newest)
  // Where there has been a review, an audit had been finished before it.
  if (finished === null && waiting.newestQuarter === null) {
    if (isRunning) return link(`${here}/audits/${newest.id}`, 'See how far it is', '')
    return grant ?? { kind: 'audit', note: 'or by itself, within the hour' }
  }
  if (grant !== null && isHalfUnseen(facts)) return grant
  const review = waiting.review === null ? null : `${here}/reviews/${waiting.review.id}`
  if (review !== null && waiting.second > 0)
    return link(
      `${review}?view=second`,
      'Give a second answer',
      `${counted(waiting.second, 'question waits', 'questions wait')} for it`,
    )
  if (review !== null && tally !== null && waiting.toDecide > 0)
    return link(
      review,
      tally.review.counts.decided + tally.review.counts.needsSecond === 0
        ? 'Answer the review'
        : 'Go on with the review',
      `${counted(tally.views.decide, 'question')}, about ${counted(minutesFor(tally.groups), 'minute')} · ${dueWord(tally.review.dueAt, now)} ${dayMonth(tally.review.dueAt, now)}`,
    )
  if (waiting.newestQuarter === null)
    return link(`${here}/what-you-know`, 'Open the first review', 'It first asks what you know')
  if (waiting.ruleChanges > 0)
    return link(
      `${here}/settings#pending`,
      'Agree to a rule, or not',
      `${counted(waiting.ruleChanges, 'change waits', 'changes wait')} for another owner`,
    )
  if (review !== null && waiting.toTell > 0)
    return link(`${review}/notices`, 'Tell them', `${counted(waiting.toTell, 'person', 'people')} to be told`)
  return byHandStep(facts) ?? grant ?? failedStep(facts, isRunning)
}

export function NextStepButton(props: { step: NextStep | null; here: string; token: string }) {
  const { step } = props
  if (step === null) return null
  const note: Child = step.note === '' ? null : <small>{step.note}</small>
  if (step.kind === 'link')
    return (
      <p class="big-button">
        <a class="button" href={step.to}>
          {step.label}
        </a>
        {note}
      </p>
    )
  return (
    <Form action={`${props.here}/audits`} token={props.token} class="big-button">
      <button type="submit" class="button">
        Audit now
      </button>
      {note}
    </Form>
  )
}

/** Where an owner accepts what the App lacks. */
export function permissionPage({ org, githubUrl }: Pick<OverviewFacts, 'org' | 'githubUrl'>): string | null {
  if (org.installationId === null) return null
  return `${installationsUrl(githubUrl, org.login)}/${org.installationId}`
}

function link(to: string, label: string, note: string): NextStep {
  return { kind: 'link', to, label, note }
}

function grantStep(facts: Asked): NextStep | null {
  const to = permissionPage(facts)
  const missing = facts.org.missingPermissions ?? []
  if (to === null || missing.length === 0) return null
  const what = counted(missing.length, 'permission is', 'permissions are')
  return link(to, 'Grant it on GitHub', `${what} missing, so something stays unseen`)
}

/** What is due and only people can do, in the review that decided most of it first. */
function byHandStep({ queue, here }: Asked): NextStep | null {
  const places = queue?.places.filter(({ waitsFor }) => waitsFor.some(({ kind }) => kind === 'by_hand')) ?? []
  const [first] = places
  if (first === undefined) return null
  return link(
    `${here}/reviews/${first.queued.reviewId}?view=queue#by-hand`,
    'Do what is left by hand',
    `${counted(places.length, 'answer')} to carry out on GitHub`,
  )
}

function failedStep({ waiting }: Asked, isRunning: boolean): NextStep | null {
  if (waiting.auditsFailSince === null || isRunning) return null
  return { kind: 'audit', note: 'the last one could not be finished' }
}
