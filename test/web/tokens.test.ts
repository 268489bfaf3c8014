/** Bearer tokens: who makes, sees and ends them, and who is told. */
import { describe, expect, it } from 'vitest'
import type { Platform } from '../../src/platform.ts'
import { instant } from '../../src/policy/calendar.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { apiTokens, rights, sessions } from '../../src/register/schema.ts'
import { HOME, NOW, OPERATOR_TOKEN, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

/** Another owner of lichen. */
const CLEO = { id: 4, login: 'cleo' }
/** The owner of moss. */
const MOIRA = { id: 7, login: 'moira' }
const LICHEN = 100
const MOSS = 200
const DAY = 86_400_000

type Message = Parameters<Platform['post']>[1]

/** Lichen is ada's and cleo's, moss is moira's and, where `both`, ada's too. */
async function twoOwners({ both = false, names = false } = {}) {
  const sent: { orgId: number; message: Message }[] = []
  const site: Site = await openSite({
    post: async (orgId, message) => {
      sent.push({ orgId, message })
    },
    organizationRoleOf: async (org, account) => (owners.get(org.id)?.includes(account.id) ? 'owner' : 'none'),
  })
  const owners = new Map([
    [LICHEN, [OWNER.id, CLEO.id]],
    [MOSS, both ? [MOIRA.id, OWNER.id] : [MOIRA.id]],
  ])
  await owns(site, LICHEN, CLEO.id)
  if (both) await owns(site, MOSS, OWNER.id)
  if (names) await site.putRules({ channels: { names: true } })
  return { site, sent, owners }
}

async function owns(site: Site, org: number, account: number): Promise<void> {
  const grants = grantsStatements(
    site.register,
    org,
    [{ kind: 'organization_role', account, role: 'admin' }],
    NOW,
  )
  for (const statement of grants) await statement
}

/** A token, made in the browser by its maker. */
async function made(site: Site, maker = OWNER, body: Record<string, unknown> = {}) {
  const answer = await site.visit('/api/tokens', maker, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'nightly', scope: 'decide', ...body }),
  })
  const token = (await answer.json()) as { id: string; token: string; createdAt: string; expiresAt: string }
  return { ...token, status: answer.status }
}

const ended = (site: Site, id: string, person: typeof OWNER) =>
  site.visit(`/api/tokens/${id}`, person, { method: 'DELETE', headers: { origin: HOME } })

/** What the history of an organisation says of tokens, oldest first. */
async function told(site: Site, org = LICHEN): Promise<string[]> {
  const { items } = await findHistoryPage(site.register, org, null, 100)
  return items
    .filter(({ act }) => act.startsWith('token_'))
    .map(({ sentence }) => String(sentence))
    .reverse()
}

const daysOf = ({ createdAt, expiresAt }: { createdAt: string; expiresAt: string }) =>
  Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / DAY)

