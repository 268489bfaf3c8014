/** The owners' list of notices of a review: who is still to be told, the text for each, and one tick for many. */

import { Hono } from 'hono'
import { counted } from '../../../../policy/english.ts'
import { noticeState } from '../../../../policy/people/notices/notice-state.ts'
import { logAccess } from '../../../../register/history/access-log.ts'
import type { Organization } from '../../../../register/organizations.ts'
import { countAnnounced, listPeopleToTell } from '../../../../register/people/notices/notice-list.ts'
import type { ReviewView } from '../../../../register/reviews/review-list.ts'
import { readTexts } from '../../../../review.ts'
import type { Visit, Web } from '../../../access/visit.ts'
import { columnsOf, exportFile, formatOf } from '../../../export.ts'
import { readForm } from '../../../form.ts'
import { render } from '../../../parts/layout.tsx'
import { PageTurn, pageNumber } from '../../../parts/page-turn.tsx'
import { mayDecide, mayRead } from '../../../permissions/permissions.ts'
import { reviewOf } from '../../../permissions/review-rights.ts'
import { Announcement } from './announcement.tsx'
import { PeopleToTell } from './people-to-tell.tsx'
import { recordForm, type Saved } from './record-form.ts'

/** People on one page, each with their text. */
const PAGE_SIZE = 50

const NAMES = ['proposal', 'login', 'name', 'state', 'subject', 'text'] as const
type Notice = Readonly<Record<(typeof NAMES)[number], string | null>>
const COLUMNS = columnsOf((notice: Notice) => notice, NAMES)

export const noticesPages = new Hono<Web>()
  .get('/orgs/:org/reviews/:id/notices', async (c) => {
    const { org, actor } = await mayRead(c, c.req.param('org'))
    const review = await reviewOf(c.var.platform.register, org, c.req.param('id'))
    const { register, now } = c.var.platform
    const format = formatOf(c)
    await logAccess(register, org.id, actor, format === null ? 'proposals' : 'export', now)
    return format === null ? await shown(c, org, review, null) : await exported(c, org, review, format)
  })
  .post('/orgs/:org/reviews/:id/notices', async (c) => {
    const form = await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const review = await reviewOf(c.var.platform.register, org, c.req.param('id'))
    const saved = await recordForm(c.var.platform, org, review.id, form, actor)
    const isWrong = saved.refused.length > 0 || saved.complaint !== null
    if (isWrong) return await shown(c, org, review, saved)
    return c.redirect(`/orgs/${org.login}/reviews/${review.id}/notices?told=${saved.told}`, 303)
  })

async function shown(c: Visit, org: Organization, review: ReviewView, saved: Saved | null) {
  const { platform } = c.var
  const { register, now } = platform
  const here = `/orgs/${org.login}/reviews/${review.id}`
  const page = pageNumber(c.req.query('page'))
  const [texts, people, announced] = await Promise.all([
    readTexts(platform, org, review.openedAt, now),
    listPeopleToTell(register, org.id, review.id, now),
    countAnnounced(register, org.id, review.id),
  ])
  const stand = people.map((person) => ({ person, state: noticeState(person, now) }))
  const rows = stand
    .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    .map((each) => ({ ...each, text: texts.of(each.person) }))
  const left = {
    toTell: stand.filter(({ state }) => state.kind === 'to_tell').length + announced.people - announced.told,
    waiting: stand.filter(({ state }) => state.kind === 'waits').length,
    noticeDays: texts.noticeDays,
  }
  const viewer = { here, token: c.var.formToken, now }
  return await render(
    c,
    { title: `Notices of ${review.quarter}`, org: org.login, here: '/reviews' },
    <>
      {saved === null ? <Told n={c.req.query('told')} /> : <NotTold saved={saved} />}
      <div class="head">
        <div>
          <p class="crumb">
            <a href={here}>Review {review.quarter}</a>
          </p>
          <h1>{headingOf(left)}</h1>
          <p class="soft">{leadOf(left)}</p>
        </div>
      </div>
      <PeopleToTell rows={rows} total={people.length} viewer={viewer} />
      <PageTurn
        page={page}
        hasNext={people.length > page * PAGE_SIZE}
        to={(n) => `${here}/notices?page=${n}`}
      />
      {announced.people + announced.leftUntold > 0 && (
        <Announcement announced={announced} text={texts.announcement(announced.people)} viewer={viewer} />
      )}
      <p class="small soft">
        <a href={`${here}/notices?format=csv`}>All texts as CSV</a> ·{' '}
        <a href={`${here}/notices?format=json`}>All as JSON</a>
      </p>
    </>,
    saved === null ? 200 : saved.status,
  )
}

/** Who is left in the whole review, by a notice of their own and by the announcement. */
interface Left {
  readonly toTell: number
  /** Whom nobody tells anything for a while. */
  readonly waiting: number
  readonly noticeDays: number
}

function headingOf({ toTell, waiting, noticeDays }: Left): string {
  if (toTell > 0)
    return noticeDays === 0 ? 'Nobody has to be told' : `${counted(toTell, 'person', 'people')} to tell`
  return waiting > 0 ? 'Nobody is to be told now' : 'Everybody here has been told'
}

function leadOf({ toTell, noticeDays }: Left): string {
  if (noticeDays === 0)
    return `The rules ask for no notice before something is taken back.${toTell === 0 ? '' : ` It is kind all the same: ${counted(toTell, 'person was', 'people were')} not told yet.`}`
  const rule = `Nothing is taken back from somebody before they were told and ${counted(noticeDays, 'day')} have passed since.`
  return toTell === 0 ? rule : `${rule} Send the text in your own way, then tick it here.`
}

function Told({ n }: { n: string | undefined }) {
  if (n === undefined || !/^\d{1,5}$/.test(n)) return null
  return (
    <div class="notice good" role="status">
      <p>
        <b>{n === '0' ? 'Nobody new was told.' : `Noted for ${counted(Number(n), 'person', 'people')}.`}</b>{' '}
        The notice runs from there; each stands in the history.
      </p>
    </div>
  )
}

function NotTold({ saved: { told, refused, complaint } }: { saved: Saved }) {
  return (
    <div class="notice bad" role="alert">
      <div>
        {complaint === null ? (
          <p>
            <b>Not noted for {counted(refused.length, 'person', 'people')}.</b>{' '}
            {told > 0 && `Noted for ${counted(told, 'person', 'people')}.`}
          </p>
        ) : (
          <p>{complaint}</p>
        )}
        <ul>
          {refused.map(({ name, why }) => (
            <li>
              {name}: {why}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

async function exported(c: Visit, org: Organization, review: ReviewView, format: 'csv' | 'json') {
  const { platform } = c.var
  const { register, now } = platform
  const texts = await readTexts(platform, org, review.openedAt, now)
  const people = await listPeopleToTell(register, org.id, review.id, now)
  const items = people.map((person) => {
    const { login, name } = person
    const { words } = noticeState(person, now)
    return { proposal: person.id, login, name, state: words, ...texts.of(person) }
  })
  return exportFile(c, format, `${org.login}-notices-${review.quarter}`, items, COLUMNS)
}
