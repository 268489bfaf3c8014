/** The page before an organisation's first review: what owners know of everybody inactive who can push or more. */

import { Hono } from 'hono'
import { counted } from '../../../../policy/english.ts'
import { knownIn } from '../../../../policy/people/what-is-known.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import { readRules } from '../../../../policy/rules/rules.ts'
import { logAccess } from '../../../../register/history/access-log.ts'
import { findNewestQuarter } from '../../../../register/reviews/reviews.ts'
import { keepWhatIsKnown } from '../../../../review.ts'
import type { Visit, Web } from '../../../access/visit.ts'
import { readForm } from '../../../form.ts'
import { ButtonForm, Form } from '../../../parts/form-fields.tsx'
import { render } from '../../../parts/layout.tsx'
import { PageTurn, pageNumber } from '../../../parts/page-turn.tsx'
import { type Authorized, mayDecide, mayRead } from '../../../permissions/permissions.ts'
import { PeopleToAskAboutTable } from './people-table.tsx'
import { findPeopleToAskAbout } from './people-to-ask-about.ts'
import { type SentTicks, ticksIn } from './ticks-in.ts'

/** People on one page. */
const PAGE_SIZE = 50

export const whatYouKnowPage = new Hono<Web>()
  .get('/orgs/:org/what-you-know', async (c) => {
    const authorized = await mayRead(c, c.req.param('org'))
    const { register, now } = c.var.platform
    await logAccess(register, authorized.org.id, authorized.actor, 'accounts', now)
    return await showWhatYouKnow(c, authorized, pageNumber(c.req.query('page')))
  })
  .post('/orgs/:org/what-you-know', async (c) => {
    const form = await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    const { org, actor } = authorized
    const { platform } = c.var
    if ((await findNewestQuarter(platform.register, org.id)) !== null) throw hasBegun(org.login)
    const page = pageNumber(form.text('page'))
    const people = await findPeopleToAskAbout(platform, org)
    const ticks = ticksIn(form, people)
    const { complaints, ...known } = knownIn(ticks, actor, platform.now)
    if (complaints.size > 0) return await showWhatYouKnow(c, authorized, page, { form, complaints })
    await keepWhatIsKnown(platform, org, known, actor, platform.now)
    const kept = known.exemptions.length + known.sponsors.length + known.away.length
    return c.redirect(`/orgs/${org.login}/what-you-know?page=${page}&kept=${kept}`, 303)
  })

async function showWhatYouKnow(
  c: Visit,
  authorized: Authorized,
  page: number,
  sent: SentTicks | null = null,
): Promise<Response> {
  const { org } = authorized
  const { platform } = c.var
  const isFirst = (await findNewestQuarter(platform.register, org.id)) === null
  const people = isFirst ? await findPeopleToAskAbout(platform, org) : []
  const kept = sent === null ? c.req.query('kept') : undefined
  return await render(
    c,
    { title: 'What do you know?', org: org.login, here: '/reviews' },
    <>
      {sent !== null && <Complained sent={sent} />}
      {kept !== undefined && <Kept count={kept} />}
      <h1>What do you know?</h1>
      {!isFirst && (
        <p>
          The first review has opened, so this page is done. What you know of somebody goes into{' '}
          <a href={`/orgs/${org.login}/settings`}>Settings</a>, as an exemption or a sponsored bot.
        </p>
      )}
      {isFirst && (
        <>
          <Lead months={readRules(org.rules).windowMonths} isEmpty={people.length === 0} />
          <People c={c} authorized={authorized} people={people} page={page} sent={sent} />
          <section class="sheet">
            <h2>Then</h2>
            <p>The review opens with everybody else. Save first: what is not saved is lost.</p>
            <ButtonForm
              action={`/orgs/${org.login}/reviews`}
              token={c.var.formToken}
              label="Open the review"
              kind="quiet"
            />
          </section>
        </>
      )}
    </>,
    sent === null ? 200 : 422,
  )
}

function Lead({ months, isEmpty }: { months: number; isEmpty: boolean }) {
  return (
    <>
      <p class="lead">
        These people can push or more, and GitHub shows no activity of theirs for {counted(months, 'month')}.
        Before the first review asks about them: who joined lately, is away, is a bot, or works where GitHub
        does not see it?
      </p>
      <p class="soft">
        Tick only what you know; whoever has no tick is asked about. Nobody is told anything before the review
        opens.
      </p>
      {isEmpty && <p>Nobody like this is known. Either an audit is still to come, or all are active.</p>}
    </>
  )
}

/** A page of them, in one form. */
function People(props: {
  c: Visit
  authorized: Authorized
  people: Awaited<ReturnType<typeof findPeopleToAskAbout>>
  page: number
  sent: SentTicks | null
}) {
  const { c, people, page, sent } = props
  const { org, actor, role } = props.authorized
  const here = `/orgs/${org.login}/what-you-know`
  const shown = people.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  return (
    <>
      {shown.length > 0 && (
        <Form action={here} token={c.var.formToken} class="tally">
          <input type="hidden" name="page" value={String(page)} />
          <PeopleToAskAboutTable
            people={shown}
            total={people.length}
            viewer={actor.kind === 'person' ? actor.id : null}
            sent={sent}
            now={c.var.platform.now}
          />
          {role === 'owner' && (
            <button type="submit" class="primary">
              Save
            </button>
          )}
        </Form>
      )}
      <PageTurn page={page} hasNext={people.length > page * PAGE_SIZE} to={(n) => `${here}?page=${n}`} />
    </>
  )
}

function Complained({ sent: { complaints } }: { sent: SentTicks }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <b>Nothing was saved.</b> {complaints.size === 1 ? 'One tick needs' : `${complaints.size} ticks need`}{' '}
        a correction:{' '}
        {[...complaints].map(([field, sentence], n) => (
          <>
            {n > 0 && ' · '}
            <a href={`#${field}`}>{sentence}</a>
          </>
        ))}
      </p>
    </div>
  )
}

function Kept({ count }: { count: string }) {
  return (
    <div class="notice good" role="status">
      <p>
        <b>{/^[1-9]\d*$/.test(count) ? `${count} saved.` : 'Nothing was ticked.'}</b> Whoever is named below
        as exempt, a bot or away is not asked about; of owners and admins who are away the question alone
        stays.
      </p>
    </div>
  )
}

function hasBegun(login: string): Refusal {
  return new Refusal(
    'conflict',
    `The first review of ${login} has opened. Nothing was saved. What you know goes into Settings.`,
  )
}
