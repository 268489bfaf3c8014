/** The page of an owner's private calendar addresses, and the calendar itself, which needs no session. */

import { Hono } from 'hono'
import { Refusal } from '../../../../policy/refusal.ts'
import {
  type CalendarAddress,
  endAddress,
  findAddressee,
  findAddresses,
  keepAddress,
  MOST_ADDRESSES,
  noteRead,
} from '../../../../register/people/owners/calendar-addresses.ts'
import { ownersCalendar } from '../../../../review.ts'
import { requireFreshSignIn } from '../../../access/fresh-sign-in.ts'
import { hashOf, randomSecret } from '../../../access/secrets.ts'
import { tokenMaker } from '../../../access/tokens.ts'
import { realNow, type Web } from '../../../access/visit.ts'
import { readForm } from '../../../form.ts'
import { ButtonForm } from '../../../parts/form-fields.tsx'
import { render } from '../../../parts/layout.tsx'
import { Time } from '../../../parts/print.tsx'
import { Table } from '../../../parts/table.tsx'

export const calendarPages = new Hono<Web>()
  .get('/me/calendar', async (c) => {
    if (c.var.caller.kind === 'nobody') throw new Refusal('not_signed_in', 'Sign in to see your calendar.')
    const person = tokenMaker(c)
    const addresses = await findAddresses(c.var.platform.register, person.id)
    return render(
      c,
      { title: 'Your calendar', robots: false },
      <>
        <h1>Your calendar</h1>
        <p class="lead">
          Subscribe to a private address, and your own calendar shows what waits for you in every organisation
          that you own here.
        </p>
        <p>
          When a review opens and is due, a second answer that is wanted, removals on their day, and changes
          of the rules: counts and links, and nobody's name. An organisation is in it as long as you are an
          owner of it.
        </p>
        <Addresses addresses={addresses} token={c.var.formToken} />
      </>,
    )
  })
  .post('/me/calendar', async (c) => {
    await readForm(c)
    const person = tokenMaker(c)
    // The address outlives the session, as a token does.
    requireFreshSignIn(c, 'making a calendar address')
    const secret = randomSecret()
    if (!(await keepAddress(c.var.platform.register, { hash: await hashOf(secret), person }, realNow()))) {
      throw new Refusal(
        'conflict',
        `You have ${MOST_ADDRESSES} addresses already. None was made; end one first on the page Your calendar.`,
      )
    }
    const address = new URL(`/calendar/${secret}.ics`, c.var.platform.deployment.publicUrl).href
    return render(
      c,
      { title: 'Your calendar address', robots: false },
      <>
        <h1>Your calendar address</h1>
        <p>
          This address is shown only once. Whoever has it can read what your calendar shows, without signing
          in; end it on the page <a href="/me/calendar">Your calendar</a> if it gets around.
        </p>
        <p class="sheet">
          <code class="whole-words">{address}</code>
        </p>
        <p>
          In your calendar program it is called <em>subscribe</em>, <em>add by URL</em> or{' '}
          <em>from the internet</em>.
        </p>
        <p>
          <a href="/me/calendar">I have copied it</a>
        </p>
      </>,
      201,
    )
  })
  .post('/me/calendar/:hash/end', async (c) => {
    await readForm(c)
    const address = { hash: c.req.param('hash'), account: tokenMaker(c).id }
    if (!(await endAddress(c.var.platform.register, address, realNow()))) {
      throw new Refusal(
        'not_found',
        'You have no such address, or it has ended already. Nothing was changed.',
      )
    }
    return c.redirect('/me/calendar', 303)
  })
  .get('/calendar/:file{[^/]+\\.ics}', async (c) => {
    const { platform } = c.var
    // Whatever was sent is hashed and looked up once, so that what never was and what has ended take the same time.
    const hash = await hashOf(c.req.param('file').replace(/\.ics$/, ''))
    const account = await findAddressee(platform.register, hash)
    if (account === null) throw new Refusal('not_found', 'There is no such page here.')
    await noteRead(platform.register, hash, realNow())
    return c.body(await ownersCalendar(platform, account, realNow()), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="chatelaine.ics"',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
  })

function Addresses({ addresses, token }: { addresses: readonly CalendarAddress[]; token: string }) {
  return (
    <section>
      <h2>Your addresses</h2>
      <Table
        caption={`Addresses that work; at most ${MOST_ADDRESSES}`}
        columns={['Made', 'Last read', 'End']}
        none="You have none."
        rows={addresses.map(({ hash, createdAt, lastReadAt }) => [
          <Time at={createdAt} />,
          lastReadAt === null ? 'never' : <Time at={lastReadAt} />,
          <ButtonForm
            action={`/me/calendar/${hash}/end`}
            token={token}
            label="End"
            about="this address at once"
            kind="quiet"
          />,
        ])}
      />
      {addresses.length < MOST_ADDRESSES && (
        <ButtonForm action="/me/calendar" token={token} label="Make an address" />
      )}
    </section>
  )
}
