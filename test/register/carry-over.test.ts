/** A history that an earlier version wrote goes on: one entry names its head, and from there on the hash covers the organisation. */

import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor, Instant } from '../../src/policy/words.ts'
import { keepHistories } from '../../src/register/history/carry-over.ts'
import { findHistoryHead, recordChange } from '../../src/register/history/history.ts'
import { findHistoryPage, verifyHistory } from '../../src/register/history/history-list.ts'
import { recordEach } from '../../src/register/history/record-each.ts'
import type { Register } from '../../src/register/open.ts'
import { audits, organizations } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { digest, recordPrevious } from '../fixtures/register/previous-history.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const AT = '2026-11-22T06:00:00.000Z'
const mara: Actor = { kind: 'person', id: 7, login: 'mara' }

let register: Register

beforeEach(async () => {
  register = await freshRegister()
  await serve(ORG)
})

const serve = (id: number, closedAt: Instant | null = null) =>
  register
    .insert(organizations)
    .values({ id, login: `org-${id}`, nodeId: `O_${id}`, firstSeen: AT, closedAt })

const entry = (sentence: string) => ({ at: AT, act: 'noted', actor: mara, sentence }) as const
const note = (sentence: string) => recordChange(register, ORG, null, entry(sentence))

async function acts(org = ORG): Promise<readonly string[]> {
  const { items } = await findHistoryPage(register, org, null, 50)
  return items.map(({ act, form }) => `${act} ${form}`).reverse()
}

describe('a chain of the previous version', () => {
  test('holds, but is not carried over yet', async () => {
    for (const sentence of ['one', 'two']) await recordPrevious(register, ORG, sentence)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 2, isCarriedOver: false })
  })

  test('is carried over by the first entry of this one, which names its head', async () => {
    for (const sentence of ['one', 'two']) await recordPrevious(register, ORG, sentence)
    const head = await findHistoryHead(register, ORG)
    await note('three')
    expect(await acts()).toEqual(['noted 1', 'noted 1', 'chain_carried_over 2', 'noted 2'])
    const [carriedOver] = (await findHistoryPage(register, ORG, '4', 1)).items
    expect(carriedOver?.facts).toEqual({ head: { seq: 2, hash: head?.hash } })
    expect(carriedOver?.sentence).toContain(head?.hash)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 4, isCarriedOver: true })
  })

  test('is carried over by many entries at once too', async () => {
    await recordPrevious(register, ORG, 'one')
    const entries = new Map(['a', 'b'].map((id) => [id, entry(id)]))
    const open = sql`select value as id from json_each('["a","b"]')`
    expect(await recordEach(register, ORG, entries, open, () => [])).toEqual(new Set(['a', 'b']))
    expect(await acts()).toEqual(['noted 1', 'chain_carried_over 2', 'noted 2', 'noted 2'])
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 4 })
  })

  test('is carried over once, however many write at the same time', async () => {
    await recordPrevious(register, ORG, 'one')
    await Promise.all([1, 2, 3, 4].map((n) => note(`${n}`)))
    expect((await acts()).filter((act) => act.startsWith('chain'))).toHaveLength(1)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 6 })
  })

  test('that goes on after this version was taken back is carried over again', async () => {
    await note('one')
    for (const sentence of ['two', 'three']) await recordPrevious(register, ORG, sentence)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, isCarriedOver: false })
    await note('four')
    expect(await acts()).toEqual(['noted 2', 'noted 1', 'noted 1', 'chain_carried_over 2', 'noted 2'])
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, isCarriedOver: true })
  })

  test('that goes on without naming its head is broken', async () => {
    await recordPrevious(register, ORG, 'one')
    const head = await findHistoryHead(register, ORG)
    const seq = 2
    const [ref, salt, text] = ['ref', 'salt', '{}']
    const digested = await digest(`${salt}\n${text}`)
    const hash = await digest(JSON.stringify([2, ORG, seq, AT, 'noted', ref, digested, head?.hash]))
    await register.run(sql`insert into history (org_id, seq, at, act, ref, digest, previous, hash, form)
      values (${ORG}, ${seq}, ${AT}, 'noted', ${ref}, ${digested}, ${head?.hash}, ${hash}, 2)`)
    await register.run(sql`insert into history_texts values (${ref}, ${ORG}, ${salt}, ${text})`)
    expect(await verifyHistory(register, ORG)).toMatchObject({
      ok: false,
      at: 2,
      sentences: [expect.stringContaining('does not carry over')],
    })
  })
})

describe('the hourly run', () => {
  test('carries over every chain of the previous version, once, and of closed organisations too', async () => {
    await serve(7001, AT)
    for (const org of [ORG, 7001]) await recordPrevious(register, org, 'one')
    for (let hour = 0; hour < 3; hour += 1) await keepHistories(register, AT)
    for (const org of [ORG, 7001]) {
      expect(await acts(org)).toEqual(['noted 1', 'chain_carried_over 2'])
      expect(await verifyHistory(register, org)).toMatchObject({ ok: true, isCarriedOver: true })
    }
  })

  test('begins the history of an organisation that has none, once', async () => {
    for (let hour = 0; hour < 3; hour += 1) await keepHistories(register, AT)
    await note('and on')
    expect(await acts()).toEqual(['history_begun 2', 'noted 2'])
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 2 })
  })

  test('and somebody’s entry at the same time leave one whole chain', async () => {
    await recordPrevious(register, ORG, 'one')
    await Promise.all([keepHistories(register, AT), note('two'), keepHistories(register, AT), note('three')])
    expect((await acts()).filter((act) => act.startsWith('chain'))).toHaveLength(1)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, isCarriedOver: true })
  })
})

test('a history that begins, or is empty, although an audit ended before was removed', async () => {
  await register.insert(audits).values({ ...anAudit('audit-1', '2026-11-21T06:00:00.000Z'), orgId: ORG })
  expect(await verifyHistory(register, ORG)).toMatchObject({ ok: false, at: 1 })
  await keepHistories(register, AT)
  expect(await verifyHistory(register, ORG)).toMatchObject({
    ok: false,
    sentences: ['The history begins after the first audit ended: what came before was removed.'],
  })
})

test('a history belongs to its organisation: the same entries under another id are broken', async () => {
  for (const sentence of ['one', 'two']) await note(sentence)
  await register.run(
    sql`insert into history select 7001, seq, at, act, ref, digest, previous, hash, form from history`,
  )
  expect(await verifyHistory(register, 7001)).toMatchObject({
    ok: false,
    at: 1,
    sentences: [expect.stringContaining('belongs to another organisation')],
  })
})
