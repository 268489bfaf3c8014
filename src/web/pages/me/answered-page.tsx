/** What somebody sees right after an answer: that it is saved, what comes next and when, how to undo and change it. */

import type { Child } from 'hono/jsx'
import { isBefore } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { type Keeping, wayBackInWords } from '../../../policy/people/keeping.ts'
import type { Instant } from '../../../policy/words.ts'
import { Day } from '../../parts/print.tsx'
import type { AboutMe, Question } from './about-me.ts'
import { canTakeBack, isOpenQuestion } from './about-me.ts'
import { NextSteps } from './next-steps.tsx'
import { YourAnswer } from './question-section.tsx'
import { calledBy, namesOfOwners } from './words.tsx'

export function AnsweredPage(props: {
  me: AboutMe
  question: Question
  token: string
  keeping: Keeping
  now: Instant
}) {
  const { me, question, keeping, now } = props
  const { proposal } = question
  const isOpen = isOpenQuestion(question)
  return (
    <>
      <YourAnswer question={question} token={canTakeBack(question, now) ? props.token : null} />
      <h1>
        {headingOf(question)}, {calledBy(me)}
      </h1>
      <p class="lead">{leadOf(question, keeping, now)}</p>
      <section class="panel pad">
        <h2>What happens next</h2>
        <NextSteps question={question} now={now} />
      </section>
      <p class="row">
        {isOpen && <a href={`/me#question-${proposal.id}`}>Change my answer</a>}
        {!isOpen && question.answer?.answer === 'away' && <a href="/me#leave">I come back earlier</a>}
        <a href="/me">All that is held on me</a>
      </p>
    </>
  )
}

function headingOf({ answer }: Question): string {
  switch (answer?.answer) {
    case 'away':
      return 'Have a good time'
    case 'step_down':
      return 'Thank you for everything'
    case 'still_needed':
      return 'Thank you'
    default:
      return 'Thank you for saying so'
  }
}

/** What the answer comes to, as the rules keep it. */
function leadOf(
  { answer, proposal, organization, owners, isReviewer, earliest }: Question,
  keeping: Keeping,
  now: Instant,
): Child {
  const names = owners.length === 0 ? 'The owners' : namesOfOwners(owners)
  const isPrivileged = proposal.risk.privileged || isReviewer
  const day = dayInWords(earliest, now)
  switch (answer?.answer) {
    case 'away': {
      const until = answer.until === null ? 'then' : <Day at={answer.until} />
      return (
        <>
          Nothing of yours in {organization} is taken away before {until}, and nobody writes to you about it.{' '}
          {isPrivileged
            ? `Because your rights are strong ones, the question stays open${proposal.risk.holds?.role === 'owner' ? ', and you do not count as an active owner meanwhile' : ''}.`
            : 'This question has ended; after that day a review may ask again.'}{' '}
          If you come back earlier, just work: whatever you do counts.
        </>
      )
    }
    case 'step_down':
      return proposal.status === 'needs_second' ? (
        <>
          {names} can agree now; because your rights are strong ones, one owner has to. Until then nothing
          changes, and you can take it back.
        </>
      ) : (
        <>
          {day === null ? 'It can be carried out at once.' : <>It is carried out {day} at the earliest.</>}{' '}
          Until then you can take it back; afterwards you can ask to come back for {wayBackInWords(keeping)}.
        </>
      )
    default:
      return (
        <>
          {names} read your answer and decide; whatever was decided before does not count any more. Nothing is
          taken away before that. If they take it away all the same,{' '}
          {day === null ? 'that can be at once' : <>then {day} at the earliest</>}, and you can ask to come
          back for {wayBackInWords(keeping)}.
          {isPrivileged &&
            ' Because your rights are strong ones, an owner asks you in another way, by a call or a chat, whether this was really you.'}
        </>
      )
  }
}

/** Null where no day is waited for. */
function dayInWords(earliest: Question['earliest'], now: Instant): Child {
  switch (earliest.kind) {
    case 'on':
      return isBefore(now, earliest.at) ? (
        <>
          on <Day at={earliest.at} />
        </>
      ) : null
    case 'told_first':
      return `${counted(earliest.noticeDays, 'day')} after a message to you`
    case 'waits':
      return 'once an owner lets it go on'
  }
}
