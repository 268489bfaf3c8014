/** An answer to many proposals queries the register no more often than an answer to one, and one refusal stops no other. */

import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { decisions, historyTexts, proposals } from '../../src/register/schema.ts'
import { decide, decideMany } from '../../src/review.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { ATLAS, act, aPlatform, commit, give, LAB, NOW, teo } from '../fixtures/register/organization.ts'
import { acts, codeOf, freshReview, opened, platform, register, revoke } from '../fixtures/register/review.ts'

/** Inactive members beside those of the fixture: thirty that are decided together, and one alone. */
const IDLE = 31

/** Requests to the database for an answer: proposals with votes, organisation, grants, owners, repositories, acts, leave; transitions, their record, the versions of the rules, the head of the history. What is asked for at once is one. */
const QUERIES = 10

freshReview()

let review: string
let alone: string
let together: readonly string[]

beforeEach(async () => {
  const people = Array.from({ length: IDLE }, (_, n) => 1000 + n)
  const each = JSON.stringify(people)
  await register.run(
    sql`insert into accounts (id, login, type) select value, 'idle-' || value, 'User' from json_each(${each})`,
  )
  await register.run(sql`insert into verdicts (org_id, account_id, verdict, facts, audit_id)
    select org_id, idle.value, verdict, facts, audit_id from verdicts, json_each(${each}) as idle where account_id = 3`)
  await give(register, [
    ...people.map((account) => ({ kind: 'organization_role', account, role: 'member' }) as const),
    ...people.map(
      (account) => ({ kind: 'repository_role', account, repository: ATLAS, role: 'maintain' }) as const,
    ),
  ])
  const { id, of } = await opened()
  review = id
  const [first = '', ...others] = people.map((account) => of(`idle-${account}`).id)
  alone = first
  together = others
})

const statusesOf = async (ids: readonly string[]) => {
  const rows = await register.select().from(proposals).where(eq(proposals.reviewId, review))
  return ids.map((id) => rows.find((row) => row.id === id)?.status)
}

const decided = async () => (await acts()).filter((each) => each === 'decided').length

describe('an answer to many', () => {
  test('queries as often as an answer to one, and for the organisation once', async () => {
    const listened = listenedTo(register)
    await decide(aPlatform(listened.register), alone, revoke, NOW)
    expect(listened.calls).toHaveLength(QUERIES)
    const statements = listened.calls.flat().length
    listened.calls.length = 0
    const answer = await decideMany(aPlatform(listened.register), together, revoke, NOW)
    expect(answer.decided.map(({ proposalId }) => proposalId)).toEqual(together)
    expect(listened.calls).toHaveLength(QUERIES)
    expect(listened.calls.flat()).toHaveLength(statements)
    const texts = listened.calls.flat().map(({ text }) => text)
    expect(texts.filter((text) => text.includes('from "organizations"'))).toHaveLength(1)
    expect(await decided()).toBe(IDLE)
    expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true, entries: IDLE + 1 })
  })

  test('with plans of their own decides what was shown, whatever a repository is called by now', async () => {
    const listened = listenedTo(register)
    await register.run(sql`update repositories set name = 'atlas-renamed'`)
    const downgrade = { ...revoke, decision: 'downgrade', role: 'triage' } as const
    await decideMany(aPlatform(listened.register), together, downgrade, NOW)
    expect(listened.calls).toHaveLength(QUERIES)
    const plans = (await register.select().from(decisions)).map(({ plan }) => plan)
    expect(plans).toHaveLength(together.length)
    for (const plan of plans) {
      expect(plan).toMatchObject([{ target: 'lichen-lab/atlas (maintain → triage)' }])
    }
  })

  test('closes those that are out of date by now, in the same batch, and decides the others', async () => {
    for (const account of [1001, 1030]) await act(register, commit(account, '2026-11-22T05:00:00.000Z'))
    const listened = listenedTo(register)
    const { refused } = await decideMany(aPlatform(listened.register), together, revoke, NOW)
    expect(refused.map(({ proposalId }) => proposalId)).toEqual([together[0], together[29]])
    expect(refused[0]?.sentence).toContain('A newer act of theirs')
    expect(listened.calls).toHaveLength(QUERIES)
    expect((await acts()).slice(-3)).toEqual(['proposal_stale', 'proposal_stale', 'review_opened'])
    expect(await statusesOf(together)).toEqual(together.map((_, n) => (n % 29 === 0 ? 'stale' : 'decided')))
  })

  test('about people with very many rights is written in parts small enough for the database', async () => {
    const plan = [{ action: 'by_hand', target: 'ä'.repeat(150_000), url: '' }] as const
    await register.update(proposals).set({ plan })
    const listened = listenedTo(register)
    const answer = await decideMany(aPlatform(listened.register), together.slice(0, 8), revoke, NOW)
    expect(answer.decided).toHaveLength(8)
    const values = listened.calls.flat().flatMap((statement) => statement.values)
    const bytes = values.map((value) => new TextEncoder().encode(String(value)).length)
    expect(Math.max(...bytes)).toBeLessThan(2_000_000)
    expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true, entries: 9 })
  })

  test('counts in one organisation: of another one, no proposal is known', async () => {
    await register.run(sql`update proposals set org_id = 7002 where id = ${together[1]}`)
    await register.run(sql`insert into organizations (id, login, node_id, first_seen)
      select 7002, 'moss-lab', 'O_moss', first_seen from organizations`)
    const answer = await decideMany(platform, together.slice(0, 3), revoke, NOW)
    expect(answer.decided.map(({ proposalId }) => proposalId)).toEqual([together[0], together[2]])
    expect(answer.refused).toMatchObject([
      { proposalId: together[1], sentence: 'There is no such proposal here.' },
    ])
    expect(await statusesOf(together.slice(1, 2))).toEqual(['open'])
  })
})

