/** The texts of the history: nobody changes one, and one that goes is named by an entry. */

import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/policy/words.ts'
import { eraseTexts } from '../../src/register/history/erase-texts.ts'
import { recordChange } from '../../src/register/history/history.ts'
import { findHistoryPage, verifyHistory } from '../../src/register/history/history-list.ts'
import type { Register } from '../../src/register/open.ts'
import { historyTexts } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const OTHER = 6002
const AT = '2026-11-22T06:00:00.000Z'
const mara: Actor = { kind: 'person', id: 7, login: 'mara' }

let register: Register

beforeEach(async () => {
  register = await freshRegister()
  for (const n of [1, 2, 3]) await note(ORG, `entry ${n}`)
})

const note = (org: number, sentence: string) =>
  recordChange(register, org, null, { at: AT, act: 'noted', actor: mara, sentence })

/** The reference of the text of an entry. */
async function refOf(seq: number, org = ORG): Promise<string> {
  const { items } = await findHistoryPage(register, org, String(seq + 1), 1)
  return items[0]?.ref ?? ''
}

const erase = (refs: readonly string[]) => eraseTexts(register, ORG, { refs, reason: 'Asked for.' }, AT)

async function troubleOf(attempt: PromiseLike<unknown>): Promise<string> {
  try {
    await attempt
    return 'nothing was refused'
  } catch (error) {
    const messages: string[] = []
    for (let each: unknown = error; each instanceof Error; each = each.cause) messages.push(each.message)
    return messages.join(' | ')
  }
}

describe('an erasure', () => {
  test('is an entry that says which texts went and names nobody, and the chain still holds', async () => {
    await erase([await refOf(1), await refOf(3)])
    const { items } = await findHistoryPage(register, ORG, null, 10)
    expect(items.map(({ act, erased }) => `${act}${erased ? ', erased' : ''}`)).toEqual([
      'erased',
      'noted, erased',
      'noted',
      'noted, erased',
    ])
    expect(items[0]?.sentence).toBe('Erased: the 2 texts of entries 1 and 3. Reason: Asked for.')
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 4 })
  })

  test('of a text that is not there, or of another organisation, erases nothing', async () => {
    await note(OTHER, 'theirs')
    const theirs = await refOf(1, OTHER)
    for (const refs of [['made-up'], [await refOf(1), theirs], []]) {
      expect(await troubleOf(erase(refs))).toContain('Nothing was erased')
    }
    expect(await register.$count(historyTexts)).toBe(4)
    expect(await verifyHistory(register, ORG)).toMatchObject({ ok: true, entries: 3 })
  })

  test('never takes the text of an erasure', async () => {
    await erase([await refOf(1)])
    expect(await troubleOf(erase([await refOf(4)]))).toContain('never erased')
  })

  test('excuses no other text: one that is missing without an entry is a break', async () => {
    const second = await refOf(2)
    await erase([await refOf(1)])
    await withoutTriggers()
    await register.delete(historyTexts).where(eq(historyTexts.ref, second))
    expect(await verifyHistory(register, ORG)).toMatchObject({
      ok: false,
      at: 2,
      sentences: ['The text of entry 2 is missing, and no entry says that it was erased.'],
    })
  })
})

describe('the database itself refuses', () => {
  const ofOrganization = eq(historyTexts.orgId, ORG)

  test('to change a text', async () => {
    const forged = register.update(historyTexts).set({ text: '{}' }).where(ofOrganization)
    expect(await troubleOf(forged)).toContain('cannot be changed')
  })

  test('to remove one that no entry names as erased', async () => {
    expect(await troubleOf(register.delete(historyTexts).where(ofOrganization))).toContain('removed only by')
    await erase([await refOf(1)])
    expect(await troubleOf(register.delete(historyTexts).where(ofOrganization))).toContain('removed only by')
  })

  test('to remove the text of an erasure, even where an entry names it', async () => {
    await erase([await refOf(1)])
    const erasure = await refOf(4)
    await recordChange(register, ORG, null, {
      ...{ at: AT, act: 'erased', actor: mara, sentence: 'no trace' },
      facts: { refs: [erasure] },
    })
    const remove = () => register.delete(historyTexts).where(eq(historyTexts.ref, erasure))
    expect(await troubleOf(remove())).toContain('removed only by')
    await withoutTriggers()
    await remove()
    expect(await verifyHistory(register, ORG)).toMatchObject({
      ok: false,
      sentences: ['The text of entry 4 is missing, and one of this kind is never erased.'],
    })
  })

  test('to remove one by the erasure of another organisation', async () => {
    const ours = await refOf(1)
    await recordChange(register, OTHER, null, {
      ...{ at: AT, act: 'erased', actor: mara, sentence: 'not theirs' },
      facts: { refs: [ours] },
    })
    const removed = register.delete(historyTexts).where(eq(historyTexts.ref, ours))
    expect(await troubleOf(removed)).toContain('removed only by')
  })

  test('to overwrite one', async () => {
    const again = register.run(sql`insert or replace into history_texts select ref, org_id, salt, '{}'
      from history_texts where org_id = ${ORG}`)
    expect(await troubleOf(again)).toContain('cannot be overwritten')
  })
})

test('a text changed past the triggers is found at its entry', async () => {
  await withoutTriggers()
  await register
    .update(historyTexts)
    .set({ text: '{"sentence":"forged"}' })
    .where(eq(historyTexts.ref, await refOf(2)))
  expect(await verifyHistory(register, ORG)).toMatchObject({ ok: false, at: 2 })
})

/** What somebody with the whole database can do. */
async function withoutTriggers(): Promise<void> {
  for (const name of ['update', 'delete', 'overwrites'])
    await register.run(sql.raw(`drop trigger history_texts_refuse_${name}`))
}
