/** GitHub's webhooks: which are accepted, what is recorded, and that a delivery may come twice. */
import { sign } from '@octokit/webhooks-methods'
import { describe, expect, it } from 'vitest'
import type { Bindings, Platform } from '../../src/platform.ts'
import type { Instant } from '../../src/policy/words.ts'
import { findHolders } from '../../src/register/activity/without-activity.ts'
import { findOrganization, recordOrganizations } from '../../src/register/organizations.ts'
import {
  clearTriggers,
  findOrganizationsTriggered,
  findTriggeredRepositories,
  pruneDeliveries,
} from '../../src/register/webhooks.ts'
import { webOver } from '../../src/web/app.tsx'
import { HOME, NOW, openSite } from '../fixtures/register/site.ts'

const SECRET = 'known to GitHub and to us'
const LICHEN = { id: 100, login: 'Lichen' }
const atlas = { id: 10, name: 'atlas', owner: { ...LICHEN, type: 'Organization' } }
const push = { organization: LICHEN, repository: atlas, sender: { id: 2, type: 'User' } }
const joined = {
  action: 'member_added',
  organization: LICHEN,
  membership: { user: { id: 2 } },
  sender: { id: 1, type: 'User' },
}

interface Sent {
  readonly event?: string
  readonly id?: string
  readonly secret?: string
  readonly signature?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A site with a webhook secret, and a way to send signed deliveries to it. */
async function openWebhook(webhookSecret: string | null = SECRET) {
  const time = { now: NOW }
  const deployment = { publicUrl: HOME, webUrl: 'https://github.example', apiToken: null, webhookSecret }
  const site = await openSite()
  const { register } = site
  // The cast: the webhook route uses no more of the platform than this.
  const web = webOver(() => ({ register, deployment, now: time.now }) as unknown as Platform)
  const post = async (body: string, headers: Record<string, string>) => {
    const request = new Request(new URL('/webhooks/github', HOME), { method: 'POST', body, headers })
    return await web.request(request, undefined, {} as Bindings)
  }
  let n = 0
  return {
    register,
    post,
    session: () => site.session({ id: 1, login: 'ada' }),
    at: (now: Instant) => {
      time.now = now
    },
    send: async (
      payload: unknown,
      { event = 'push', id, secret = SECRET, signature, headers }: Sent = {},
    ) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
      n += 1
      return await post(body, {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': id ?? `delivery-${n}`,
        'x-hub-signature-256': signature ?? (await sign(secret, body)),
        ...headers,
      })
    },
    triggers: async () =>
      (await register.query.webhookTriggers.findMany()).filter(({ orgId }) => orgId === LICHEN.id),
    deliveries: () => register.query.deliveries.findMany(),
  }
}

const AUDIT_TRIGGER = { orgId: 100, repositoryId: 0, at: '2026-11-22T06:00:00.000Z' }

