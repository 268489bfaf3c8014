/** When a change that nobody agreed to takes effect: only after another owner could have read it, or after 30 days and a new sign-in. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { daysAfter } from '../../src/policy/calendar.ts'
import { type Rules, readRules } from '../../src/policy/rules/rules.ts'
import type { Instant } from '../../src/policy/words.ts'
import { writeMessage } from '../../src/register/messages.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { openSession } from '../../src/register/sign-in/sessions.ts'
import { applyDueRules } from '../../src/review.ts'
import { begun, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const MINE = 'https://hooks.slack.com/services/T0/B0/mine'
const SHORTER = { noticeDays: 7 }

describe('a change that waits', () => {
  it('takes effect 7 days after another owner saw it, and not an hour before', async () => {
    const site = await begun()
    await put(site, SHORTER)
    await site.visit('/orgs/lichen/settings', TEO)
    await hourAt(site, '2026-11-29T05:00:00.000Z')
    expect(await noticeDays(site)).toBe(14)
    await hourAt(site, '2026-11-29T06:00:00.000Z')
    expect(await noticeDays(site)).toBe(7)
    expect(await waiting(site)).toEqual([])
  })

  it('takes effect 7 days after a channel took the message about it', async () => {
    const site = await begun({ post: deliveredTo(() => site) })
    await put(site, SHORTER)
    expect(await waiting(site)).toMatchObject([{ told: NOW, effectiveFrom: daysAfter(NOW, 7) }])
    await hourAt(site, daysAfter(NOW, 7))
    expect(await noticeDays(site)).toBe(7)
  })

  it('is not told by a channel that whoever asked has set since the first review', async () => {
    const site = await begun({ post: deliveredTo(() => site) })
    await put(site, { channels: { slack: MINE } })
    await put(site, SHORTER)
    await hourAt(site, daysAfter(NOW, 29))
    expect(await waiting(site)).toMatchObject([{ told: null, waitsFor: 'another_owner' }])
    expect(await noticeDays(site)).toBe(14)
  })

  it('that nobody could read needs 30 days and a sign-in after them: a session from before is not enough', async () => {
    const site = await begun()
    await put(site, SHORTER)
    await signedIn(site, daysAfter(NOW, 29))
    await hourAt(site, daysAfter(NOW, 31))
    expect(await noticeDays(site)).toBe(14)
    expect(await waiting(site)).toMatchObject([{ waitsFor: 'sign_in' }])
    await signedIn(site, daysAfter(NOW, 31))
    await hourAt(site, daysAfter(NOW, 32))
    expect(await noticeDays(site)).toBe(7)
  })

  it('that would end a pause is seen, told, 40 days old and signed in for, and does not take effect', async () => {
    const site = await begun({ post: deliveredTo(() => site) })
    const pause = (paused: boolean, person: typeof OWNER) =>
      site.visit('/api/orgs/lichen/pause', person, {
        method: 'PUT',
        headers: { origin: HOME, 'content-type': 'application/json' },
        body: JSON.stringify({ paused }),
      })
    await pause(true, TEO)
    await pause(false, OWNER)
    await site.visit('/orgs/lichen/settings', TEO)
    await signedIn(site, daysAfter(NOW, 39))
    await hourAt(site, daysAfter(NOW, 40))
    expect((await findOrganization(site.register, 'lichen'))?.pausedAt).toBe(NOW)
    expect(await waiting(site)).toMatchObject([{ setting: 'paused', effectiveFrom: null }])
  })

  it('stays where the rules of then do not allow it, and says so', async () => {
    const site = await begun()
    await put(site, { reviewDueDays: 40 })
    await put(site, { reviewDueDays: 21 })
    await site.visit('/orgs/lichen/settings', TEO)
    // As the previous version writes rules, which knows of nothing that waits.
    const longer = JSON.stringify({ noticeDays: 30, reviewDueDays: 40 })
    await site.register.run(`update organizations set rules = '${longer}', rules_version = 9 where id = 100`)
    await hourAt(site, daysAfter(NOW, 8))
    expect(await waiting(site)).toMatchObject([
      { waitsFor: 'contradiction', complaints: [expect.stringContaining('reviewDueDays must be at least')] },
    ])
    expect((await inForce(site)).reviewDueDays).toBe(40)
  })

  it('is told in a message that says what, from what, by whom and how to cancel it', async () => {
    const posted: Message[] = []
    const site = await begun({ post: async (_org, message) => void posted.push(message) })
    await put(site, { ...SHORTER, channels: { names: true } })
    expect(posted).toMatchObject([
      {
        kind: 'rule_change_pending',
        lines: [
          "Asked for by an owner: “Days of notice” from 14 to 7 and “Messages may contain people's names” is switched on.",
          expect.stringContaining('when another owner agrees'),
          expect.stringContaining('any owner cancels it under Settings'),
          expect.stringMatching(/^History: entry 1, /),
        ],
        link: { url: 'https://keys.example/orgs/Lichen/settings' },
      },
    ])
  })
})

describe('whatever one key sends in the seven days after the first review opened', () => {
  it('no gate is looser than it was', async () => {
    const sent = fc.record(
      {
        windowMonths: fc.integer({ min: 1, max: 12 }),
        noticeDays: fc.integer({ min: 1, max: 20 }),
        coolingHours: fc.integer({ min: 1, max: 48 }),
        reviewDueDays: fc.integer({ min: 20, max: 40 }),
        reviewEvery: fc.constantFrom('quarter', 'half_year', 'year', 'never'),
        removalBudget: fc.record({
          count: fc.integer({ min: 1, max: 99 }),
          share: fc.constantFrom(0.1, 0.5),
        }),
        emeritusTeam: fc.constantFrom('alumni', null),
        leftOut: fc.constantFrom([], [{ repository: 'atlas', reason: 'noise' }]),
        channels: fc.record({ names: fc.boolean() }),
        public: fc.boolean(),
        exemptions: fc.constantFrom([], [{ login: 'ada', reason: 'me', until: '2027-01-01' }]),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 4 }), async (changes) => {
        const site = await begun({ post: deliveredTo(() => site) })
        const before = await inForce(site)
        for (const [day, change] of changes.entries()) {
          await hourAt(site, daysAfter(NOW, day))
          await put(site, change)
        }
        await hourAt(site, daysAfter(NOW, 6))
        expect(loosened(before, await inForce(site))).toEqual([])
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})

/** The hourly run of that moment, as far as rules go. */
async function hourAt(site: Site, now: Instant): Promise<void> {
  site.clock.now = now
  await applyDueRules(site.platform)
}