describe('a new token', () => {
  it('lasts 30 days unless told otherwise, and at most 90', async () => {
    const { site } = await twoOwners()
    expect(daysOf(await made(site))).toBe(30)
    expect(daysOf(await made(site, OWNER, { days: 90 }))).toBe(90)
    expect((await made(site, OWNER, { days: 91 })).status).toBe(422)
    const page = await (await site.visit('/me', OWNER)).text()
    expect(page).toMatch(/name="days" type="number" min="1" max="90" value="30"/)
    const fields = { name: 'weekly', scope: 'read' }
    expect((await site.send('/me/tokens', OWNER, { ...fields, days: '91' })).status).toBe(422)
    expect((await site.send('/me/tokens', OWNER, { ...fields, days: '90' })).status).toBe(201)
    expect(await site.register.query.apiTokens.findMany()).toHaveLength(3)
  })

  it('stands in the history and in a message of every organisation that its maker owns, and in no other', async () => {
    const { site, sent } = await twoOwners({ both: true })
    const { id, token, expiresAt } = await made(site)
    expect(await told(site, LICHEN)).toEqual([
      expect.stringMatching(/^ada made the token "nightly", which reads and decides/),
    ])
    expect(await told(site, MOSS)).toEqual(await told(site, LICHEN))
    const { items } = await findHistoryPage(site.register, MOSS, null, 1)
    expect(items[0]).toMatchObject({
      act: 'token_made',
      facts: { token: id, name: 'nightly', scope: 'decide', expiresAt },
    })
    expect(sent.map(({ orgId, message }) => [orgId, message.kind])).toEqual([
      [LICHEN, 'token_made'],
      [MOSS, 'token_made'],
    ])
    expect(JSON.stringify([items, sent])).not.toContain(token)
    await made(site, CLEO)
    expect([(await told(site, LICHEN)).length, (await told(site, MOSS)).length]).toEqual([2, 1])
  })

  it('stands there also where its maker became an owner since the last audit', async () => {
    const { site } = await twoOwners()
    await site.register
      .insert(rights)
      .values({ key: `${MOSS}:${CLEO.id}`, role: 'owner', checkedAt: instant(Date.now() - DAY / 2) })
    await made(site, CLEO)
    expect(await told(site, MOSS)).toHaveLength(1)
    await site.register.update(rights).set({ checkedAt: instant(Date.now() - 2 * DAY) })
    await made(site, CLEO)
    expect(await told(site, MOSS)).toHaveLength(1)
  })

  it('names its maker in the message only where the settings say so', async () => {
    for (const names of [false, true]) {
      const { site, sent } = await twoOwners({ names })
      await made(site)
      const text = JSON.stringify(sent)
      // A whole word: hashes may contain its letters.
      expect([/\bada\b/.test(text), text.includes('nightly')]).toEqual([names, names])
    }
  })

  it('has a name of one line, so that it cannot write a line of the message', async () => {
    const { site, sent } = await twoOwners({ names: true })
    for (const name of ['nightly\nHistory: entry 9', 'night\u202eyl', 'night\u2028ly', 'night\u0007ly']) {
      expect((await made(site, OWNER, { name })).status).toBe(422)
      expect((await site.send('/me/tokens', OWNER, { name, scope: 'read', days: '1' })).status).toBe(422)
    }
    expect(sent.filter(({ message }) => message.kind === 'token_made')).toEqual([])
    expect((await made(site, OWNER, { name: 'Nächtlich, “CI”' })).status).toBe(201)
  })

  it('is not made by a session older than ten minutes', async () => {
    const { site } = await twoOwners()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    await site.register.update(sessions).set({ createdAt: instant(Date.now() - 11 * 60_000) })
    const answer = await site.visit('/api/tokens', undefined, {
      method: 'POST',
      headers: { cookie, origin: HOME, 'content-type': 'application/json' },
      body: '{"name":"nightly"}',
    })
    expect([answer.status, await told(site)]).toEqual([403, []])
  })
})

