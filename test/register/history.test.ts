/** No change, removal or rewriting of the history goes unnoticed. */

import { eq, sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Entry } from '../../src/register/history/entry.ts'
import { findHistoryHead, recordChange } from '../../src/register/history/history.ts'
import { findHistoryPage, verifyHistory } from '../../src/register/history/history-list.ts'
import type { Register } from '../../src/register/open.ts'
import { history, organizations } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

let register: Register
let organization = 1000

beforeAll(async () => {
  register = await freshRegister()
})

const anOrganization = () => {
  organization += 1
  return organization
}

const entryWith = (sentence: string): Entry => ({
  at: '2026-11-22T06:00:00.000Z',
  act: 'noted',
  actor: { kind: 'person', id: 7, login: 'mara-voss' },
  subject: { kind: 'account', id: 9, login: 'old-friend' },
  sentence,
})

const messageOf = async (attempt: PromiseLike<unknown>): Promise<string> => {
  try {
    await attempt
    return 'nothing was refused'
  } catch (error) {
    const messages: string[] = []
    for (let each: unknown = error; each instanceof Error; each = each.cause) messages.push(each.message)
    return messages.join(' | ')
  }
}

describe('the chain', () => {
  test('an empty history verifies and has no head', async () => {
    expect(await verifyHistory(register, 999)).toMatchObject({ ok: true, entries: 0, head: null })
    expect(await findHistoryHead(register, 999)).toBeNull()
  })

  test('with any sentences in any order, the chain verifies and reads back newest first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        async (sentences) => {
          const org = anOrganization()
          for (const sentence of sentences) await recordChange(register, org, null, entryWith(sentence))
          const page = await findHistoryPage(register, org, null, 50)
          expect(page.items.map((entry) => entry.sentence)).toEqual(sentences.toReversed())
          expect(await verifyHistory(register, org)).toMatchObject({
            ok: true,
            entries: sentences.length,
            head: await findHistoryHead(register, org),
          })
        },
      ),
      { numRuns: 12 },
    )
  })

  test('writers who compete for one sequence number all get their entry', async () => {
    const org = anOrganization()
    await Promise.all(
      Array.from({ length: 6 }, (_, n) => recordChange(register, org, null, entryWith(`writer ${n}`))),
    )
    expect(await verifyHistory(register, org)).toMatchObject({ ok: true, entries: 6 })
  })

  test('pages follow one another without a gap', async () => {
    const org = anOrganization()
    for (const n of [1, 2, 3, 4, 5]) await recordChange(register, org, null, entryWith(`entry ${n}`))
    const first = await findHistoryPage(register, org, null, 2)
    const second = await findHistoryPage(register, org, first.nextCursor, 3)
    expect([...first.items, ...second.items].map((entry) => entry.seq)).toEqual([5, 4, 3, 2, 1])
    expect(second.nextCursor).toBeNull()
  })
})

describe('a change and its entry', () => {
  const anOrganizationRow = (id: number) => ({
    id,
    login: `org-${id}`,
    nodeId: `O_${id}`,
    firstSeen: '2026-11-22T06:00:00.000Z' as const,
  })
  const pausing = (id: number) =>
    register
      .update(organizations)
      .set({ pausedAt: '2026-11-22T06:00:00.000Z' })
      .where(sql`${organizations.id} = ${id} and ${organizations.pausedAt} is null`)

  test('a change that changed something is recorded once', async () => {
    const org = anOrganization()
    await register.insert(organizations).values(anOrganizationRow(org))
    expect(await recordChange(register, org, pausing(org), entryWith('paused'))).toBe(true)
    expect(await recordChange(register, org, pausing(org), entryWith('paused again'))).toBe(false)
    expect((await findHistoryPage(register, org, null, 10)).items.map((entry) => entry.sentence)).toEqual([
      'paused',
    ])
  })

  test('further statements of a change run only if the change changed something', async () => {
    const org = anOrganization()
    await register.insert(organizations).values(anOrganizationRow(org))
    const rename = (login: string) => (recorded: ReturnType<typeof sql>) => [
      register.update(organizations).set({ login }).where(sql`${organizations.id} = ${org} and ${recorded}`),
    ]
    await recordChange(register, org, pausing(org), entryWith('paused'), rename('first'))
    await recordChange(register, org, pausing(org), entryWith('paused again'), rename('second'))
    const [row] = await register.select().from(organizations).where(eq(organizations.id, org))
    expect(row?.login).toBe('first')
  })
})

describe('one stolen secret does not rewrite the history unnoticed', () => {
  test('an entry cannot be changed, removed, overwritten or written out of order', async () => {
    const org = anOrganization()
    await recordChange(register, org, null, entryWith('one'))
    await recordChange(register, org, null, entryWith('two'))
    const [first] = await register.select().from(history).where(eq(history.orgId, org)).limit(1)
    if (first === undefined) throw new Error('the first entry is missing')
    const ofOrganization = eq(history.orgId, org)
    expect(await messageOf(register.update(history).set({ act: 'forged' }).where(ofOrganization))).toContain(
      'append-only',
    )
    expect(await messageOf(register.delete(history).where(ofOrganization))).toContain('append-only')
    expect(await messageOf(register.insert(history).values(first))).toContain('sequence conflict')
    expect(await messageOf(register.insert(history).values({ ...first, seq: 9 }))).toContain(
      'sequence conflict',
    )
    expect(
      await messageOf(
        register.run(sql`insert or replace into ${history} select * from ${history} where ${ofOrganization}`),
      ),
    ).toContain('sequence conflict')
    expect(await verifyHistory(register, org)).toMatchObject({ ok: true, entries: 2 })
  })

  test('a chain rewritten from the middle no longer has the head that a message printed', async () => {
    const org = anOrganization()
    for (const n of [1, 2, 3]) await recordChange(register, org, null, entryWith(`entry ${n}`))
    const printed = await findHistoryHead(register, org)
    const forged = anOrganization()
    for (const n of [1, 2, 3])
      await recordChange(register, forged, null, entryWith(n === 2 ? 'forged' : `entry ${n}`))
    expect(await verifyHistory(register, forged)).toMatchObject({ ok: true })
    expect((await findHistoryHead(register, forged))?.hash).not.toBe(printed?.hash)
  })
})