/** The outbox with a channel of the deployment's own that takes every message at once. */
function deliveredTo(site: () => Site) {
  return async (orgId: number, message: Message) => {
    const { register, clock } = site()
    await writeMessage(register, orgId, message, ['slack'], clock.now)
    await register.run(`update letters set status = 'delivered', delivered_at = written_at`)
  }
}

async function signedIn(site: Site, at: Instant): Promise<void> {
  const session = {
    idHash: crypto.randomUUID(),
    person: OWNER,
    expiresAt: '2099-01-01T00:00:00.000Z',
  } as const
  await openSession(site.register, session, at)
}

async function inForce(site: Site): Promise<Rules> {
  return readRules((await findOrganization(site.register, 'lichen'))?.rules ?? null)
}

async function noticeDays(site: Site) {
  return (await rules(site)).noticeDays
}

/** The gates that are looser than before. */
function loosened(before: Rules, after: Rules): string[] {
  const looser: Readonly<Record<string, boolean>> = {
    windowMonths: after.windowMonths !== before.windowMonths,
    noticeDays: after.noticeDays < before.noticeDays,
    coolingHours: after.coolingHours < before.coolingHours,
    reviewDueDays: after.reviewDueDays < before.reviewDueDays,
    reviewEvery: after.reviewEvery !== before.reviewEvery,
    count: after.removalBudget.count > before.removalBudget.count,
    share: after.removalBudget.share > before.removalBudget.share,
    emeritusTeam: after.emeritusTeam !== before.emeritusTeam,
    leftOut: after.leftOut.length > 0,
    names: after.channels.names,
    public: after.public,
    exemptions: after.exemptions.some(({ id }) => id === OWNER.id),
  }
  return Object.keys(looser).filter((gate) => looser[gate])
}
