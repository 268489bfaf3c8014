/** The off-boarding list of one removal, folded, and the form that ticks it. */

import { Hono } from 'hono'
import { type OffboardingItem, offboardingInWords } from '../../../policy/people/offboarding.ts'
import { actorName } from '../../../policy/words/names.ts'
import { tickLines } from '../../../review.ts'
import type { Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { Form } from '../../parts/form-fields.tsx'
import { accountUrl } from '../../parts/page-addresses.ts'
import { Day, Name } from '../../parts/print.tsx'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'

/** Where the form leads back to. */
const BACK = ['review', 'account'] as const

/** Nothing where the organisation has no list and nothing was ticked. */
export function OffboardingList(props: {
  items: readonly OffboardingItem[]
  org: string
  proposal: string
  /** The person, to tell the lists of a page apart. */
  about: string
  /** The session's form token; null where the visitor only reads. */
  token: string | null
  from: (typeof BACK)[number]
}) {
  const { items, org, proposal, token } = props
  if (items.length === 0) return null
  const list = (
    <ul class="list">
      {items.map(({ line, done, isAsked }) => (
        <li>
          <label>
            <input
              type="checkbox"
              name="done"
              value={line}
              checked={done !== null}
              disabled={token === null}
            />{' '}
            <Name text={line} />
            {!isAsked && <span class="small soft"> no longer on the list</span>}
          </label>
          {done !== null && (
            <span class="small soft">
              {' '}
              by {actorName(done.by)} on <Day at={done.at} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
  return (
    <details>
      <summary>
        Off-boarding<span class="unseen"> of {props.about}</span>: {offboardingInWords(items)}
      </summary>
      {token === null ? (
        list
      ) : (
        <Form action={`/orgs/${org}/proposals/${proposal}/offboarding`} token={token}>
          <input type="hidden" name="from" value={props.from} />
          {list}
          <button type="submit" class="quiet">
            Save ticks<span class="unseen"> of {props.about}</span>
          </button>
        </Form>
      )}
    </details>
  )
}

export const offboardingForm = new Hono<Web>().post('/orgs/:org/proposals/:id/offboarding', async (c) => {
  const form = await readForm(c)
  const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
  const { actor, org } = authorized
  const { register, now } = c.var.platform
  await tickLines(register, org, proposal, form.all('done'), { by: actor, now })
  const { subject } = proposal
  if (form.text('from') === 'account' && subject.kind === 'account')
    return c.redirect(accountUrl(org.login, subject.login), 303)
  return c.redirect(`/orgs/${org.login}/reviews/${proposal.reviewId}?view=done#proposal-${proposal.id}`, 303)
})
