/** The start page: what Chatelaine is, or the signed-in person's organisations; and the answer for public pages. */

import { Hono } from 'hono'
import type { Web } from '../access/visit.ts'
import { render } from '../parts/layout.tsx'
import { Time } from '../parts/print.tsx'
import { Table } from '../parts/table.tsx'
import { organizationsOf } from '../permissions/permissions.ts'
import { organizationsHelped } from '../permissions/review-rights.ts'

export const homePage = new Hono<Web>().get('/', async (c) => {
  const { caller } = c.var
  if (caller.kind === 'nobody') return render(c, { title: 'Chatelaine' }, <Welcome />)
  const { seen, unanswered } = await organizationsOf(c)
  const helped = await organizationsHelped(c, seen)
  return render(
    c,
    { title: 'Chatelaine', robots: false },
    <>
      <h1>Your organisations</h1>
      <Table
        caption="Organisations here that you own"
        columns={['Organisation', 'First complete audit', 'Removals']}
        none="You own no organisation that is served here. Your own page shows the access you have."
        rows={seen.map((org) => [
          <a href={`/orgs/${org.login}`}>{org.login}</a>,
          org.firstCompleteAt === null ? 'none yet' : <Time at={org.firstCompleteAt} />,
          org.pausedAt === null ? 'not paused' : 'paused',
        ])}
      />
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
        <a href="/me">Your access</a>
      </p>
    </>,
  )
})

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

function Welcome() {
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
      <p>
        <a class="button" href="/sign-in">
          Sign in with GitHub
        </a>
      </p>
    </>
  )
}
