/** What is older than it is kept goes by itself, a few rows a run, and nothing goes that somebody still needs. */

import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { daysAfter, instant } from '../../../src/policy/calendar.ts'
import { agesAt, KEEPING, type Keeping, lostBy } from '../../../src/policy/people/keeping.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { recordChange } from '../../../src/register/history/history.ts'
import { verifyHistory } from '../../../src/register/history/history-list.ts'
import { deleteByAge, findNextToAge } from '../../../src/register/people/erasure/by-age.ts'
import { joins } from '../../../src/register/schema.ts'
import { begun } from '../../fixtures/register/rules-site.ts'
import { OWNER, type Site } from '../../fixtures/register/site.ts'
import { leaveTraces, SOMEBODY } from '../../fixtures/register/somebody.ts'

/** Everything of them is of 1 March 2026. */
const A_YEAR_ON: Instant = '2027-02-28T00:00:00.000Z'
const PAST_A_YEAR: Instant = '2027-03-02T00:00:00.000Z'
const TWO_YEARS_ON: Instant = '2028-03-31T23:00:00.000Z'
const PAST_TWO_YEARS: Instant = '2028-04-02T00:00:00.000Z'

let site: Site

beforeEach(async () => {
  site = await begun()
  await leaveTraces(site)
})

/** Runs until nothing is due any more. */
async function age(
  now: Instant,
  keeping: Keeping = KEEPING,
  closedAt: Instant | null = null,
): Promise<number[]> {
  const runs: number[] = []
  for (;;) {
    const rows = await deleteByAge(site.register, { id: 100, closedAt }, agesAt(keeping, now))
    if (rows === 0) return runs
    runs.push(rows)
    if (runs.length > 50) throw new Error('It does not come to an end.')
  }
}

const count = async (table: string, where = 'true') =>
  (await site.register.all<{ n: number }>(sql.raw(`select count(*) as n from ${table} where ${where}`)))[0]?.n
const theirs = `account_id = ${SOMEBODY.id}`

test('activity is kept for a year after the last access ended, then it goes, and that of whoever holds something stays', async () => {
  await age(A_YEAR_ON)
  expect([await count('activity', theirs), await count('two_factor', theirs)]).toEqual([1, 1])
  await age(PAST_A_YEAR)
  expect([
    await count('activity', theirs),
    await count('two_factor', theirs),
    await count('verdicts', theirs),
  ]).toEqual([0, 0, 0])
  expect([await count('activity', 'account_id = 2'), await count('grants', theirs)]).toEqual([1, 1])
})

test('who joined and was not seen by an audit yet stays known as somebody who joined', async () => {
  await site.register.insert(joins).values({ orgId: 100, accountId: 77, at: '2027-03-01T23:00:00.000Z' })
  await age(PAST_A_YEAR)
  expect([await count('joins', 'account_id = 77'), await count('joins', theirs)]).toEqual([1, 0])
})

test('a question that is not over keeps what it was asked for', async () => {
  await site.register.run(sql`update proposals set status = 'open' where id = 'about-them'`)
  await age(PAST_TWO_YEARS)
  expect([
    await count('activity', theirs),
    await count('proposals', "instr(subject_key, 'erased:') > 0"),
  ]).toEqual([1, 1])
})

test('texts and what is needed to give back are kept for the 24 months of the way back, and go with the month', async () => {
  // GitHub lists the invitation no more, as an audit found.
  await site.register.run(sql`delete from failed_invitations`)
  await age(TWO_YEARS_ON)
  const snapshots = () => count('revocations', 'before_image is not null')
  expect([await snapshots(), await count('history_texts'), await count('comments')]).toEqual([1, 7, 1])
  await age(PAST_TWO_YEARS)
  expect([
    await snapshots(),
    await count('comments'),
    await count('answers'),
    await count('notices'),
  ]).toEqual([0, 0, 0, 0])
  expect(await count('proposals', "instr(subject_key, 'erased:') > 0")).toBe(2)
  expect([await count('grants', theirs), await count('accounts', `id = ${SOMEBODY.id}`)]).toEqual([0, 0])
  expect(await count('letters')).toBe(0)
})

test('what a decision that still holds needs stays', async () => {
  await site.register.run(sql`update decisions set until = '2028-09-01T00:00:00.000Z' where id = 'd2'`)
  await site.register.run(sql`update proposals set status = 'kept' where id = 'about-moira'`)
  await age(PAST_TWO_YEARS)
  expect(await count('proposals', "id = 'about-moira' and subject_key = 'account:7'")).toBe(1)
})

