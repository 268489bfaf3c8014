/** Once a week each organisation's owners are told the head of its history, where nobody can rewrite it. */

import { describe, expect, test } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import type { Id, Instant } from '../../src/policy/words.ts'
import { findHistoryHead, recordChange } from '../../src/register/history/history.ts'
import { writeMessage } from '../../src/register/messages.ts'
import { decisions, organizations } from '../../src/register/schema.ts'
import { sendWeeklyHeads } from '../../src/review.ts'
import { LAB, mara, NOW } from '../fixtures/register/organization.ts'
import { freshReview, opened, platform, register } from '../fixtures/register/review.ts'

freshReview()

/** NOW is a Sunday; the first complete audit was then. */
const MONDAY: Instant = '2026-11-23T00:05:00.000Z'

/** The hourly runs from `from` on, into an outbox that keeps what has been written, for organisations with a channel. */
async function run(from: Instant, hours: number, hasChannel: (org: Id) => boolean = () => true) {
  platform.post = async (org, message) => {
    const channels = hasChannel(org) ? (['slack'] as const) : []
    if ((await writeMessage(register, org, message, channels, from)) > 0) platform.messages.push(message)
  }
  for (let hour = 0; hour < hours; hour += 1)
    await sendWeeklyHeads({ ...platform, now: hoursAfter(from, hour) })
}

const noted = (org: Id) =>
  recordChange(register, org, null, { at: NOW, act: 'noted', actor: mara, sentence: 'Something happened.' })

test('from the Monday after the first complete audit on, once a week, with number and hash', async () => {
  await noted(LAB.id)
  await run(NOW, 10)
  expect(platform.messages).toEqual([])
  await run(MONDAY, 24)
  const head = await findHistoryHead(register, LAB.id)
  expect(platform.messages).toMatchObject([{ kind: 'weekly_head', dedupeKey: `${LAB.id}:2026-W48` }])
  expect(platform.messages[0]?.lines).toContain(`History: entry 1, ${head?.hash}`)
  await run(daysAfter(MONDAY, 6), 24)
  expect(platform.messages).toHaveLength(1)
  await run(daysAfter(MONDAY, 7), 2)
  expect(platform.messages.map(({ dedupeKey }) => dedupeKey)).toEqual([
    `${LAB.id}:2026-W48`,
    `${LAB.id}:2026-W49`,
  ])
})

test('to nobody without a complete audit, and to no organisation that is not served any more', async () => {
  await register.insert(organizations).values([
    { id: 901, login: 'new', nodeId: 'O_901', firstSeen: NOW },
    { id: 902, login: 'gone', nodeId: 'O_902', firstSeen: NOW, firstCompleteAt: NOW, closedAt: NOW },
  ])
  for (const org of [901, 902]) await noted(org)
  await run(MONDAY, 3)
  expect(platform.messages).toEqual([])
})

test('to everybody within a day, a few a run, however many have no channel', async () => {
  const all = Array.from({ length: 13 }, (_, n) => 900 + n)
  await register
    .insert(organizations)
    .values(
      all.map((id) => ({ id, login: `o-${id}`, nodeId: `O_${id}`, firstSeen: NOW, firstCompleteAt: NOW })),
    )
  for (const org of all) await noted(org)
  const hasChannel = (org: Id) => org % 3 === 0
  await run(MONDAY, 1, hasChannel)
  expect(platform.messages.length).toBeLessThanOrEqual(4)
  await run(hoursAfter(MONDAY, 1), 23, hasChannel)
  expect(platform.messages.map(({ dedupeKey }) => Number(dedupeKey.split(':')[0])).sort()).toEqual(
    all.filter(hasChannel),
  )
})

describe('what asked nothing of anybody in the week before', () => {
  const SUNDAY: Instant = '2026-11-29T12:00:00.000Z'
  const NEXT_MONDAY = daysAfter(MONDAY, 7)
  const collected = (
    dedupeKey: string,
    at: Instant,
    channels: readonly ('slack' | 'discord')[] = ['slack'],
  ) => writeMessage(register, LAB.id, made(dedupeKey), channels, at, 'monday')
  const made = (dedupeKey: string): Message => ({
    ...{ kind: 'token_made', dedupeKey, title: `lichen-lab: token ${dedupeKey} was made`, lines: [] },
    ...{ link: { label: 'See', url: 'https://keys.example' }, counts: [], severity: 'news' },
  })
  const lines = () => platform.messages.at(-1)?.lines ?? []

  test('is listed once, whatever the number of channels, and neither of an earlier week nor of this one', async () => {
    await noted(LAB.id)
    await collected('early', '2026-11-22T23:59:59.999Z')
    await collected('a', '2026-11-23T00:00:00.000Z', ['slack', 'discord'])
    await collected('b', SUNDAY)
    await collected('late', '2026-11-30T00:00:00.000Z')
    await run(NEXT_MONDAY, 1)
    expect(lines()[0]).toBe('Also: token a was made and token b was made.')
  })

  test('is not quoted where its title may name somebody: it is counted', async () => {
    await noted(LAB.id)
    const named = { ...made('a'), kind: 'decided', title: 'lichen-lab: decided to revoke felix' } as const
    await writeMessage(register, LAB.id, named, ['slack'], SUNDAY, 'monday')
    await run(NEXT_MONDAY, 1)
    expect(lines().join(' ')).not.toContain('felix')
  })

  test('is counted: answers, what went stale, who came back, what was given back, tokens and exemptions', async () => {
    const { of } = await opened()
    const vote = (login: string, decision: 'keep' | 'revoke', at: Instant) =>
      register.insert(decisions).values({
        ...{ id: `${login}-${at}`, proposalId: of(login).id, voter: `person:${at}`, by: mara, plan: [] },
        ...{ decision, reason: 'x', at },
      })
    await vote('felix', 'revoke', SUNDAY)
    await vote('felix', 'revoke', hoursAfter(SUNDAY, 1))
    await vote('dora', 'keep', SUNDAY)
    await vote('petra', 'keep', '2026-11-30T00:00:00.000Z')
    await register.insert(decisions).values({
      ...{ id: 'undone', proposalId: of('petra').id, voter: 'person:9', by: mara, plan: [], reason: 'x' },
      ...{ decision: 'revoke', at: SUNDAY, endedAt: SUNDAY, endedBecause: 'undone' },
    })
    const entry = (act: string, at: Instant, facts: Record<string, unknown> = {}) =>
      recordChange(register, LAB.id, null, { at, act, actor: mara, sentence: 'x', facts })
    await entry('proposal_stale', SUNDAY)
    await entry('proposal_stale', '2026-11-22T10:00:00.000Z')
    await entry('came_back', SUNDAY)
    await entry('giving_back_done', SUNDAY)
    await entry('token_made', SUNDAY)
    await entry('token_made', SUNDAY)
    const spared = (...logins: string[]) => ({ exemptions: logins.map((login) => ({ login })) })
    await entry('rules_changed', SUNDAY, { before: spared('felix'), after: spared('felix', 'dora') })
    await run(NEXT_MONDAY, 1)
    expect(lines()[0]).toBe(
      'Last week: 1 decided, 1 kept, 1 gone stale, 1 came back, 1 given back, 2 tokens made and 1 exemption.',
    )
  })
})
