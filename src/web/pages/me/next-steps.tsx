/** What has happened to a question about the person, and what comes next, with its days. */

import type { Child } from 'hono/jsx'
import { isBefore } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { actorFirst } from '../../../policy/words/names.ts'
import type { Actor, Instant, Subject } from '../../../policy/words.ts'
import type { NoticeTo } from '../../../register/people/held.ts'
import { Day } from '../../parts/print.tsx'
import { isOpenQuestion, type Question } from './about-me.ts'
import { answerInWords, DECIDED } from './words.tsx'

export function NextSteps({ question, now }: { question: Question; now: Instant }) {
  const { proposal } = question
  return (
    <ol class="steps">
      {past(question).map(({ at, text }) => (
        <li class="past">
          <b>
            <Day at={at} />
          </b>{' '}
          {text}
        </li>
      ))}
      <li class="now">
        <b>Now</b> {nowInWords(question, now)}
      </li>
      {isFarther(question) ? (
        <>
          <Due question={question} now={now} />
          <Earliest question={question} now={now} />
        </>
      ) : (
        <>
          <Earliest question={question} now={now} />
          <Due question={question} now={now} />
        </>
      )}
      {proposal.status === 'stale' && question.answer?.until != null && (
        <li>
          <b>
            <Day at={question.answer.until} />
          </b>{' '}
          You are back. A later review may ask again.
        </li>
      )}
    </ol>
  )
}

/** Whether the day of taking comes after the day of deciding: what comes next stands in order. */
function isFarther({ earliest, review }: Question): boolean {
  return earliest.kind === 'on' && isBefore(review.dueAt, earliest.at)
}

function Due({ question: { proposal, review }, now }: { question: Question; now: Instant }) {
  const isUndecided = proposal.status === 'open' || proposal.status === 'needs_second'
  if (!isUndecided || review.closedAt !== null || !isBefore(now, review.dueAt)) return null
  return (
    <li>
      <b>
        <Day at={review.dueAt} />
      </b>{' '}
      By this day the owners should have decided. What nobody decides stays as it is.
    </li>
  )
}

function beganInWords(organization: string, isAboutOneGrant: boolean): string {
  return isAboutOneGrant
    ? `The owners of ${organization} began to ask about everybody who holds this.`
    : `A review began: the owners of ${organization} go through all access that was not seen in use lately. Yours is in it.`
}

/** What has happened, in order. */
function past({ proposal, told, answer, organization }: Question) {
  const steps: { at: Instant; text: Child }[] = [
    { at: proposal.openedAt, text: beganInWords(organization, proposal.scope !== null) },
    ...told.flatMap((notice) => {
      const text = toldInWords(notice)
      return text === null ? [] : [{ at: notice.at, text }]
    }),
    ...(answer === null
      ? []
      : [{ at: answer.at, text: `You answered: ${answerInWords(answer.answer, answer.until)}.` }]),
    // Their own vote is the answer itself.
    ...proposal.decisions
      .filter(({ by }) => !isTheirs(by, proposal.subject))
      .map(({ by, at, decision, role, until }) => ({
        at,
        text: (
          <>
            {actorFirst(by)} decided to {DECIDED[decision]}
            {role !== null && ` (${role.replaceAll('_', ' ')})`}
            {until !== null && (
              <>
                {' '}
                until <Day at={until} />
              </>
            )}
            .
          </>
        ),
      })),
  ]
  return steps.toSorted((a, b) => (isBefore(a.at, b.at) ? -1 : 1))
}

function isTheirs(by: Actor, subject: Subject): boolean {
  return by.kind === 'person' && subject.kind === 'account' && by.id === subject.id
}

function toldInWords({ result, way, kind }: NoticeTo): string | null {
  const by = way === 'email' ? 'by e-mail from here' : `by an owner (${way})`
  switch (result) {
    case 'sent':
      return kind === 'announcement'
        ? `You and everybody else who holds as little were told, ${by}.`
        : `You were told, ${by}.`
    case 'unreachable':
      return `An owner tried to tell you (${way}) and did not reach you.`
    case 'sending':
    case 'not_sent':
      return null
  }
}

function nowInWords(
  { proposal, organization, awayUntil, isReviewer, earliest }: Question,
  now: Instant,
): Child {
  const counts = `Whatever you answer or do in ${organization} counts, up to the last minute.`
  switch (proposal.status) {
    case 'needs_second':
      return `A second owner has to agree. ${counts}`
    case 'decided':
      return earliest.kind === 'on' && !isBefore(now, earliest.at)
        ? `It is decided and can be carried out at any hour. ${counts}`
        : `It is decided and waits for its day. ${counts}`
    case 'running':
      return 'It is being carried out.'
    case 'failed':
    case 'by_hand':
      return `It is decided; an owner does the rest by hand. ${counts}`
    case 'stale':
      return 'The question is closed, and nothing is taken away.'
    case 'kept':
      return 'You keep it.'
    case 'done':
      return 'It is done. You can ask to come back.'
    case 'carried_over':
      return 'Nobody decided, so it stays as it is until a later review asks again.'
    case 'open':
      if (awayUntil !== null && (proposal.risk.privileged || isReviewer))
        return 'You are away, so nothing is taken away. The question stays open, because your rights are strong ones.'
      return `The owners can decide. ${counts}`
  }
}

function Earliest({ question, now }: { question: Question; now: Instant }) {
  const { earliest, told } = question
  if (!isOpenQuestion(question)) return null
  switch (earliest.kind) {
    case 'on':
      return isBefore(now, earliest.at) ? (
        <li>
          <b>
            <Day at={earliest.at} />
          </b>{' '}
          {question.answer?.answer === 'step_down'
            ? 'The earliest day on which it is carried out.'
            : 'The earliest day on which any access of yours can be taken away.'}
        </li>
      ) : null
    case 'told_first': {
      const why = told.some(({ result }) => result === 'unreachable')
        ? 'who have not reached you yet'
        : 'and is not recorded here yet'
      return (
        <li>
          <b>{counted(earliest.noticeDays, 'day')} after a message to you</b> The earliest day on which any
          access of yours can be taken away. That message comes from the owners, {why}.
        </li>
      )
    }
    case 'waits':
      return (
        <li>
          <b>No day yet</b>{' '}
          {WAITS.find(([kind]) => earliest.waitsFor.some((wait) => wait.kind === kind))?.[1]}
          {earliest.waitsFor.length === 0 && 'Nothing is carried out.'}
        </li>
      )
  }
}

/** Why a decided removal has no day, said to the person. */
const WAITS = [
  ['stopped', 'An owner stopped it.'],
  ['paused', 'The owners have paused every removal.'],
  ['second_vote', 'A second owner has to agree.'],
  ['by_hand', 'An owner does it by hand on GitHub.'],
  ['owner', 'A part of it is done; an owner says what becomes of the rest.'],
  ['notice', 'You have to be told first; that is not recorded here yet.'],
] as const
