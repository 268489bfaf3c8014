/** What others have decided, on an owner's pages until they say that they have seen it. */

import { Hono } from 'hono'
import { counted } from '../../../../policy/english.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import type { Actor } from '../../../../policy/words.ts'
import type { Organization } from '../../../../register/organizations.ts'
import {
  findUnseenDecisions,
  markDecisionsSeen,
  type Unseen,
  type UnseenDecision,
} from '../../../../register/people/owners/seen-decisions.ts'
import type { Visit, Web } from '../../../access/visit.ts'
import { readForm } from '../../../form.ts'
import { Form } from '../../../parts/form-fields.tsx'
import { actorOrErased, subjectName, Time } from '../../../parts/print.tsx'
import { mayRead } from '../../../permissions/permissions.ts'

/**
 * The list with its button, or folded into one line; nothing where there is none, and for the operator and tokens, who have no
 * pages of their own.
 */
export async function unseenDecisions(c: Visit, org: Organization, actor: Actor, how: 'listed' | 'folded') {
  if (actor.kind !== 'person' || actor.token !== undefined) return null
  const unseen = await findUnseenDecisions(c.var.platform.register, org.id, actor.id)
  const [newest] = unseen.shown
  if (newest === undefined) return null
  const heading = `${counted(unseen.all, 'decision')} that you have not seen yet`
  const here = `/orgs/${org.login}`
  const content = (
    <>
      <Decisions unseen={unseen} here={here} />
      <SeenForm c={c} upTo={newest.seq} here={here} />
    </>
  )
  return how === 'listed' ? (
    <section class="sheet" aria-labelledby="unseen">
      <h2 id="unseen">{heading}</h2>
      {content}
    </section>
  ) : (
    <details class="line no-print">
      <summary>
        {heading}, the newest by {actorOrErased(newest.by)}
      </summary>
      <div class="panel pad">{content}</div>
    </details>
  )
}

/** So many stand open; the others of the page are folded below them, so that they do not push everything else away. */
const MOST_OPEN = 5

function Decisions({ unseen: { shown, all }, here }: { unseen: Unseen; here: string }) {
  const folded = shown.slice(MOST_OPEN)
  return (
    <>
      <DecisionList decisions={shown.slice(0, MOST_OPEN)} here={here} />
      {folded.length > 0 && (
        <details class="fold">
          <summary>{folded.length} older</summary>
          <DecisionList decisions={folded} here={here} />
        </details>
      )}
      {all > shown.length && (
        <p>
          And <a href={`${here}/history`}>{all - shown.length} more in the history</a>.
        </p>
      )}
    </>
  )
}

function DecisionList({ decisions, here }: { decisions: readonly UnseenDecision[]; here: string }) {
  return (
    <ul>
      {decisions.map((decision) => (
        <li>
          <Time at={decision.at} />: <b>{actorOrErased(decision.by)}</b>
          {decision.subject !== null && (
            <>
              {' about '}
              <a href={linkOf(here, decision)}>{subjectName(decision.subject)}</a>
            </>
          )}
          . {decision.sentence ?? 'The text of this entry was erased.'}
          {decision.subject === null && (
            <>
              {' '}
              <a href={linkOf(here, decision)}>See it</a>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Everything up to this entry; it leads back to the page that showed them. */
function SeenForm({ c, upTo, here }: { c: Visit; upTo: number; here: string }) {
  const { pathname, search } = new URL(c.req.url)
  return (
    <Form action={`${here}/seen`} token={c.var.formToken} class="inline">
      <input type="hidden" name="upTo" value={String(upTo)} />
      <input type="hidden" name="to" value={c.req.method === 'GET' ? `${pathname}${search}` : here} />
      <button type="submit" class="quiet">
        Seen
      </button>
    </Form>
  )
}

function linkOf(here: string, { proposal, review, seq }: UnseenDecision): string {
  if (review === null) return `${here}/history?entry=${seq}`
  const page = `${here}/reviews/${review}`
  return proposal === null ? page : `${page}?proposal=${proposal}#proposal-${proposal}`
}

export const seenForm = new Hono<Web>().post('/orgs/:org/seen', async (c) => {
  const form = await readForm(c)
  const { org, actor } = await mayRead(c, c.req.param('org'))
  const upTo = form.text('upTo')
  if (actor.kind !== 'person' || !/^[1-9]\d{0,14}$/.test(upTo))
    throw new Refusal(
      'invalid',
      'This form does not say what was seen. Nothing was changed. Reload the page.',
    )
  const { register, now } = c.var.platform
  await markDecisionsSeen(register, { orgId: org.id, owner: actor.id, upTo: Number(upTo) }, now)
  const here = `/orgs/${org.login}`
  const to = form.text('to')
  // Back to the page that showed them; never to another site.
  return c.redirect(
    to === here || /^\/orgs\/[\w.-]+(?:\/[\w./-]*)?(?:\?[^\\\s]*)?$/.test(to) ? to : here,
    303,
  )
})
