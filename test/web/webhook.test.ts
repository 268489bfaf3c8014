/** GitHub's webhooks: which are accepted, what is recorded, and that a delivery may come twice. */
import { describe, expect, it } from 'vitest'
import { findHolders } from '../../src/register/activity/without-activity.ts'
import {
  clearTriggers,
  findOrganizationsTriggered,
  findTriggeredRepositories,
  pruneDeliveries,
} from '../../src/register/audits/webhook-deliveries.ts'
import type { Register } from '../../src/register/open.ts'
import { findOrganization, recordOrganizations } from '../../src/register/organizations.ts'
import { joins } from '../../src/register/schema.ts'
import { HOME, NOW } from '../fixtures/register/site.ts'
import { LICHEN, openWebhook, type Sent } from '../fixtures/register/webhook.ts'

const atlas = { id: 10, name: 'atlas', owner: { ...LICHEN, type: 'Organization' } }
const push = { organization: LICHEN, repository: atlas, sender: { id: 2, type: 'User' } }
const joined = {
  action: 'member_added',
  organization: LICHEN,
  membership: { user: { id: 2 } },
  sender: { id: 1, type: 'User' },
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

describe('SECURITY.md, row 8: a delivery that comes twice', () => {
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

  it('is recorded once under whatever id it comes, because its body is signed and its id is not', async () => {
    const { send, triggers, register, deliveries } = await openWebhook()
    const body = JSON.stringify(joined)
    await send(body, { event: 'organization', id: 'one' })
    await clearTriggers(register, LICHEN.id, NOW)
    const before = await deliveries()
    await register.delete(joins)
    for (const event of ['organization', 'push', 'deployment'])
      expect((await send(body, { event, id: `of-a-${event}` })).status).toBe(202)
    expect([await triggers(), await register.query.joins.findMany(), await deliveries()]).toEqual([
      [],
      [],
      before,
    ])
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
    const dates = (await findHolders(register, 100, 0, 10, NOW)).map(({ login, joinedAt }) => [
      login,
      joinedAt,
    ])
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

  const event = (action: string) => ({ action, installation })
  const isOpen = async (register: Register) => (await findOrganization(register, 'lichen')) !== undefined

  it.each(['deleted', 'suspend'])(
    '(%s) closes the organisation until the App is back, once GitHub confirms it',
    async (action) => {
      const { send, register, ended } = await openWebhook()
      await recordOrganizations(register, [served], NOW)
      ended.add(55)
      await send(event(action), { event: 'installation' })
      expect(await isOpen(register)).toBe(false)
      expect(await findOrganizationsTriggered(register)).toEqual([])
      await recordOrganizations(register, [served], NOW)
      expect(await isOpen(register)).toBe(true)
      expect(await findOrganization(register, 'moss')).toMatchObject({ closedAt: null })
    },
  )

  it.each(['deleted', 'suspend'])(
    '(%s) closes nothing where GitHub still has it, and asks for an audit',
    async (action) => {
      const { send, register, asked, triggers } = await openWebhook()
      await recordOrganizations(register, [served], NOW)
      expect((await send(event(action), { event: 'installation' })).status).toBe(202)
      expect([asked, await isOpen(register)]).toEqual([[55], true])
      expect(await triggers()).toEqual([AUDIT_TRIGGER])
    },
  )

  it('closes nothing when the delivery comes again after the hourly run found the App back', async () => {
    const { send, register, ended, asked } = await openWebhook()
    await recordOrganizations(register, [served], NOW)
    ended.add(55)
    const suspended = JSON.stringify(event('suspend'))
    await send(suspended, { event: 'installation', id: 'the-same-delivery' })
    await recordOrganizations(register, [served], NOW)
    await send(suspended, { event: 'installation', id: 'the-same-delivery' })
    await send(suspended, { event: 'installation', id: 'another' })
    expect([asked, await isOpen(register)]).toEqual([[55], true])
  })

  it('leaves an organisation open that has a newer installation, and asks GitHub nothing about it', async () => {
    const { send, register, ended, asked } = await openWebhook()
    await recordOrganizations(register, [{ ...served, installationId: 56 }], NOW)
    ended.add(55)
    await send(event('deleted'), { event: 'installation' })
    expect([asked, await isOpen(register)]).toEqual([[], true])
  })
})
