/** Notices by e-mail: sent once to the address that a person shows on GitHub, whatever fails or is killed. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { Email, EmailEnd } from '../../../src/platform/email.ts'
import { hoursAfter } from '../../../src/policy/calendar.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { findNoticePeriod } from '../../../src/register/people/notices.ts'
import { leaves, notices, organizations, reviews } from '../../../src/register/schema.ts'
import { sendNotices } from '../../../src/review.ts'
import { LAB, NOW, PEOPLE } from '../../fixtures/register/organization.ts'
import { acts, freshReview, opened, platform, register } from '../../fixtures/register/review.ts'
import { tell } from '../../fixtures/register/told.ts'

freshReview()

/** What the profiles show; whoever is not named shows nothing. */
let addresses: Record<number, string | null>
let sent: Email[]
let answer: (email: Email) => Promise<EmailEnd>

beforeEach(async () => {
  addresses = {
    [PEOPLE.gus]: 'gus@lichen.example',
    [PEOPLE.felix]: 'felix@lichen.example',
    [PEOPLE.petra]: null,
  }
  sent = []
  answer = async () => 'sent'
  await register.update(organizations).set({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 24 }) })
})

/** The hourly runs of so many hours, from `from` on. */
async function run(hours: number, from: Instant = NOW): Promise<void> {
  const rest = async (_route: string, { account_id: id }: { account_id: number }) => ({
    data: { id, email: addresses[id] ?? null },
  })
  const outside = {
    github: () => ({ rest }),
    sendNotice: async (email: Email) => {
      sent.push(email)
      return answer(email)
    },
  }
  for (let hour = 0; hour < hours; hour += 1) {
    // The cast: of GitHub only the profile is asked for.
    await sendNotices(Object.assign(platform, outside, { now: hoursAfter(from, hour) }) as typeof platform)
  }
}

const to = () => sent.map((email) => email.to).sort()

describe('an e-mail', () => {
  test('goes once to each who shows an address, and never again, however many runs there are', async () => {
    const { of } = await opened()
    await run(80)
    expect(to()).toEqual(['felix@lichen.example', 'gus@lichen.example'])
    expect((await findNoticePeriod(register, of('gus').id)).kind).toBe('sent')
    expect(sent[0]?.text).toContain('lichen-lab')
    expect((await acts()).filter((act) => act === 'notice_sent')).toHaveLength(2)
  })

  test('stores no address', async () => {
    await opened()
    await run(3)
    expect(JSON.stringify(await register.query.notices.findMany())).not.toContain('@')
    expect(JSON.stringify(await register.query.historyTexts.findMany())).not.toContain('@')
  })

  test('does not go where nobody shows an address: it is asked for again a day later, and an owner can tell them', async () => {
    addresses = {}
    const { of } = await opened()
    await run(4)
    expect(sent).toEqual([])
    expect((await findNoticePeriod(register, of('petra').id)).kind).toBe('owed')
    addresses = { [PEOPLE.petra]: 'petra@lichen.example' }
    await run(4, hoursAfter(NOW, 5))
    expect(sent).toEqual([])
    await run(4, hoursAfter(NOW, 30))
    expect(to()).toEqual(['petra@lichen.example'])
  })

  test.each(['sent', 'refused'] as const)('that the mail service %s once counts so', async (end) => {
    const { of } = await opened()
    answer = async () => end
    await run(1)
    const expected = end === 'sent' ? 'sent' : 'owed'
    expect((await findNoticePeriod(register, of('gus').id)).kind).toBe(expected)
    expect((await acts()).includes('notice_not_sent')).toBe(end === 'refused')
  })
})

describe('an e-mail is never sent twice', () => {
  test('if the run is killed between its note and the call', async () => {
    const { of } = await opened()
    answer = async () => {
      throw new Error('killed')
    }
    await run(2)
    const before = sent.length
    answer = async () => 'sent'
    await run(60, hoursAfter(NOW, 2))
    expect(sent.length - before).toBe(0)
    const [row] = await register.query.notices.findMany({
      where: (each, { eq }) => eq(each.proposalId, of('gus').id),
    })
    expect(row?.result).toBe('sending')
    // It may not have left, so nothing is due by it.
    expect((await findNoticePeriod(register, of('gus').id)).kind).toBe('owed')
  })

  test('if its answer is lost', async () => {
    await opened()
    answer = async () => 'unknown'
    await run(60)
    expect(to()).toEqual(['felix@lichen.example', 'gus@lichen.example'])
  })

  test('if two runs overlap', async () => {
    await opened()
    await Promise.all([run(1), run(1)])
    expect(new Set(to()).size).toBe(to().length)
  })
})

describe('nobody gets an e-mail', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'during their leave, of here or everywhere',
      () =>
        register.insert(leaves).values(
          [PEOPLE.gus, PEOPLE.felix].map((accountId, n) => ({
            ...{ id: `leave-${n}`, accountId, orgId: n === 0 ? LAB.id : null },
            ...({ since: NOW, until: '2027-06-01T00:00:00.000Z', setAt: NOW } as const),
            by: { kind: 'person', id: accountId, login: 'x' } as const,
          })),
        ),
    ],
    [
      'beyond three a quarter over all organisations',
      async () => {
        for (const account of [PEOPLE.gus, PEOPLE.felix])
          for (const n of [1, 2, 3])
            await tell(register, {
              proposal: `elsewhere-${n}`,
              account,
              orgId: 200 + n,
              at: '2026-10-05T06:00:00.000Z',
            })
      },
    ],
    ['of a review that is closed', () => register.update(reviews).set({ closedAt: NOW })],
    [
      'where the rules ask for no notice',
      () => register.update(organizations).set({ rules: JSON.stringify({ noticeDays: 0, coolingHours: 0 }) }),
    ],
    [
      'who was told by an owner',
      async () => {
        for (const { id, subject } of await register.query.proposals.findMany())
          if (subject.kind === 'account') await tell(register, { proposal: id, account: subject.id, at: NOW })
      },
    ],
  ])('%s', async (_, given) => {
    await opened()
    await given()
    await run(30)
    expect(sent).toEqual([])
  })

  test('where no e-mail is set up: the owners have the texts', async () => {
    await opened()
    await sendNotices(Object.assign(platform, { sendNotice: null, now: NOW }))
    expect(await register.select().from(notices)).toEqual([])
  })
})
