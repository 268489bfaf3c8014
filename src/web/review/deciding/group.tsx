/** A group of the review with its rows, and the form that gives one answer to all of it. */

import type { Id } from '../../../policy/words.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import type { GroupTally } from '../../../register/reviews/page/review-tally.ts'
import type { Beside } from '../rows/beside.ts'
import { Row } from '../rows/row.tsx'
import { labelOf, POWER_WORDS } from '../rows/row-words.ts'
import { addressWith, type RowsVisit } from '../views.tsx'

/** The group's heading stands on every page, its rows only on theirs. */
export function Group(props: {
  tally: GroupTally
  rows: readonly AskedRow[]
  found: Beside
  visit: RowsVisit
}) {
  const { tally, rows, found, visit } = props
  const [heading, what] = POWER_WORDS[tally.group]
  const only = addressWith(visit, { power: tally.group })
  return (
    <section class="panel">
      <header>
        <h2>
          {heading} <span class="n">{tally.count}</span>
        </h2>
        <p>{what}</p>
        {rows.length < tally.count && visit.url.searchParams.get('power') !== tally.group && (
          <a class="end no-print" href={only}>
            Show {rows.length === 0 ? '' : 'only '}these<span class="unseen">: {heading}</span>
          </a>
        )}
        {answersGroup(tally, visit) && <SameAnswer tally={tally} visit={visit} elsewhere={found.elsewhere} />}
      </header>
      {rows.length > 0 && (
        <ul class="asks">
          <li class="ask-head ask-line no-print" aria-hidden="true">
            {['Who or what', 'Access', 'Last active', 'Answer'].map((head) => (
              <span>{head}</span>
            ))}
          </li>
          {rows.map((row) => (
            <Row row={row} visit={visit} beside={found.beside(row)} said={found.said(row)} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** The form to which the fields of `SameAnswer` belong: forms do not nest. */
export function GroupForm({ tally, visit }: { tally: GroupTally; visit: RowsVisit }) {
  if (!answersGroup(tally, visit)) return null
  return (
    <form id={`same-${tally.group}`} method="post" action={`${visit.here}/decisions`}>
      <input type="hidden" name="token" value={visit.c.var.formToken} />
      <input type="hidden" name="page" value={visit.url.search} />
      <input type="hidden" name="group" value={tally.group} />
      <input type="hidden" name="seen" value={tally.seen ?? ''} />
    </form>
  )
}

/** Whether one answer to all is offered: never to owners and admins, nor to what a search has left. */
function answersGroup({ seen, count }: GroupTally, { url, review, owner }: RowsVisit): boolean {
  return (
    seen !== null &&
    count > 1 &&
    owner !== null &&
    review.status === 'open' &&
    (url.searchParams.get('q') ?? '') === ''
  )
}

function SameAnswer(props: { tally: GroupTally; visit: RowsVisit; elsewhere: ReadonlySet<Id> }) {
  const { tally, visit, elsewhere } = props
  const { group, count, accounts } = tally
  const except = { ...tally.except, elsewhere: accounts.filter((id) => elsewhere.has(id)).length }
  const [heading] = POWER_WORDS[group]
  const form = `same-${group}`
  const isPeople = group === 'can_push' || group === 'membership_only'
  const decisions = ['keep', ...(isPeople && visit.rules.emeritusTeam !== null ? ['emeritus'] : []), 'revoke']
  const sent = visit.sent?.text('group') === group ? visit.sent : null
  const complaint = sent?.complaints.get('group')
  return (
    <details class="all in no-print" open={sent !== null}>
      <summary>The same answer for all {count}</summary>
      <div class="same">
        <div>
          <p class="soft">Bound to the list as it is now: what changes meanwhile is left out and named.</p>
          <fieldset>
            <legend class="unseen">All in {heading}: answer</legend>
            <div class="seg whole">
              {decisions.map((decision) => (
                <label>
                  <input
                    type="radio"
                    class={`a-${decision}`}
                    name="answer"
                    value={decision}
                    form={form}
                    required
                    checked={sent?.text('answer') === decision}
                  />
                  <span>{labelOf(decision, group, group === 'invitations' ? 'invitation' : 'account')}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div class="extra e-keep">
            <label for={`${form}-until`}>until</label>
            <input
              type="date"
              id={`${form}-until`}
              name="until"
              form={form}
              value={sent?.text('until') ?? visit.keepUntil}
            />
          </div>
        </div>
        <div>
          {isPeople && <Exceptions except={except} form={form} />}
          <div class="row">
            <label class="unseen" for={`${form}-reason`}>
              Reason for all in {heading}
            </label>
            <input
              id={`${form}-reason`}
              name="reason"
              form={form}
              required
              maxlength={2000}
              placeholder="Reason for all of them"
              value={sent?.text('reason') ?? ''}
              {...(complaint === undefined
                ? {}
                : { 'aria-invalid': 'true', 'aria-describedby': `complaint-${form}` })}
            />
            <button type="submit" class="quiet" form={form}>
              Answer for all {count}
            </button>
          </div>
          {complaint !== undefined && (
            <p class="complaint" id={`complaint-${form}`}>
              {complaint}
            </p>
          )}
        </div>
      </div>
    </details>
  )
}

/**
 * The people who can be left out of one answer for all. Those who are active elsewhere are left out unless an owner unticks
 * that.
 */
function Exceptions({ except, form }: { except: Readonly<Record<Left, number>>; form: string }) {
  const words = LEFT_OUT.filter(([word]) => except[word] > 0)
  if (words.length === 0) return null
  return (
    <fieldset>
      <legend class="unseen">Leave out</legend>
      {words.map(([word, who]) => (
        <label class="check">
          <input type="checkbox" name="except" value={word} form={form} checked={word === 'elsewhere'} />
          <span>
            Leave out the {except[word]} {who}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const LEFT_OUT = [
  ['elsewhere', 'who are active in a sister organisation'],
  ['no_second_factor', 'without a second factor'],
  ['never_seen', 'never seen'],
] as const
type Left = (typeof LEFT_OUT)[number][0]
