/** The three answers of equal weight, and the fourth below them; each is a form of its own. */

import type { Child } from 'hono/jsx'
import { daysAfter, monthsBefore } from '../../../policy/calendar.ts'
import { LONGEST_REASON } from '../../../policy/decisions/reason.ts'
import { type Keeping, wayBackInWords } from '../../../policy/people/keeping.ts'
import type { AnswerKind, Instant } from '../../../policy/words.ts'
import { Field, Form } from '../../parts/form-fields.tsx'
import type { Question } from './about-me.ts'

/** An answer that was sent and not taken: what was entered, and why. */
export interface SentAnswer {
  readonly proposal: string
  readonly answer: AnswerKind
  readonly until: string
  readonly text: string
  readonly complaint: string
}

interface CardsProps {
  readonly question: Question
  readonly token: string
  readonly sent: SentAnswer | null
  readonly keeping: Keeping
  readonly now: Instant
}

export function AnswerCards(props: CardsProps) {
  const { question } = props
  const { proposal, organization } = question
  const again = proposal.status === 'open' ? '' : ' once more'
  const isPrivileged = proposal.risk.privileged || question.isReviewer
  const emeritus = proposal.choices?.find(({ decision }) => decision === 'emeritus') ?? null
  const team = emeritus?.plan.find(({ action }) => action === 'add_to_emeritus_team')?.target
  return (
    <>
      <div class="three">
        <Card {...props} answer="still_needed" title="I still need it" button="I still need it" class="k">
          <p>
            Thank you for staying. The owners read it and decide{again}; nothing is taken away before that.
            {isPrivileged &&
              ' Because your rights are strong ones, an owner first makes sure in another way, by a call or a chat, that it is really you.'}
          </p>
          <Text {...props} answer="still_needed" label="What for? (if you like)" />
        </Card>
        <Card {...props} answer="away" title="I am away until" button="I am away" class="">
          <p>
            Life happens. Nothing is taken away before that day, and nobody writes to you about it.{' '}
            {isPrivileged
              ? 'Because your rights are strong ones, the owners keep the question open meanwhile.'
              : 'This question ends.'}{' '}
            Only the owners see the day; nobody asks why.
          </p>
          <Until {...props} />
        </Card>
        <Card {...props} answer="step_down" title="I step down" button="I step down" class="s">
          <p>
            With thanks.{' '}
            {team === undefined ? (
              <>You give this access back; your commits and your name stay.</>
            ) : (
              <>
                You join team <b>{team}</b>, which gives no rights; your commits and your name stay.
              </>
            )}{' '}
            {isPrivileged
              ? `One owner has to agree. For ${wayBackInWords(props.keeping)} two owners together can bring it all back.`
              : `For ${wayBackInWords(props.keeping)} one click of an owner brings it all back.`}
          </p>
        </Card>
      </div>
      <details class="panel in" open={props.sent?.answer === 'wrong' && isSent(props)}>
        <summary>Something here is wrong</summary>
        <div class="pad">
          <AnswerForm {...props} answer="wrong">
            <p>
              Is this not you, is it out of date, or was something overlooked? The owners of {organization}{' '}
              read what you write and decide{again}; nothing is taken away before that.
            </p>
            <Text {...props} answer="wrong" label="What is wrong?" isRequired />
            <button type="submit" class="quiet">
              Tell the owners
            </button>
          </AnswerForm>
        </div>
      </details>
    </>
  )
}

type AnswerProps = CardsProps & { readonly answer: AnswerKind }

function Card(
  props: AnswerProps & {
    readonly title: string
    readonly button: string
    readonly class: string
    readonly children?: Child
  },
) {
  const { title, button, children, answer } = props
  return (
    <AnswerForm {...props} answer={answer} class={`answer ${props.class}`.trim()}>
      <h2>{title}</h2>
      {children}
      {isSent(props) && props.sent?.answer === answer && answer === 'step_down' && (
        <p class="complaint">{props.sent.complaint}</p>
      )}
      <button type="submit">
        {button}
        <span class="unseen"> in {props.question.organization}</span>
      </button>
    </AnswerForm>
  )
}

function AnswerForm(props: AnswerProps & { readonly class?: string; readonly children?: Child }) {
  return (
    <Form action="/me/answers" token={props.token} class={props.class ?? ''}>
      <input type="hidden" name="proposal" value={props.question.proposal.id} />
      <input type="hidden" name="answer" value={props.answer} />
      {props.children}
    </Form>
  )
}

function Text(props: AnswerProps & { readonly label: string; readonly isRequired?: boolean }) {
  const id = `${props.answer}-${props.question.proposal.id}`
  const sent = isSent(props) && props.sent?.answer === props.answer ? props.sent : null
  const rest = {
    ...{ id, name: 'text', maxlength: LONGEST_REASON, required: props.isRequired === true },
    ...(sent !== null && { 'aria-invalid': 'true', 'aria-describedby': `${id}-complaint` }),
  } as const
  return (
    <Field id={id} label={props.label} complaint={sent?.complaint}>
      {props.isRequired === true ? (
        <textarea class="wide" rows={3} {...rest}>
          {sent?.text ?? ''}
        </textarea>
      ) : (
        <input class="wide" value={sent?.text ?? ''} {...rest} />
      )}
    </Field>
  )
}

function Until(props: CardsProps) {
  const id = `until-${props.question.proposal.id}`
  const sent = isSent(props) && props.sent?.answer === 'away' ? props.sent : null
  return (
    <Field id={id} label="Back on" complaint={sent?.complaint}>
      <input
        class="wide"
        type="date"
        id={id}
        name="until"
        required
        {...daysOfLeave(props.now)}
        value={sent?.until ?? ''}
        {...(sent !== null && { 'aria-invalid': 'true', 'aria-describedby': `${id}-complaint` })}
      />
    </Field>
  )
}

/** From tomorrow on, at most twelve months: what a date field offers. */
export function daysOfLeave(now: Instant): { readonly min: string; readonly max: string } {
  return { min: daysAfter(now, 1).slice(0, 10), max: monthsBefore(now, -12).slice(0, 10) }
}

function isSent({ sent, question }: CardsProps): boolean {
  return sent !== null && sent.proposal === question.proposal.id
}
