/** GitHub's webhooks: what is believed, what is recorded, and that it costs nothing when one is missed or comes twice. */
import { sign } from '@octokit/webhooks-methods'
import { describe, expect, it } from 'vitest'
import type { Bindings, Platform } from '../../src/platform.ts'
import { findHolders } from '../../src/register/activity/without-activity.ts'
import { findOrganization, recordOrganizations } from '../../src/register/organizations.ts'
import {
  clearTriggers,
  findOrganizationsTriggered,
  findPendingTriggers,
  pruneDeliveries,
} from '../../src/register/webhooks.ts'
import { webOver } from '../../src/web/app.tsx'
import { HOME, NOW, openCastle } from '../fixtures/web.ts'

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

/** The castle with a webhook secret, and GitHub's way of sending to it. */
async function openGate(webhookSecret: string | null = SECRET) {
  const time = { now: NOW }
  const deployment = { publicUrl: HOME, webUrl: 'https://github.example', apiToken: null, webhookSecret }
  const castle = await openCastle()
  const { register } = castle
  // The cast: what takes a webhook uses no more of the outside than this.
  const web = webOver(() => ({ register, deployment, now: time.now }) as unknown as Platform)
  const post = async (body: string, headers: Record<string, string>) => {
    const request = new Request(new URL('/webhooks/github', HOME), { method: 'POST', body, headers })
    return await web.request(request, undefined, {} as Bindings)
  }
  let n = 0
  return {
    register,
    post,
    session: () => castle.session({ id: 1, login: 'ada' }),
    at: (now: string) => {
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
    prompts: () => findPendingTriggers(register, LICHEN.id),
    deliveries: () => register.query.deliveries.findMany(),
  }
}

const ATLAS_PROMPT = { kind: 'repository', target: 10, at: '2026-11-22T06:00:00.000Z' }

describe('a webhook', () => {
  it('prompts the re-reading of what it names, and writes no act', async () => {
    const { send, prompts: triggers, register } = await openGate()
    const before = await register.query.activity.findMany()
    expect((await send(push)).status).toBe(202)
    expect(await triggers()).toEqual([ATLAS_PROMPT])
    expect(await findOrganizationsTriggered(register)).toEqual([100])
    expect(await register.query.activity.findMany()).toEqual(before)
    expect(await register.query.history.findMany()).toEqual([])
  })

  it.each<[string, Sent]>([
    ['with another secret', { secret: 'guessed' }],
    ['of another body', { signature: `sha256=${'0'.repeat(64)}` }],
    ['that is no number', { signature: 'sha256=x' }],
    ['in the old kind', { signature: `sha1=${'0'.repeat(40)}` }],
    ['that is missing', { signature: '' }],
  ])('with a signature %s is refused, and nothing is recorded', async (_, sent) => {
    const { send, prompts: triggers, deliveries } = await openGate()
    const answer = await send(push, sent)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ status: 401, title: 'The signature does not fit' })
    expect([await triggers(), await deliveries()]).toEqual([[], []])
  })

  it('is not found where no secret is set, even signed with nothing', async () => {
    const { send, prompts: triggers } = await openGate(null)
    expect((await send(push)).status).toBe(404)
    expect((await send(push, { signature: '' })).status).toBe(404)
    expect(await triggers()).toEqual([])
  })

  it('larger than 1 MiB is refused, whether or not it says how long it is', async () => {
    const { send, prompts: triggers } = await openGate()
    const large = JSON.stringify({ ...push, commits: 'x'.repeat(1024 * 1024) })
    expect((await send(large)).status).toBe(413)
    expect((await send(large, { headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413)
    expect(await triggers()).toEqual([])
  })

  it('that is signed and no JSON, or carries no delivery id, is refused in a sentence', async () => {
    const { send, prompts: triggers } = await openGate()
    const form = await send('payload=%7B%7D')
    expect(form.status).toBe(422)
    expect(await form.json()).toMatchObject({ detail: expect.stringContaining('application/json') })
    expect((await send(push, { id: ' ' })).status).toBe(422)
    expect(await triggers()).toEqual([])
  })

  it('of an unknown event, a bot or an organisation that is not served is taken and forgotten', async () => {
    const { send, register, deliveries } = await openGate()
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

  it('is never believed because of a session: an owner cannot send one', async () => {
    const { post, session, prompts: triggers } = await openGate()
    const cookie = `__Host-chatelaine-session=${await session()}`
    const headers = { cookie, origin: HOME, 'x-github-event': 'push', 'x-github-delivery': 'one' }
    expect((await post(JSON.stringify(push), headers)).status).toBe(401)
    expect(await triggers()).toEqual([])
  })
})

describe('design §3.8: a delivery that comes twice', () => {
  it('prompts once', async () => {
    const { send, at, prompts: triggers, register, deliveries } = await openGate()
    await send(push, { id: 'one' })
    await clearTriggers(register, LICHEN.id, NOW)
    at('2026-11-22T07:00:00Z')
    expect((await send(push, { id: 'one' })).status).toBe(202)
    expect([await triggers(), (await deliveries()).length]).toEqual([[], 1])
    await send(push, { id: 'two' })
    expect(await triggers()).toEqual([{ ...ATLAS_PROMPT, at: '2026-11-22T07:00:00.000Z' }])
  })

  it('is forgotten after a week', async () => {
    const { send, register, deliveries } = await openGate()
    await send(push, { id: 'one' })
    await pruneDeliveries(register, '2026-11-29T05:59:59Z')
    expect(await deliveries()).toHaveLength(1)
    await pruneDeliveries(register, '2026-11-29T06:00:00Z')
    expect(await deliveries()).toEqual([])
  })
})

describe('what is prompted', () => {
  it('is one row however many events there were, as of the latest', async () => {
    const { send, at, prompts: triggers } = await openGate()
    await send(push)
    at('2026-11-22T06:00:00.400Z')
    await send(push, { event: 'issues' })
    at('2026-11-22T05:00:00Z')
    await send(push, { event: 'release' })
    expect(await triggers()).toEqual([{ ...ATLAS_PROMPT, at: '2026-11-22T06:00:00.400Z' }])
  })

  it('is cleared by a reading that began later, not by one that was under way', async () => {
    const { send, at, prompts: triggers, register } = await openGate()
    at('2026-11-22T06:00:00.400Z')
    await send(push)
    await clearTriggers(register, LICHEN.id, '2026-11-22T06:00:00Z')
    expect(await triggers()).toHaveLength(1)
    await clearTriggers(register, 200, '2026-11-23T06:00:00Z')
    expect(await triggers()).toHaveLength(1)
    await clearTriggers(register, LICHEN.id, '2026-11-22T06:00:01Z')
    expect([await triggers(), await findOrganizationsTriggered(register)]).toEqual([[], []])
  })
})

describe('a join date', () => {
  it('is kept as it was first told, and known where people are judged', async () => {
    const { send, at, register } = await openGate()
    await send(joined, { event: 'organization' })
    at('2026-11-23T06:00:00Z')
    await send(joined, { event: 'organization' })
    expect(await register.query.joins.findMany()).toEqual([{ orgId: 100, accountId: 2, at: NOW }])
    const dates = (await findHolders(register, 100, 0, 10)).map(({ login, joinedAt }) => [login, joinedAt])
    expect(dates).toContainEqual(['bela', NOW])
    expect(dates).toContainEqual(['ada', null])
  })
})

describe('an installation that is taken back or suspended', () => {
  const installation = { id: 55, account: { ...LICHEN, type: 'Organization' } }
  const served = {
    id: 100,
    login: 'Lichen',
    nodeId: 'O_100',
    installationId: 55,
    repositorySelection: 'all' as const,
  }

  it.each(['deleted', 'suspend'])('(%s) closes the organisation until the App is back', async (action) => {
    const { send, register } = await openGate()
    await recordOrganizations(register, [served], NOW)
    await send({ action, installation }, { event: 'installation' })
    expect(await findOrganization(register, 'lichen')).toBeUndefined()
    expect(await findOrganizationsTriggered(register)).toEqual([])
    await recordOrganizations(register, [served], NOW)
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
    expect(await findOrganization(register, 'moss')).toMatchObject({ closedAt: null })
  })

  it('told of again, after the hourly run has found it back, closes nothing', async () => {
    const { send, register } = await openGate()
    await recordOrganizations(register, [served], NOW)
    const suspended = () =>
      send({ action: 'suspend', installation }, { event: 'installation', id: 'the-same-delivery' })
    await suspended()
    await recordOrganizations(register, [served], NOW)
    await suspended()
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
  })

  it('leaves an organisation open that has a newer installation', async () => {
    const { send, register } = await openGate()
    await recordOrganizations(register, [{ ...served, installationId: 56 }], NOW)
    await send({ action: 'deleted', installation }, { event: 'installation' })
    expect(await findOrganization(register, 'lichen')).toMatchObject({ closedAt: null })
  })
})