test('the history holds after every run, and one entry a month says what went', async () => {
  for (let run = 0; run < 6; run += 1) {
    await deleteByAge(site.register, { id: 100, closedAt: null }, agesAt(KEEPING, PAST_TWO_YEARS))
    expect(await verifyHistory(site.register, 100)).toMatchObject({ ok: true })
  }
  expect(await count('history', "act = 'erased'")).toBe(1)
  const [entry] = await site.register.all<{ sentence: string }>(
    sql`select text ->> 'sentence' as sentence from history_texts join history using (ref) where act = 'erased'`,
  )
  expect(entry?.sentence).toBe(
    'Erased: the 5 texts of entries 1, 2, 3, 4 and 5. Reason: older than they are kept, from before 2026-04-01.',
  )
})

test('a run deletes a few rows, and the next goes on', async () => {
  for (let n = 0; n < 200; n += 1)
    await recordChange(site.register, 100, null, {
      at: '2026-03-02T00:00:00.000Z',
      act: 'noted',
      actor: { kind: 'calendar' },
      sentence: `${n}`,
    })
  const runs = await age(PAST_TWO_YEARS)
  expect(runs.length).toBeGreaterThan(2)
  expect(Math.max(...runs)).toBeLessThanOrEqual(80 + 20 + 250)
  expect(await count('history_texts', 'text like \'%"sentence":"1_"%\'')).toBe(0)
  expect(await verifyHistory(site.register, 100)).toMatchObject({ ok: true })
})

test('numbers of quarters are kept for good', async () => {
  const shown = async () =>
    (await (await site.api('/api/orgs/lichen/reviews/old-review')).json()) as { counts: unknown }
  const { counts } = await shown()
  await age(PAST_TWO_YEARS)
  expect((await shown()).counts).toEqual(counts)
})

describe('an organisation that is not served any more', () => {
  const closed: Instant = '2026-11-22T06:00:00.000Z'

  test('is kept for 30 days', async () => {
    await age('2026-12-22T05:00:00.000Z', KEEPING, closed)
    expect([await count('activity'), await count('teams')]).toEqual([2, 1])
  })

  test('loses everything about people, and its history still holds', async () => {
    await age('2026-12-23T00:00:00.000Z', KEEPING, closed)
    const left = [
      'activity',
      'teams',
      'letters',
      'notices',
      'answers',
      'comments',
      'two_factor',
      'verdicts',
      'stale_targets',
    ]
    for (const table of left) expect(`${table} ${await count(table)}`).toBe(`${table} 0`)
    expect(await count('grants', 'org_id = 100')).toBe(0)
    expect(await count('repositories', 'org_id = 100')).toBe(0)
    expect(await count('history', 'org_id = 100')).toBe(8)
    expect(await count('history_texts', 'org_id = 100')).toBe(1)
    expect(await count('proposals', "org_id = 100 and instr(subject_key, 'erased:') = 0")).toBe(0)
    expect(await count('organizations', 'id = 100 and rules is null and first_complete_at is null')).toBe(1)
    expect(await count('grants', 'org_id = 200')).toBe(1)
    expect(await verifyHistory(site.register, 100)).toMatchObject({ ok: true })
  })
})

test('every organisation has its turn, closed ones too', async () => {
  await site.register.run(sql`update organizations set closed_at = '2026-11-01T00:00:00.000Z' where id = 200`)
  const turns = [
    await findNextToAge(site.register, 4),
    await findNextToAge(site.register, 5),
    await findNextToAge(site.register, 6),
  ]
  expect(turns.map((org) => org?.id)).toEqual([100, 200, 100])
})

test('leave is kept as long as it counts against the twelve months in 24, whatever the deployment keeps', async () => {
  await age('2027-06-02T00:00:00.000Z', { ...KEEPING, textsMonths: 1 })
  expect(await count('leaves')).toBe(3)
  await age(PAST_TWO_YEARS, { ...KEEPING, textsMonths: 1 })
  expect(await count('leaves')).toBe(0)
})

test('a deployment that keeps less than the way back says what is lost', () => {
  expect(lostBy(KEEPING)).toBeNull()
  expect(lostBy({ ...KEEPING, textsMonths: 6 })).toContain(
    'can be given back with one click for as long, not for 24 months',
  )
})

test('a calendar that is ahead of the clock ends nobody’s sign-in: those run out in real time', async () => {
  await site.session(OWNER)
  const signedIn = () => count('sessions', `account_id = ${OWNER.id}`)
  const today = instant(Date.now())
  const atOnce = (realNow: Instant) =>
    deleteByAge(site.register, { id: 100, closedAt: null }, agesAt(KEEPING, PAST_TWO_YEARS, realNow))
  while ((await atOnce(today)) > 0);
  expect(await signedIn()).toBe(1)
  while ((await atOnce(daysAfter(today, 9))) > 0);
  expect(await signedIn()).toBe(0)
})
