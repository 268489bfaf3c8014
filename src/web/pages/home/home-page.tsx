/** The start page: what Chatelaine is, or the signed-in person's organisations and what waits there; and the answer for public pages. */

import { Hono } from 'hono'
import { findWaiting, type Waiting } from '../../../register/people/owners/waiting.ts'
import type { Web } from '../../access/visit.ts'
import { Form } from '../../parts/form-fields.tsx'
import { render } from '../../parts/layout.tsx'
import { organizationsOf } from '../../permissions/permissions.ts'
import { organizationsHelped } from '../../permissions/review-rights.ts'
import { OrganizationsTable } from './organizations-table.tsx'

export const homePage = new Hono<Web>().get('/', async (c) => {
  const { caller } = c.var
  const { register, oauth } = c.var.platform
  if (caller.kind === 'nobody') return render(c, { title: 'Chatelaine' }, <Welcome open={oauth !== null} />)
  const { seen, unanswered } = await organizationsOf(c)
  const helped = await organizationsHelped(c, seen)
  const [only] = seen
  const isAll = seen.length === 1 && helped.length === 0 && unanswered.length === 0
  if (caller.kind === 'person' && only !== undefined && isAll) return c.redirect(`/orgs/${only.login}`, 303)
  const ids = seen.map(({ id }) => id)
  const waiting = caller.kind === 'person' ? await findWaiting(register, caller.id, ids) : NOTHING
  return render(
    c,
    { title: 'Chatelaine', robots: false },
    <>
      <h1>Your organisations</h1>
      <OrganizationsTable organizations={seen} waiting={waiting} />
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

/** For the operator, who is nobody's other owner. */
const NOTHING: ReadonlyMap<number, Waiting> = new Map()

/** An organisation's public page: off until its owners switch it on. Unknown organisations get the same answer. */
export const publicPage = new Hono<Web>().get('/:org', (c) =>
  render(
    c,
    { title: 'No public page', robots: false },
    <>
      <h1>No public page</h1>
      <p>
        There is no public page under this name. An organisation's page of numbers is off until its owners
        switch it on.
      </p>
      <p>
        <a href="/">About Chatelaine</a>
      </p>
    </>,
    404,
  ),
)

function Welcome({ open }: { open: boolean }) {
  return (
    <>
      <h1>Who has access?</h1>
      <p class="lead">
        Chatelaine lists who has access to a GitHub organisation, notices who has not been active for six
        months, and asks the owners once a quarter which access to take back.
      </p>
      <div class="two">
        <section class="sheet">
          <h2>For owners</h2>
          <p>
            See every path by which somebody can change your code, when it was last used, and what could not
            be read. Decide with the evidence in front of you; nothing is removed without a decision of yours.
          </p>
        </section>
        <section class="sheet">
          <h2>For everybody with access</h2>
          <p>
            See your access, and what was decided about it, by whom and why. Everybody may step back, and
            coming back is meant to be easy.
          </p>
        </section>
      </div>
      {open ? (
        <>
          <Form action="/sign-in/start">
            <button type="submit" class="primary">
              Sign in with GitHub
            </button>
          </Form>
          <p class="muted">
            GitHub tells us who you are, and nothing else; its token is thrown away after that one question.
          </p>
        </>
      ) : (
        <p>
          <a href="/sign-in">Signing in is not set up here yet</a>
        </p>
      )}
    </>
  )
}
