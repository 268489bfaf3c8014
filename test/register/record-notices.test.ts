/** The write that records a notice asks once more whether it may, whatever was read before. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import type { Register } from '../../src/register/open.ts'
import { type NewTelling, recordNotices } from '../../src/register/people/notices/record-notices.ts'
import { leaves, organizations, proposals } from '../../src/register/schema.ts'
import { PAUL, question } from '../fixtures/register/asked.ts'
import { freshRegister } from '../fixtures/register/register.ts'
import { NOW } from '../fixtures/register/site.ts'
import { tell } from '../fixtures/register/told.ts'

let register: Register
const by = { kind: 'person', id: 1, login: 'ada' } as const

beforeEach(async () => {
  register = await freshRegister()
  await register
    .insert(organizations)
    .values({ id: 100, login: 'Lichen', nodeId: 'O_100', firstSeen: NOW, rules: null })
  for (const id of ['p1', 'p2', 'p3']) await register.insert(proposals).values(question(id))
})

const telling = (proposalId: string, change: Partial<NewTelling['told']> = {}): NewTelling => ({
  proposalId,
  accountId: PAUL,
  told: { kind: 'notice', result: 'sent', way: 'mail', at: NOW, ...change },
  by,
  now: NOW,
  entry: { at: NOW, act: 'notice_sent', actor: by, sentence: 'They were told.' },
})
const record = async (...tellings: readonly NewTelling[]) =>
  [...(await recordNotices(register, 100, tellings))].sort()
const written = async () => (await register.query.notices.findMany()).length
const earlier = (n: number): Instant => `2026-10-0${n as 1 | 2 | 3}T06:00:00.000Z`

describe('a notice is written', () => {
  test('with its history entry', async () => {
    expect(await record(telling('p1'), telling('p2'))).toEqual(['p1', 'p2'])
    expect([await written(), (await register.query.history.findMany()).length]).toEqual([2, 2])
  })
})

describe('a notice is not written', () => {
  test('where the proposal has ended since', async () => {
    await register.run("update proposals set status = 'stale' where id = 'p1'")
    expect(await record(telling('p1'))).toEqual([])
    expect(await written()).toBe(0)
  })

  test('where the same was recorded', async () => {
    await record(telling('p1'))
    expect(await record(telling('p1'))).toEqual([])
    expect(await written()).toBe(1)
  })

  test('beyond three of the quarter, those written together counted', async () => {
    await tell(register, { proposal: 'x1', account: PAUL, at: earlier(1), orgId: 200 })
    await tell(register, { proposal: 'x2', account: PAUL, at: earlier(2), orgId: 300 })
    expect(await record(telling('p1'), telling('p2'), telling('p3'))).toEqual(['p1'])
    expect(await record(telling('p2'))).toEqual([])
    expect(await written()).toBe(3)
  })

  test('during their leave', async () => {
    await register.insert(leaves).values({
      ...{ id: 'leave', accountId: PAUL, orgId: 100, since: NOW, setAt: NOW, by },
      until: '2027-02-01T00:00:00.000Z',
    })
    expect(await record(telling('p1'))).toEqual([])
    expect(await record(telling('p1', { result: 'unreachable' }))).toEqual(['p1'])
  })
})