describe('at the same moment', () => {
  test.each([
    ['first', 0],
    ['middle', 15],
    ['last', 29],
  ])(
    'the %s proposal is left out if it changes while the answers are written, and the others are decided',
    async (_, at) => {
      let done = false
      const changeOnce = async () => {
        if (done) return
        done = true
        await register
          .update(proposals)
          .set({ status: 'carried_over' })
          .where(eq(proposals.id, together[at] ?? ''))
      }
      const listened = listenedTo(register, changeOnce)
      const answer = await decideMany(aPlatform(listened.register), together, revoke, NOW)
      expect(answer.refused).toMatchObject([{ proposalId: together[at] }])
      expect(answer.decided.map(({ proposalId }) => proposalId)).toEqual(together.filter((_, n) => n !== at))
      const expected = together.map((_, n) => (n === at ? 'carried_over' : 'decided'))
      expect(await statusesOf(together)).toEqual(expected)
      expect(await register.$count(decisions)).toBe(together.length - 1)
      expect(await decided()).toBe(together.length - 1)
      expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true, entries: together.length })
      expect(await register.$count(historyTexts)).toBe(together.length)
    },
  )

  test('two owners who answer overlapping parts decide each proposal once', async () => {
    const keep = { ...revoke, by: teo, decision: 'keep', until: '2027-03-01' } as const
    const [revoked, kept] = await Promise.all([
      decideMany(platform, together.slice(0, 20), revoke, NOW),
      decideMany(platform, together.slice(10), keep, NOW),
    ])
    expect(revoked.decided.length + kept.decided.length).toBe(together.length)
    expect(revoked.refused.length + kept.refused.length).toBe(10)
    expect(await register.$count(decisions)).toBe(together.length)
    expect(await decided()).toBe(together.length)
    expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true })
  })

  test('a second vote that is given twice counts once', async () => {
    await decide(platform, alone, revoke, NOW)
    const second = () => codeOf(decide(platform, alone, { ...revoke, by: teo }, NOW))
    const both = await Promise.all([second(), second()])
    expect(both.sort()).toEqual(['conflict', 'nothing was refused'])
    expect(await register.$count(decisions)).toBe(2)
    expect(await decided()).toBe(2)
  })
})
