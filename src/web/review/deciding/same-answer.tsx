/** The one answer to a whole group of the review: what can be chosen, who is left out, the reason, and its form. */

import type { Id, Power } from '../../../policy/words.ts'
import type { GroupTally } from '../../../register/reviews/page/review-tally.ts'
import { GROUP_HEADINGS, labelOf } from '../rows/row-words.ts'
import type { RowsVisit } from '../views.tsx'

/** Whether one answer to all is offered: never to owners and admins, nor to what a search has left. */
export function answersGroup({ seen, count }: GroupTally, { url, review, owner }: RowsVisit): boolean {
  return (
    seen !== null &&
    count > 1 &&
    owner !== null &&
    review.status === 'open' &&
    (url.searchParams.get('q') ?? '') === ''
  )
}

/** The form to which the fields of `SameAnswer` belong: forms do not nest. */
export function GroupForm({ tally, visit }: { tally: GroupTally; visit: RowsVisit }) {
  if (!answersGroup(tally, visit)) return null
  return (
    <form id={formOf(tally.group)} method="post" action={`${visit.here}/decisions`}>
      <input type="hidden" name="token" value={visit.c.var.formToken} />
      <input type="hidden" name="page" value={visit.url.search} />
      <input type="hidden" name="group" value={tally.group} />
      <input type="hidden" name="seen" value={tally.seen ?? ''} />
    </form>
  )
}

/** The fields of the answer; `elsewhere`: who is active in a sister organisation. */
export function SameAnswer(props: { tally: GroupTally; visit: RowsVisit; elsewhere: ReadonlySet<Id> }) {
  const { tally, visit, elsewhere } = props
  const { group, count, accounts } = tally
  const except = { ...tally.except, elsewhere: accounts.filter((id) => elsewhere.has(id)).length }
  const sent = visit.sent?.text('group') === group ? visit.sent : null
  const isPeople = group === 'can_push' || group === 'membership_only'
  return (
    <details class="all in no-print" open={sent !== null}>
      <summary>The same answer for all {count}</summary>
      <div class="same">
        <div>
          <p class="soft">Bound to the list as it is now: what changes meanwhile is left out and named.</p>
          <SameDecision
            group={group}
            hasEmeritus={isPeople && visit.rules.emeritusTeam !== null}
            keepUntil={visit.keepUntil}
            sent={sent}
          />
        </div>
        <div>
          {isPeople && <Exceptions except={except} form={formOf(group)} />}
          <SameReason group={group} count={count} sent={sent} />
        </div>
      </div>
    </details>
  )
}

/** The form of a group's one answer: its fields stand in the list, which is a form itself. */
function formOf(group: Power): string {
  return `same-${group}`
}

function SameDecision(props: {
  group: Power
  hasEmeritus: boolean
  keepUntil: string
  sent: RowsVisit['sent']
}) {
  const { group, hasEmeritus, keepUntil, sent } = props
  const form = formOf(group)
  return (
    <>
      <fieldset>
        <legend class="unseen">All in {GROUP_HEADINGS[group]}: answer</legend>
        <div class="seg whole">
          {['keep', ...(hasEmeritus ? ['emeritus'] : []), 'revoke'].map((decision) => (
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
          value={sent?.text('until') ?? keepUntil}
        />
      </div>
    </>
  )
}

function SameReason({ group, count, sent }: { group: Power; count: number; sent: RowsVisit['sent'] }) {
  const form = formOf(group)
  const complaint = sent?.complaints.get('group')
  return (
    <>
      <div class="row">
        <label class="unseen" for={`${form}-reason`}>
          Reason for all in {GROUP_HEADINGS[group]}
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
    </>
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
