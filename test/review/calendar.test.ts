/** The calendar opens, reminds and closes, and never answers for anybody. */

import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { daysAfter, hoursAfter, instant } from '../../src/policy/calendar.ts'
import { findOpenReview } from '../../src/register/reviews/reviews.ts'
import { audits, organizations, reviews } from '../../src/register/schema.ts'
import { decide, dueReviews } from '../../src/review.ts'
import { ATLAS, anAudit, LAB, NOW } from '../fixtures/register/organization.ts'
import { asked, freshReview, opened, platform, register, revoke } from '../fixtures/register/review.ts'

freshReview()

describe('the calendar', () => {
  const elevenAuthors = async () => {
    for (let n = 0; n < 11; n += 1) {
      await register.run(
        sql`insert into accounts (id, login, type) values (${900 + n}, ${`author-${n}`}, 'User')`,
      )
      await register.run(sql`insert into activity (org_id, account_id, repository_id, kind, at, source)
        values (${LAB.id}, ${900 + n}, ${ATLAS}, 'commit', '2026-10-01T00:00:00.000Z', 'probe')`)
    }
  }

  test('opens the first review 14 days after the first complete audit, once', async () => {
    await dueReviews(platform, daysAfter(NOW, 13))
    expect(await register.$count(reviews)).toBe(0)
    await dueReviews(platform, daysAfter(NOW, 14))
    await dueReviews(platform, daysAfter(NOW, 14))
    expect(await register.$count(reviews)).toBe(1)
  })

  test('opens one review a run: several that are due at once follow hour by hour, within the requests of a free deployment', async () => {
    for (const id of [901, 902]) {
      await register.insert(organizations).values({
        ...{ id, login: `sister-${id}`, nodeId: `O_${id}`, firstSeen: NOW, firstCompleteAt: NOW },
      })
      await register.insert(audits).values({ ...anAudit(`audit-${id}`, NOW), orgId: id })
    }
    const due = daysAfter(NOW, 14)
    const counted: number[] = []
    for (const hour of [0, 1, 2, 3]) {
      await dueReviews(platform, hoursAfter(due, hour))
      counted.push(await register.$count(reviews))
    }
    expect(counted).toEqual([1, 2, 3, 3])
  })

  test('opens it whatever the number of contributors, and records that', async () => {
    await elevenAuthors()
    await dueReviews(platform, daysAfter(NOW, 14))
    expect((await findOpenReview(register, LAB.id))?.scope).toEqual({
      contributors: 11,
      countedTo: 11,
      because: 'calendar',
    })
  })

  test('opens it although GitHub does not tell who else contributed', async () => {
    platform.github = () => {
      throw new Error('GitHub is away.')
    }
    await dueReviews(platform, daysAfter(NOW, 14))
    expect((await findOpenReview(register, LAB.id))?.scope).toMatchObject({ contributors: 0 })
  })

  test('never opens one where the owners want none', async () => {
    await register.run(sql`update organizations set rules = '{"reviewEvery":"never"}' where id = ${LAB.id}`)
    await dueReviews(platform, daysAfter(NOW, 14))
    expect(await register.$count(reviews)).toBe(0)
  })

  test('opens the next one on the second Tuesday of the next quarter, after an audit of then', async () => {
    const { id } = await opened()
    await dueReviews(platform, '2027-01-12T00:17:00.000Z')
    expect(await asked(id, 'carried_over')).toHaveLength(4)
    await dueReviews(platform, '2027-01-12T01:17:00.000Z')
    expect(await findOpenReview(register, LAB.id)).toBeNull()
    await register.insert(audits).values(anAudit('audit-2', '2027-01-12T02:00:00.000Z'))
    await dueReviews(platform, '2027-01-12T02:17:00.000Z')
    expect((await findOpenReview(register, LAB.id))?.quarter).toBe('2027-Q1')
  })

  test('counts in a reminder as answered only what somebody has answered', async () => {
    const { id, of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    await register.run(sql`update proposals set status = 'stale', stale = 'They are active again.'
      where review_id = ${id} and id = ${of('dora').id}`)
    await dueReviews(platform, '2026-11-29T07:00:00.000Z')
    const reminder = platform.messages.find(({ kind }) => kind === 'reminder')
    expect(reminder?.counts).toEqual([
      { name: 'Unanswered', value: 2 },
      { name: 'Answered', value: 1 },
    ])
  })

  test('reminds with back-off, each reminder once, and never revokes because nobody answered', async () => {
    const { id } = await opened()
    const day = (n: number) => instant(`2026-11-${String(n).padStart(2, '0')}T07:00:00.000Z`)
    await dueReviews(platform, day(23))
    await dueReviews(platform, day(29))
    await dueReviews(platform, day(29))
    await dueReviews(platform, day(30))
    expect(platform.messages.filter(({ kind }) => kind === 'reminder')).toHaveLength(1)
    await dueReviews(platform, '2026-12-14T07:00:00.000Z')
    for (const at of ['2026-12-20T07:00:00.000Z', '2026-12-27T07:00:00.000Z'] as const)
      await dueReviews(platform, at)
    expect(platform.messages.filter(({ kind }) => kind === 'reminder').length).toBeLessThanOrEqual(4)
    expect(platform.started).toEqual([])
    expect(await asked(id, 'open')).toHaveLength(4)
  })

  test('closes when the quarter is over and carries the unanswered over', async () => {
    const { id } = await opened()
    await dueReviews(platform, '2027-01-01T00:17:00.000Z')
    expect(await findOpenReview(register, LAB.id)).toBeNull()
    expect(await asked(id, 'carried_over')).toHaveLength(4)
  })

  test("one organisation's unreadable rules do not stop the others", async () => {
    await opened()
    await register
      .insert(organizations)
      .values({ id: 1, login: 'aaa', nodeId: 'O_a', rules: 'not JSON', firstSeen: NOW })
    await dueReviews(platform, '2027-01-01T00:17:00.000Z')
    expect(await findOpenReview(register, LAB.id)).toBeNull()
  })
})