describe('a webhook', () => {
  it('records what has to be read again, and writes no activity', async () => {
    const { send, triggers, register } = await openWebhook()
    const before = await register.query.activity.findMany()
    expect((await send(push)).status).toBe(202)
    expect(await triggers()).toEqual([AUDIT_TRIGGER])
    expect(await findOrganizationsTriggered(register)).toEqual([100])
    expect(await register.query.activity.findMany()).toEqual(before)
    expect(await register.query.history.findMany()).toEqual([])
  })

  it.each<[string, Sent]>([
    ['with another secret', { secret: 'guessed' }],
    ['of another body', { signature: `sha256=${'0'.repeat(64)}` }],
    ['that is not hexadecimal', { signature: 'sha256=x' }],
    ['by the old SHA-1', { signature: `sha1=${'0'.repeat(40)}` }],
    ['that is missing', { signature: '' }],
  ])('with a signature %s is refused, and nothing is recorded', async (_, sent) => {
    const { send, triggers, deliveries } = await openWebhook()
    const answer = await send(push, sent)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ status: 401, title: 'The signature does not fit' })
    expect([await triggers(), await deliveries()]).toEqual([[], []])
  })

  it('gets a 404 where no secret is set, whatever its signature', async () => {
    const { send, triggers } = await openWebhook(null)
    expect((await send(push)).status).toBe(404)
    expect((await send(push, { signature: '' })).status).toBe(404)
    expect(await triggers()).toEqual([])
  })

  it('larger than 1 MiB is refused, with or without a content length', async () => {
    const { send, triggers } = await openWebhook()
    const large = JSON.stringify({ ...push, commits: 'x'.repeat(1024 * 1024) })
    expect((await send(large)).status).toBe(413)
    expect((await send(large, { headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413)
    expect(await triggers()).toEqual([])
  })

  it('that is signed but not JSON, or has no delivery id, is refused with the reason', async () => {
    const { send, triggers } = await openWebhook()
    const form = await send('payload=%7B%7D')
    expect(form.status).toBe(422)
    expect(await form.json()).toMatchObject({ detail: expect.stringContaining('application/json') })
    expect((await send(push, { id: ' ' })).status).toBe(422)
    expect(await triggers()).toEqual([])
  })

  it('of an unknown event, a bot or an organisation that is not served is accepted, and nothing is recorded', async () => {
    const { send, register, deliveries } = await openWebhook()
    const foreign = { ...push, organization: { id: 999 } }
    expect((await send(push, { event: 'star' })).status).toBe(202)
    expect((await send({ ...push, sender: { id: 8, type: 'Bot' } })).status).toBe(202)
    expect(await deliveries()).toEqual([])
    expect((await send(foreign)).status).toBe(202)
    expect((await send({ ...joined, organization: { id: 999 } }, { event: 'organization' })).status).toBe(202)
    expect([await register.query.webhookTriggers.findMany(), await register.query.joins.findMany()]).toEqual([
      [],
      [],
    ])
  })

  it('without a signature is refused even with an owner’s session', async () => {
    const { post, session, triggers } = await openWebhook()
    const cookie = `__Host-chatelaine-session=${await session()}`
    const headers = { cookie, origin: HOME, 'x-github-event': 'push', 'x-github-delivery': 'one' }
    expect((await post(JSON.stringify(push), headers)).status).toBe(401)
    expect(await triggers()).toEqual([])
  })
})

describe('design §3.8: a delivery that comes twice', () => {
  it('is recorded once', async () => {
    const { send, at, triggers, register, deliveries } = await openWebhook()
    await send(push, { id: 'one' })
    await clearTriggers(register, LICHEN.id, NOW)
    at('2026-11-22T07:00:00.000Z')
    expect((await send(push, { id: 'one' })).status).toBe(202)
    expect([await triggers(), (await deliveries()).length]).toEqual([[], 1])
    await send(push, { id: 'two' })
    expect(await triggers()).toEqual([{ ...AUDIT_TRIGGER, at: '2026-11-22T07:00:00.000Z' }])
  })

  it('is remembered for a week', async () => {
    const { send, register, deliveries } = await openWebhook()
    await send(push, { id: 'one' })
    await pruneDeliveries(register, '2026-11-29T05:59:59.000Z')
    expect(await deliveries()).toHaveLength(1)
    await pruneDeliveries(register, '2026-11-29T06:00:00.000Z')
    expect(await deliveries()).toEqual([])
  })
})

describe('a webhook trigger', () => {
  it('is one row however many events there were, as of the latest', async () => {
    const { send, at, triggers } = await openWebhook()
    await send(push)
    at('2026-11-22T06:00:00.400Z')
    await send(push, { event: 'issues' })
    at('2026-11-22T05:00:00.000Z')
    await send(push, { event: 'release' })
    expect(await triggers()).toEqual([{ ...AUDIT_TRIGGER, at: '2026-11-22T06:00:00.400Z' }])
  })

  it('names the repository where uncommon activity is to be read', async () => {
    const { send, register } = await openWebhook()
    await send(push)
    expect(await findTriggeredRepositories(register, LICHEN.id)).toEqual(new Set())
    await send(push, { event: 'deployment' })
    expect(await findTriggeredRepositories(register, LICHEN.id)).toEqual(new Set([10]))
    expect(await findTriggeredRepositories(register, 200)).toEqual(new Set())
  })

  it('is cleared by a reading that began later, not by one that was already running', async () => {
    const { send, at, triggers, register } = await openWebhook()
    at('2026-11-22T06:00:00.400Z')
    await send(push)
    await clearTriggers(register, LICHEN.id, '2026-11-22T06:00:00.000Z')
    expect(await triggers()).toHaveLength(1)
    await clearTriggers(register, 200, '2026-11-23T06:00:00.000Z')
    expect(await triggers()).toHaveLength(1)
    await clearTriggers(register, LICHEN.id, '2026-11-22T06:00:01.000Z')
    expect([await triggers(), await findOrganizationsTriggered(register)]).toEqual([[], []])
  })
})

describe('a join date', () => {
  it('is the one of the first delivery, and is used for verdicts', async () => {
    const { send, at, register } = await openWebhook()
    await send(joined, { event: 'organization' })
    at('2026-11-23T06:00:00.000Z')
    await send(joined, { event: 'organization' })
    expect(await register.query.joins.findMany()).toEqual([{ orgId: 100, accountId: 2, at: NOW }])
    const dates = (await findHolders(register, 100, 0, 10)).map(({ login, joinedAt }) => [login, joinedAt])
    expect(dates).toContainEqual(['bela', NOW])
    expect(dates).toContainEqual(['ada', null])
  })
})

describe('an installation that is deleted or suspended', () => {
  const installation = { id: 55, account: { ...LICHEN, type: 'Organization' } }
  const served = {
    id: 100,
    login: 'Lichen',
    nodeId: 'O_100',
    installationId: 55,
    repositorySelection: 'all' as const,
    missingPermissions: [],
  }

  it.each(['deleted', 'suspend'])('(%s) closes the organisation until the App is back', async (action) => {
    const { send, register } = await openWebhook()
    await recordOrganizations(register, [served], NOW)
    await send({ action, installation }, { event: 'installation' })
    expect(await findOrganization(register, 'lichen')).toBeUndefined()
    expect(await findOrganizationsTriggered(register)).toEqual([])
    await recordOrganizations(register, [served], NOW)
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
    expect(await findOrganization(register, 'moss')).toMatchObject({ closedAt: null })
  })

  it('closes nothing when the delivery comes again after the hourly run found the App back', async () => {
    const { send, register } = await openWebhook()
    await recordOrganizations(register, [served], NOW)
    const suspended = () =>
      send({ action: 'suspend', installation }, { event: 'installation', id: 'the-same-delivery' })
    await suspended()
    await recordOrganizations(register, [served], NOW)
    await suspended()
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
  })

  it('leaves an organisation open that has a newer installation', async () => {
    const { send, register } = await openWebhook()
    await recordOrganizations(register, [{ ...served, installationId: 56 }], NOW)
    await send({ action: 'deleted', installation }, { event: 'installation' })
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
  })
})
