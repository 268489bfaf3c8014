/** What was answered on a row, said once: each different answer with everybody who gave it, and the reasons. */

import { latest, printedDay } from '../../../policy/calendar.ts'
import { listed } from '../../../policy/english.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { AskedRow, RowVote } from '../../../register/reviews/page/asked-rows.ts'
import { actorOrErased, Name } from '../../parts/print.tsx'
import { answerOf } from '../rows/row-words.ts'

/** `revoke by you and teo-lindqvist`; `hasDay` adds the day of the newest. */
export function GivenAnswers(props: { row: AskedRow; owner: Id | null; hasDay?: boolean }) {
  const { row, owner, hasDay = false } = props
  return (
    <>
      {[...Map.groupBy(row.votes, (vote) => answerOf(vote, printedDay, row.reached))].map(
        ([answer, votes]) => (
          <p>
            <span class={`act-${answer.charAt(0)}`}>{answer}</span>{' '}
            <span class="soft">
              by {listed(votes.map((vote) => byWhom(vote, owner)))}
              {votes.some(({ confirmedAt }) => confirmedAt !== null) &&
                ', confirmed as the only active owner'}
              {hasDay && dayIn(latest(...votes.map(({ at }) => at)))}
            </span>
          </p>
        ),
      )}
    </>
  )
}

/** The reasons, each once; whose each is, where several were given. */
export function GivenReasons({ row, owner }: { row: AskedRow; owner: Id | null }) {
  const reasons = [...Map.groupBy(row.votes, ({ reason }) => reason)].filter(([reason]) => reason !== '')
  return (
    <>
      {reasons.map(([reason, votes]) => (
        <p class="small">
          “<Name text={reason} />”
          {reasons.length > 1 && (
            <span class="soft"> {listed(votes.map((vote) => byWhom(vote, owner)))}</span>
          )}
        </p>
      ))}
    </>
  )
}

function dayIn(at: Instant | null): string {
  return at === null ? '' : `, ${printedDay(at)}`
}

function byWhom({ by }: RowVote, owner: Id | null): string {
  return by.kind === 'person' && by.id === owner ? 'you' : actorOrErased(by)
}
