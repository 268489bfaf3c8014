/** The public pages, off until owners switch theirs on, and the preview that owners alone see. */

import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { Refusal } from '../../../policy/refusal.ts'
import { changeState } from '../../../policy/stale-access/published.ts'
import { findPublishing, findToPublish } from '../../../register/rules/publishing.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { Door } from '../../parts/door.tsx'
import { render } from '../../parts/layout.tsx'
import { publicCache, withoutQuery } from '../../parts/public-cache.ts'
import { mayRead } from '../../permissions/permissions.ts'
import { Spec6Table } from '../report/report-page.tsx'
import { publicChangeInWords, publicNumbers, publicPageOf } from './numbers.ts'
import { OrganizationSheet } from './organization-sheet.tsx'
import { peopleInWords } from './parts.tsx'

/** What an owner would publish; it is no public page, so that no cache keeps it. */
export const publicPreview = new Hono<Web>().get('/orgs/:org/public-page', async (c) => {
  const { org } = await mayRead(c, c.req.param('org'))
  const { register, now, deployment } = c.var.platform
  const publishing = await findToPublish(register, org)
  if (publishing === null)
    throw new Refusal('conflict', `The settings of ${org.login} cannot be read, so there is nothing to show.`)
  const isOn = publishing.rules.public
  return render(
    c,
    { title: `Public page of ${org.login}`, org: org.login },
    <>
      <div class="notice">
        <p>
          {isOn ? (
            <>
              Everybody sees this at <a href={`/${org.login}`}>{`/${org.login}`}</a>.
            </>
          ) : (
            'Only you, the owners, see this. Nobody else does until it is switched on.'
          )}{' '}
          <a href={`/orgs/${org.login}/settings`}>Settings</a>
        </p>
      </div>
      <OrganizationSheet
        page={await publicPageOf(register, publishing, now)}
        publicUrl={deployment.publicUrl}
        keeping={deployment.keeping}
      />
    </>,
  )
})

/** Last of all routes: `/:org` would also catch /me and the like. An unknown organisation gets the same answer as one that is off. */
export const publicPages = new Hono<Web>()
  .use('/report/:quarter', withoutQuery, etag())
  .get('/report/:quarter', async (c) => {
    const { register, now } = c.var.platform
    const { quarters, spec6 } = publicNumbers(await findPublishing(register), now)
    const found = quarters.find(({ quarter }) => quarter === c.req.param('quarter'))
    if (found === undefined)
      throw new Refusal(
        'not_found',
        'There is no report of this quarter. It is there once at least three organisations can be summed up.',
      )
    const { quarter, percent, goalMet, organizations, reviewsFinished, of } = found
    publicCache(c)
    return render(
      c,
      { title: `All organisations, ${quarter}`, everybody: true },
      <>
        <h1>All organisations together, {quarter}</h1>
        <p class="lead">
          {publicChangeInWords({ state: changeState(goalMet, percent), percent })} The goal of 70 % less is{' '}
          {goalMet ? 'met' : 'not met yet'}. {peopleInWords(found, 'held')}
        </p>
        <p>
          {reviewsFinished} of {of} organisations finished a review of the quarter. The sum is of the{' '}
          {organizations} whose own change can be shown.
        </p>
        {quarters[0] === found && (
          <>
            <h2>SPEC 6, Keys to the Castle</h2>
            <Spec6Table principles={spec6} />
          </>
        )}
        <p>
          <a href="/api/public">These numbers as JSON</a> · <a href="/">All organisations</a>
        </p>
      </>,
    )
  })
  .use('/:org', withoutQuery, etag())
  .get('/:org', async (c) => {
    const { register, now, deployment } = c.var.platform
    const publishing = await published(c, c.req.param('org'))
    if (publishing === null) return notPublic(c)
    const page = await publicPageOf(register, publishing, now)
    publicCache(c)
    return render(
      c,
      { title: `How ${page.login} keeps its keys`, everybody: true },
      <OrganizationSheet page={page} publicUrl={deployment.publicUrl} keeping={deployment.keeping} />,
    )
  })

/** The organisation that publishes under this login, whatever its case; null where there is none. */
export async function published(c: Visit, login: string) {
  const all = await findPublishing(c.var.platform.register)
  return all.find(({ org }) => org.login.toLowerCase() === login.toLowerCase()) ?? null
}

function notPublic(c: Visit) {
  return render(
    c,
    { title: 'Not found', robots: false, everybody: true },
    <Door heading="Not found">
      <p>
        There is no such page here, and no public page under this name. An organisation's page of numbers is
        off until its owners switch it on.
      </p>
      <p>
        <a href="/">About Chatelaine</a>
      </p>
    </Door>,
    404,
  )
}
