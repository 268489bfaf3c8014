/** The start page: the organisations that publish, or the signed-in person's own with what waits there; without any their own page. */

import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { isAnyAudited } from '../../../register/audits/setup-progress.ts'
import { findWaiting, type WaitingInOrganization } from '../../../register/people/owners/waiting.ts'
import { findPublishing } from '../../../register/rules/publishing.ts'
import { canSignIn } from '../../access/sign-in.tsx'
import type { Visit, Web } from '../../access/visit.ts'
import { render } from '../../parts/layout.tsx'
import { publicCache, withoutQuery } from '../../parts/public-cache.ts'
import { organizationsOf } from '../../permissions/permissions.ts'
import { organizationsHelped } from '../../permissions/review-rights.ts'
import { Front } from '../public/front.tsx'
import { publicNumbers } from '../public/numbers.ts'
import { homeHeading, OwnOrganizationsTable } from './organizations-table.tsx'

export const homePage = new Hono<Web>().use('/', withoutQuery, etag()).get('/', async (c) => {
  const { caller } = c.var
  const { register } = c.var.platform
  if (caller.kind === 'nobody') return front(c)
  const { seen, unanswered } = await organizationsOf(c)
  const helped = await organizationsHelped(c, seen)
  const [only] = seen
  const isAll = seen.length === 1 && helped.length === 0 && unanswered.length === 0
  // Whoever holds something and whoever holds nothing land on the same page, which tells nobody of anybody else.
  if (caller.kind === 'person' && seen.length + helped.length + unanswered.length === 0)
    return c.redirect('/me', 303)
  if (caller.kind === 'person' && only !== undefined && isAll) return c.redirect(`/orgs/${only.login}`, 303)
  const ids = seen.map(({ id }) => id)
  const waiting = caller.kind === 'person' ? await findWaiting(register, caller.id, ids) : NOTHING
  // Nothing ever waits for the operator; and where GitHub did not answer, something may be waiting that is not known.
  const isKnown = caller.kind === 'person' && seen.length > 0 && unanswered.length === 0
  return render(
    c,
    { title: 'Chatelaine', robots: false },
    <>
      <h1>{isKnown ? homeHeading(seen, waiting) : 'Your organisations'}</h1>
      <OwnOrganizationsTable organizations={seen} waiting={waiting} />
      {helped.length > 0 && (
        <>
          <h2>Where you contribute</h2>
          <ul>
            {helped.map(({ login }) => (
              <li>
                <a href={`/orgs/${login}/reviews`}>The reviews of {login}</a>: look, comment and suggest.
              </li>
            ))}
          </ul>
        </>
      )}
      {unanswered.length > 0 && (
        <p class="notice">
          GitHub could not be asked whether you own {unanswered.map(({ login }) => login).join(', ')}. Nothing
          was changed; open this page again in a few minutes.
        </p>
      )}
      <p>
        <a href="/me">Your access</a> · <a href="/me/calendar">Your calendar</a>
      </p>
    </>,
  )
})

/** What waits for the operator: nothing, because the operator is no owner. */
const NOTHING: ReadonlyMap<number, WaitingInOrganization> = new Map()

/**
 * The start page for everybody. Caches keep it only for visitors without a cookie, because with one it may be somebody's own
 * page; and not before the site is set up, because whoever sets it up looks again and again.
 */
async function front(c: Visit) {
  const { register, now, deployment } = c.var.platform
  const numbers = publicNumbers(await findPublishing(register), now)
  const isSetUp = numbers.organizations.length > 0 || (canSignIn(c) && (await isAnyAudited(register)))
  c.header('vary', 'Cookie')
  if (c.req.header('cookie') === undefined && isSetUp) publicCache(c)
  return render(
    c,
    { title: 'Chatelaine', everybody: true },
    <Front numbers={numbers} canSignIn={canSignIn(c)} isSetUp={isSetUp} keeping={deployment.keeping} />,
  )
}
