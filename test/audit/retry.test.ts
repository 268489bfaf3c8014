/** A page that fails is tried again, then skipped as unread; what is broken here ends the audit; each page has its own attempts. */

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { STEP_RETRIES } from '../../src/audit/engine/retry.ts'
import type { GitHub } from '../../src/github/http/client.ts'
import { GitHubTrouble, type Trouble } from '../../src/github/http/errors.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { findAudit } from '../../src/register/audits/audits.ts'
import { findReadings } from '../../src/register/audits/readings.ts'
import { audits } from '../../src/register/schema.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

let guild: SmallAudit
let auditId: string

beforeEach(async () => {
  const small = smallWorld()
  small.organization(GUILD).member('felix')
  guild = await openSmallAudit(small.world())
  auditId = await guild.begin(NOW)
  // The organisation itself; the members come next.
  await guild.step(auditId, 0, NOW, (real) => real, 2)
})
afterEach(() => guild.close())

const FAULT: Trouble = { kind: 'later', retryAfterSeconds: 1, limited: false }
const HOUR: Trouble = { kind: 'later', retryAfterSeconds: 3600, limited: true }

/** GitHub fails every query in this way; the request counts. */
const failing =
  (trouble: Trouble | Error) =>
  (real: GitHub): GitHub => ({
    ...real,
    graphql: async () => {
      real.counts.graphql += 1
      throw trouble instanceof Error ? trouble : new GitHubTrouble(trouble, 'GitHub did not answer.')
    },
  })

const attempt = (number: number, trouble: Trouble | Error) =>
  guild.step(auditId, 0, NOW, failing(trouble), number)

async function checkpointAndRequests() {
  const audit = (await findAudit(guild.register, auditId))?.audit
  return { checkpoint: audit?.checkpoint, requests: (audit?.rest ?? 0) + (audit?.graphql ?? 0) }
}

describe('a page at which GitHub fails', () => {
  test.each([1, 2, 3])('is tried again after attempt %i, which counts its request', async (number) => {
    const before = await checkpointAndRequests()
    await expect(attempt(number, FAULT)).rejects.toThrow('retry-after=1')
    const after = await checkpointAndRequests()
    expect(after.checkpoint).toMatchObject({ stage: before.checkpoint?.stage, cursor: null })
    expect(after.requests).toBeGreaterThan(before.requests)
  })

  test('is skipped after the fourth: the audit goes on, and the coverage says that it is unread', async () => {
    expect(await attempt(4, FAULT)).toMatchObject({ kind: 'go_on' })
    expect((await checkpointAndRequests()).checkpoint?.name).not.toBe('members')
    const unread = (await findReadings(guild.register, auditId)).filter(
      ({ state }) => state.kind === 'unread',
    )
    expect(unread).not.toEqual([])
  })

  test('is waited for 23 times where GitHub asks to wait, and skipped after about a day', async () => {
    await expect(attempt(23, HOUR)).rejects.toThrow('retry-after=3600')
    expect(await attempt(24, HOUR)).toMatchObject({ kind: 'go_on' })
    expect(STEP_RETRIES.limit).toBeGreaterThanOrEqual(23)
  })
})

test('while GitHub asks to wait an hour the audit does not count as dead', async () => {
  await expect(attempt(1, HOUR)).rejects.toThrow()
  const audit = (await findAudit(guild.register, auditId))?.audit
  expect(audit?.leaseUntil && audit.leaseUntil > hoursAfter(NOW, 1)).toBe(true)
})

test('a step waits as long as GitHub asks for', () => {
  const error = new GitHubTrouble(HOUR, 'GitHub did not answer.')
  expect(STEP_RETRIES.delay({ ctx: { attempt: 1 }, error })).toBe(3_600_000)
  expect(STEP_RETRIES.delay({ ctx: { attempt: 3 }, error: new Error('the database is busy') })).toBe(8000)
})

test('after a failed attempt a step ends with its first page, so the next page has four attempts as well', async () => {
  const before = await checkpointAndRequests()
  expect(before.checkpoint?.name).toBe('members')
  expect(await guild.step(auditId, 0, NOW, (real) => real, 2)).toMatchObject({ kind: 'go_on' })
  const after = await checkpointAndRequests()
  expect(after.checkpoint?.name).toBe('outsideCollaborators')
  expect(after.requests - before.requests).toBe(1)
})

describe('what is broken here', () => {
  test('is tried again', async () => {
    await expect(attempt(3, new TypeError('nobody thought of this'))).rejects.toThrow(
      'nobody thought of this',
    )
  })

  test('costs what was being read at the fourth attempt, and the owners read a reference instead of the error', async () => {
    expect(await attempt(4, new TypeError('nobody thought of this'))).toMatchObject({ kind: 'go_on' })
    const [audit] = await guild.register.select().from(audits).where(eq(audits.id, auditId))
    expect(audit?.status).toBe('running')
    const unread = (await findReadings(guild.register, auditId)).find(({ source }) => source === 'members')
    expect(unread?.state).toEqual({
      kind: 'unread',
      reason: expect.stringMatching(
        /^Something broke here while reading the members; reference [0-9a-f]{8}\.$/,
      ),
    })
  })
})