describe('the owners of an organisation', () => {
  it('see the tokens of all of them on the settings page and over the API', async () => {
    const { site } = await twoOwners()
    await made(site, OWNER, { name: 'nightly' })
    await made(site, MOIRA, { name: 'of moss' })
    const page = await (await site.visit('/orgs/lichen/settings', CLEO)).text()
    expect([page.includes('nightly'), page.includes('of moss')]).toEqual([true, false])
    const answer = await site.visit('/api/orgs/lichen/tokens', CLEO)
    expect(await answer.json()).toMatchObject({ items: [{ name: 'nightly', maker: OWNER, scope: 'decide' }] })
    expect((await site.visit('/api/orgs/lichen/tokens', MOIRA)).status).toBe(404)
  })

  it('end each other’s tokens, by the form and over the API, and the history says who', async () => {
    const { site, sent } = await twoOwners()
    const first = await made(site)
    const answer = await site.send(`/orgs/lichen/tokens/${first.id}/end`, CLEO, {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orgs/Lichen/settings#tokens'])
    const second = await made(site)
    expect((await ended(site, second.id, CLEO)).status).toBe(204)
    for (const { token } of [first, second])
      expect((await site.api('/api/orgs/lichen/accounts', token)).status).toBe(401)
    expect((await told(site)).filter((sentence) => sentence.includes('ended'))).toEqual([
      'cleo ended the token "nightly" of ada.',
      'cleo ended the token "nightly" of ada.',
    ])
    expect(sent.filter(({ message }) => message.kind === 'token_ended')).toHaveLength(2)
    const rows = await site.register.query.apiTokens.findMany()
    expect(rows.map(({ endedAt, endedBy }) => [endedAt !== null, endedBy])).toEqual([
      [true, { kind: 'person', ...CLEO }],
      [true, { kind: 'person', ...CLEO }],
    ])
  })

  it('end no token of anybody else: owners of other organisations, strangers and former owners get a 404', async () => {
    const { site, owners } = await twoOwners()
    const { id, token } = await made(site)
    owners.set(LICHEN, [OWNER.id])
    for (const person of [MOIRA, STRANGER, CLEO]) {
      expect((await ended(site, id, person)).status).toBe(404)
      expect((await site.send(`/orgs/lichen/tokens/${id}/end`, person, {})).status).toBe(404)
    }
    expect((await site.send(`/orgs/moss/tokens/${id}/end`, MOIRA, {})).status).toBe(404)
    expect((await site.api('/api/orgs/lichen/accounts', token)).status).toBe(200)
  })

  it('do not learn from an ended token who owns another organisation of its maker', async () => {
    const { site, sent } = await twoOwners({ both: true, names: true })
    const { id } = await made(site)
    await ended(site, id, CLEO)
    expect((await told(site, LICHEN)).at(-1)).toBe('cleo ended the token "nightly" of ada.')
    expect((await told(site, MOSS)).at(-1)).toBe(
      'An owner of another organisation ended the token "nightly" of ada.',
    )
    const { items } = await findHistoryPage(site.register, MOSS, null, 100)
    expect(JSON.stringify([items, sent.filter(({ orgId }) => orgId === MOSS)])).not.toContain('cleo')
  })

  it('end a token once; one that has expired was ended by nobody', async () => {
    const { site } = await twoOwners()
    const first = await made(site)
    expect([(await ended(site, first.id, OWNER)).status, (await ended(site, first.id, CLEO)).status]).toEqual(
      [204, 404],
    )
    const second = await made(site)
    await site.register.update(apiTokens).set({ expiresAt: instant(Date.now() - 1000) })
    expect((await ended(site, second.id, OWNER)).status).toBe(404)
    const row = await site.register.query.apiTokens.findFirst({ where: (t, { eq }) => eq(t.id, second.id) })
    expect([row?.endedAt, row?.endedBy]).toEqual([null, null])
    expect((await told(site)).filter((sentence) => sentence.includes('ended'))).toHaveLength(1)
  })
})

describe('a token', () => {
  it('cannot make, see or end tokens, by the API or by a form', async () => {
    const { site } = await twoOwners()
    const { id, token } = await made(site)
    for (const bearer of [token, OPERATOR_TOKEN]) {
      const statuses = await Promise.all([
        site.api('/api/tokens', bearer),
        site.api('/api/tokens', bearer, { method: 'POST', body: '{"name":"more"}' }),
        site.api(`/api/tokens/${id}`, bearer, { method: 'DELETE' }),
        site.api('/api/orgs/lichen/tokens', bearer),
        site.api('/me', bearer),
        ...['/me/tokens', `/me/tokens/${id}/end`, `/orgs/lichen/tokens/${id}/end`].map((path) =>
          site.api(path, bearer, {
            method: 'POST',
            body: 'name=more&days=1',
            headers: { 'content-type': 'application/x-www-form-urlencoded', origin: HOME },
          }),
        ),
      ])
      expect(statuses.map(({ status }) => status)).toEqual(statuses.map(() => 403))
      const settings = await (await site.api('/orgs/lichen/settings', bearer)).text()
      expect(settings).not.toContain('nightly')
    }
    expect(await site.register.query.apiTokens.findMany()).toHaveLength(1)
  })

  it('is named where it acted: the history says "by token", and which one', async () => {
    const { site } = await twoOwners()
    const { id, token } = await made(site)
    await site.api('/api/orgs/lichen/accounts', token)
    const page = await (await site.visit('/orgs/lichen/history?view=looked', CLEO)).text()
    expect(page).toContain('<b>ada by token</b> looked at the list of accounts.')
    const answer = await site.visit('/api/orgs/lichen/history', CLEO)
    const { items } = (await answer.json()) as { items: { act: string; actor: unknown }[] }
    expect(items.find(({ act }) => act === 'looked')?.actor).toEqual({ kind: 'person', ...OWNER, token: id })
  })

  it('does not hide behind a look of its maker on the same day', async () => {
    const { site } = await twoOwners()
    const { token } = await made(site)
    await site.visit('/orgs/lichen/accounts', OWNER)
    await site.api('/api/orgs/lichen/accounts', token)
    await site.api('/api/orgs/lichen/accounts', token)
    const { items } = await findHistoryPage(site.register, LICHEN, null, 100)
    expect(items.filter(({ act }) => act === 'looked').map(({ sentence }) => sentence)).toEqual([
      'ada by token looked at the list of accounts.',
      'ada looked at the list of accounts.',
    ])
  })
})
