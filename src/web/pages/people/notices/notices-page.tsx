/** The owners' list of notices of a review: who is still to be told, the text for each, and one tick for many. */

import { Hono } from 'hono'
import { counted } from '../../../../policy/english.ts'
import { noticeState } from '../../../../policy/people/notices/notice-state.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import { logAccess } from '../../../../register/history/access-log.ts'
import type { Organization } from '../../../../register/organizations.ts'
import { countAnnounced, listPeopleToTell } from '../../../../register/people/notices/notice-list.ts'
import { findReviewView, type ReviewView } from '../../../../register/reviews/review-list.ts'
import { readTexts } from '../../../../review.ts'
import type { Visit, Web } from '../../../access/visit.ts'
import { exportFile, formatOf } from '../../../export.ts'
import { readForm } from '../../../form.ts'
import { render } from '../../../parts/layout.tsx'
import { mayDecide, mayRead } from '../../../permissions/permissions.ts'
import { Announcement } from './announcement.tsx'
import { PeopleToTell } from './people-to-tell.tsx'
import { recordForm, type Saved } from './record-form.ts'

/** People on one page, each with their text. */
const PAGE_SIZE = 50

export const noticesPages = new Hono<Web>()
  .get('/orgs/:org/reviews/:id/notices', async (c) => {
    const { org, actor } = await mayRead(c, c.req.param('org'))
    const review = await reviewOf(c, org, c.req.param('id'))
    const { register, now } = c.var.platform
    const format = formatOf(c)
    await logAccess(register, org.id, actor, format === null ? 'proposals' : 'export', now)
    return format === null ? await shown(c, org, review, null) : await exported(c, org, review, format)
  })
  .post('/orgs/:org/reviews/:id/notices', async (c) => {
    const form = await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const review = await reviewOf(c, org, c.req.param('id'))
    const saved = await recordForm(c.var.platform, org, review.id, form, actor)
    const isWrong = saved.refused.length > 0 || saved.complaint !== null
    if (isWrong) return await shown(c, org, review, saved)
    return c.redirect(`/orgs/${org.login}/reviews/${review.id}/notices?told=${saved.told}`, 303)
  })

async function reviewOf(c: Visit, org: Organization, id: string): Promise<ReviewView> {
  const review = await findReviewView(c.var.platform.register, org.id, id)
  if (review === null) throw new Refusal('not_found', `${org.login} has no review with this id.`)
  return review
}

async function shown(c: Visit, org: Organization, review: ReviewView, saved: Saved | null) {
  const { platform } = c.var
  const { register, now } = platform
  const here = `/orgs/${org.login}/reviews/${review.id}`
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(c.req.query('page') ?? 1)) || 1))
  const [texts, people, announced] = await Promise.all([
    readTexts(platform, org, review.openedAt, now),
    listPeopleToTell(register, org.id, review.id, now, {
      offset: (page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE + 1,
    }),
    countAnnounced(register, org.id, review.id),
  ])
  const rows = people.slice(0, PAGE_SIZE).map((person) => ({
    person,
    state: noticeState(person, now),
    text: texts.of(person),
  }))
  const toTell = rows.filter(({ state }) => state.kind === 'to_tell').length
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
          <h1>
            {toTell === 0 ? 'Everybody here has been told' : `${counted(toTell, 'person', 'people')} to tell`}
          </h1>
          <p class="soft">
            {texts.noticeDays === 0
              ? 'The rules ask for no notice, so nobody has to be told before something is taken back. It is kind all the same.'
              : `Nothing is taken back from somebody before they were told and ${counted(texts.noticeDays, 'day')} have passed since.${toTell === 0 ? '' : ' Send the text in your own way, then tick it here.'}`}
          </p>
        </div>
      </div>
      <PeopleToTell rows={rows} viewer={viewer} />
      {(page > 1 || people.length > PAGE_SIZE) && (
        <p class="pager">
          {page > 1 && <a href={`${here}/notices?page=${page - 1}`}>Page before</a>}
          <span>Page {page}</span>
          {people.length > PAGE_SIZE && <a href={`${here}/notices?page=${page + 1}`}>Next page</a>}
        </p>
      )}
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
  return exportFile(c, format, `${org.login}-notices-${review.quarter}`, items, (item) => item)
}
