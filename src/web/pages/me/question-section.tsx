/** One question about the person: what they hold, what the owners ask, the answers, what happens next, whom to ask. */

import { actInWords } from '../../../policy/activity/act-in-words.ts'
import { heldByYou } from '../../../policy/people/held-by-you.ts'
import type { Keeping } from '../../../policy/people/keeping.ts'
import { agoInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'
import { ButtonForm } from '../../parts/form-fields.tsx'
import { Day, Name } from '../../parts/print.tsx'
import { initialsOf } from '../../review/rows/row-words.ts'
import type { Question } from './about-me.ts'
import { AnswerCards, type SentAnswer } from './answer-cards.tsx'
import { NextSteps } from './next-steps.tsx'
import { answerInWords, DECIDED, Parts } from './words.tsx'

interface SectionProps {
  readonly question: Question
  readonly token: string
  readonly sent: SentAnswer | null
  readonly webUrl: string
  readonly keeping: Keeping
  readonly now: Instant
}

export function QuestionSection(props: SectionProps) {
  const { question, webUrl, now } = props
  const { proposal } = question
  const isSentHere = props.sent?.proposal === proposal.id
  return (
    <section id={`question-${proposal.id}`} aria-label={`What ${question.organization} asks`}>
      <Lead question={question} now={now} />
      {question.answer === null ? (
        <AnswerCards {...props} />
      ) : (
        <>
          <YourAnswer question={question} token={props.token} />
          <details class="change" open={isSentHere}>
            <summary>Change my answer</summary>
            <AnswerCards {...props} />
          </details>
        </>
      )}
      <div class="cols">
        <section class="panel pad c7">
          <h2>What happens next</h2>
          <NextSteps question={question} now={now} />
        </section>
        <AskAPerson question={question} webUrl={webUrl} />
      </div>
    </section>
  )
}

function Lead({ question, now }: { question: Question; now: Instant }) {
  const { proposal, organization } = question
  const [newest] = proposal.evidence
  return (
    <p class="lead">
      <Parts parts={heldByYou(proposal.risk, proposal.scope, organization)} />{' '}
      {question.isReviewer && 'Deployments there wait for your approval. '}
      {newest === undefined ? (
        <>Nothing that you did there is known. </>
      ) : (
        <>
          What was last seen of you there is{' '}
          <b>{actInWords(newest, newest.repositoryName?.replace(/^.*\//, '') ?? null)}</b>,{' '}
          {agoInWords(newest.at, now)}.{' '}
        </>
      )}
      {standsInWords(question)}
    </p>
  )
}

/** What the owners are asked, or have decided, and what an answer does to it. */
function standsInWords({ proposal, organization, answer }: Question): string {
  const [first] = proposal.decisions
  if (proposal.status === 'open' || proposal.status === 'needs_second' || first === undefined)
    return `The owners of ${organization} are asked whether you still need ${proposal.scope === null ? 'your access there' : 'this'}.${answer === null ? ' You can answer first; then nobody has to guess.' : ''}`
  if (answer?.answer === 'step_down') return 'You have said that you give it up.'
  return `The owners of ${organization} have decided to ${DECIDED[first.decision]}.${answer === null ? ' Your answer stops it, and they look at it afresh.' : ''}`
}

/** The answer that stands, who entered it, and the button that takes it back. `token`: null where it cannot be taken back any more. */
export function YourAnswer({ question, token }: { question: Question; token: string | null }) {
  const { answer, proposal } = question
  if (answer === null) return null
  const { by, toldBy } = answer
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          <b>
            {toldBy === null ? 'You answered' : 'An owner entered what you said'} on <Day at={answer.at} />:
          </b>{' '}
          {answerInWords(answer.answer, answer.until)}.
          {toldBy !== null && by.kind === 'person' && (
            <>
              {' '}
              Entered by {by.login}, told <Name text={toldBy} />. If that is not what you meant, change it
              here.
            </>
          )}
          {answer.text !== null && (
            <>
              {' '}
              In your words: <Name text={answer.text} />
            </>
          )}
        </p>
      </div>
      {token !== null && (
        <ButtonForm
          action={`/me/answers/${proposal.id}/take-back`}
          token={token}
          label="Undo"
          about={`my answer to ${question.organization}`}
          kind="quiet tiny"
        />
      )}
    </div>
  )
}

function AskAPerson({ question, webUrl }: { question: Question; webUrl: string }) {
  const { owners, organization } = question
  return (
    <section class="panel pad c5">
      <h2>Ask a person</h2>
      {owners.length === 0 ? (
        <p>You are the only owner of {organization} that is known here.</p>
      ) : (
        <>
          <p>The owners of {organization}, who decide:</p>
          <ul class="list">
            {owners.slice(0, MOST_OWNERS).map(({ login, name }) => (
              <li>
                <span class="person">
                  <span class="face" aria-hidden="true">
                    {initialsOf(name ?? login)}
                  </span>
                  <span>
                    <b>
                      <Name text={name ?? login} />
                    </b>
                    <small>
                      <a href={`${webUrl}/${login}`}>{login} on GitHub</a>
                    </small>
                  </span>
                </span>
              </li>
            ))}
          </ul>
          {owners.length > MOST_OWNERS && (
            <p class="small soft">
              and {owners.length - MOST_OWNERS} more, on{' '}
              <a href={`${webUrl}/orgs/${organization}/people?query=role%3Aowner`}>GitHub</a>
            </p>
          )}
        </>
      )}
    </section>
  )
}

const MOST_OWNERS = 6
