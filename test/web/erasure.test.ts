/** Erasing one person: they appear nowhere afterwards, everybody else does, and the history still holds. */

import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectationOf, unmet } from '../../bin/verify-history/expectations.ts'
import type { Message } from '../../src/notify/message.ts'
import type { Id } from '../../src/policy/words.ts'
import type { Ask } from '../../src/register/history/compare/register-rows.ts'
import { findHistoryHead } from '../../src/register/history/history.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { together } from '../../src/register/open.ts'
import { findHeldEverywhere } from '../../src/register/people/everything-held.ts'
import { grants } from '../../src/register/schema.ts'
import { begun } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'
import { leaveTraces, NAME, SOMEBODY } from '../fixtures/register/somebody.ts'

let site: Site

beforeEach(async () => {
  site = await begun()
  await leaveTraces(site)
})

const erase = (
  login: string,
  sent: object = { reason: 'asked_by_person', waivesWayBack: true },
  person = OWNER,
) =>
  site.visit(`/api/orgs/lichen/accounts/${login}/erasure`, person, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(sent),
  })

/** Every table of the database with its rows as text. */
async function tables(): Promise<ReadonlyMap<string, string>> {
  const names = await site.register.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\' and name <> 'd1_migrations'`,
  )
  const found = new Map<string, string>()
  for (const { name } of names)
    found.set(name, JSON.stringify(await site.register.all(sql.raw(`select * from "${name}"`))))
  return found
}

/** As `npm run verify-history` asks its database. */
const ask: Ask = async (statements) =>
  // The cast is safe: an answer for each statement.
  (
    await together(
      site.register,
      statements.map((text) => site.register.run(sql.raw(text))),
    )
  ).map(({ results }) => results) as never

const isThere = (text: string) => /sen-tinel|zenobia|quince|424242/i.test(text)
const named = async () =>
  [...(await tables())].flatMap(([name, rows]) => (isThere(rows) ? [name] : [])).sort()

/** Tables that name nobody: keys, codes, states of organisations and repositories. */
const NAMELESS = [
  'audit_notes',
  'deliveries',
  'history',
  'oauth_states',
  'prompts',
  'repositories',
  'seen_pages',
]
const NAMELESS_TOO = ['stale_access', 'teams', 'triggers', 'unlinked_commits']

describe('an erasure', () => {
  test('begins with somebody who is named in every table that can name anybody', async () => {
    const all = [...(await tables()).keys()].sort()
    expect(await named()).toEqual(all.filter((name) => ![...NAMELESS, ...NAMELESS_TOO].includes(name)))
  })

  test('leaves them in no table, page, export or message', async () => {
    const answer = await erase(SOMEBODY.login)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"texts":6')])
    expect(await named()).toEqual([])
    const pages = [
      'accounts',
      'accounts?format=csv',
      'credentials',
      'reviews',
      'history',
      'history?format=json',
      'settings',
    ]
    const reviews = ['reviews/old-review', 'reviews/old-review?view=done', 'reviews/old-review?format=json']
    for (const path of [...pages, ...reviews, '']) {
      const shown = await site.visit(`/orgs/lichen/${path}`.replace(/\/$/, ''), OWNER)
      expect(`${path} ${shown.status} ${isThere(await shown.text())}`).toBe(`${path} 200 false`)
    }
    for (const path of ['accounts', 'history', 'settings', 'reviews/old-review/proposals']) {
      const shown = await site.visit(`/api/orgs/lichen/${path}`, OWNER)
      expect(`${path} ${shown.status} ${isThere(await shown.text())}`).toBe(`${path} 200 false`)
    }
  })

  test('leaves the history whole, also as a message before it printed it', async () => {
    const before = await findHistoryHead(site.register, 100)
    await erase(SOMEBODY.login)
    expect(await verifyHistory(site.register, 100)).toMatchObject({ ok: true })
    const [kept] = await site.register.all(
      sql`select hash from history where org_id = 100 and seq = ${before?.seq}`,
    )
    expect(kept).toEqual({ hash: before?.hash })
    const expected = expectationOf(`Lichen=${before?.seq}:${before?.hash}`)
    expect(await unmet(ask, [{ id: 100, login: 'Lichen' }], expected)).toBeNull()
  })

  test('takes sign-ins, tokens and calendar addresses with the last organisation that knows them', async () => {
    const held = () => findHeldEverywhere(site.register, SOMEBODY.id)
    expect(await held()).toMatchObject({ sessions: [{}], tokens: [{ id: 't1' }], calendarAddresses: [{}] })
    const grant = { key: 'k', kind: 'organization_role', role: 'member', firstSeen: NOW }
    await site.register.insert(grants).values({ ...grant, orgId: 200, accountId: SOMEBODY.id })
    await erase(SOMEBODY.login)
    expect((await held()).tokens).toHaveLength(1)
    await site.register.delete(grants).where(eq(grants.orgId, 200))
    await site.register.insert(grants).values({ ...grant, orgId: 100, accountId: SOMEBODY.id, closedAt: NOW })
    await erase(SOMEBODY.login)
    expect(await held()).toEqual({ sessions: [], tokens: [], calendarAddresses: [] })
  })

  test('leaves the numbers of the reviews as they were', async () => {
    const counts = async () =>
      ((await (await site.visit('/api/orgs/lichen/reviews/old-review', OWNER)).json()) as { counts: unknown })
        .counts
    const before = await counts()
    await erase(SOMEBODY.login)
    expect(await counts()).toEqual(before)
  })

  test('leaves what is about others, and texts that only look alike', async () => {
    await erase(SOMEBODY.login)
    const history = await (await site.visit('/api/orgs/lichen/history', OWNER)).text()
    expect(history).toContain('The sentinels were counted.')
    const rows = JSON.stringify(await site.register.query.proposals.findMany())
    expect(rows).toContain('"reason":"Works with (erased) ((erased))."')
    expect((await site.visit('/orgs/lichen/accounts/bela', OWNER)).status).toBe(200)
  })

  test('is told with the name of the owner alone', async () => {
    await erase(SOMEBODY.login)
    const history = (await (await site.visit('/api/orgs/lichen/history', OWNER)).json()) as {
      items: { act: string; sentence: string }[]
    }
    expect(history.items.slice(0, 2).map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(
        /^Erased: the 6 texts of entries .* said of people\. Reason: the person asked for it\.$/,
      ),
      'ada has somebody erased who holds nothing here any more: the person asked for it. The next entries say what went.',
    ])
  })

  test('is told to the channels at once, with nobody’s name but the owner’s where names are allowed', async () => {
    const posted: Message[] = []
    Object.assign(site.platform, { post: async (_org: Id, message: Message) => posted.push(message) })
    await erase(SOMEBODY.login)
    expect(posted.map(({ kind, title }) => [kind, title])).toEqual([
      ['erased', 'Lichen: somebody who holds nothing any more was erased'],
    ])
    expect(posted[0]?.lines[0]).toMatch(
      /^It was done by .*: the person asked for it\. 6 texts of the history went, and entries of their own say which\./,
    )
    expect(isThere(JSON.stringify(posted))).toBe(false)
    await erase(SOMEBODY.login)
    expect(posted).toHaveLength(1)
  })

  test('is gone through with again where it is asked for twice: nothing is there any more', async () => {
    await erase(SOMEBODY.login)
    expect((await erase(SOMEBODY.login)).status).toBe(404)
  })
})

describe('is refused', () => {
  test.each([
    ['somebody still holds access', IDLE.login, {}, /bela still holds access here/],
    [
      'the way back is open and nobody gives it up',
      SOMEBODY.login,
      { waivesWayBack: false },
      /with one click until 1 March 2028/,
    ],
    [
      'the organisation, not the person, would give the way back up',
      SOMEBODY.login,
      { reason: 'organization' },
      /until 1 March 2028/,
    ],
  ])('where %s', async (_, login, changes, why) => {
    const answer = await erase(login, { reason: 'asked_by_person', waivesWayBack: true, ...changes })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(why)])
    expect(await named()).toContain('accounts')
  })

  test.each([
    [
      'a question about them is open',
      "update proposals set status = 'open' where id = 'about-them'",
      /1 question about/,
    ],
    [
      'a vote of theirs still counts',
      "update proposals set status = 'decided' where id = 'about-moira'",
      /1 vote of/,
    ],
    [
      'a key of theirs still opens something',
      'update credentials set closed_at = null where owner_id = 424242',
      /what still works/,
    ],
    ['access is being given back', "update restorations set status = 'invited'", /being given back/],
    [
      'a change of the settings that names them waits',
      'update pending_rules set ended_at = null',
      /change of the settings waits/,
    ],
  ])('while %s', async (_, change, why) => {
    await site.register.run(sql.raw(change))
    const answer = await erase(SOMEBODY.login)
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(why)])
  })

  test('to tokens, to the operator, and to a sign-in that is not of the last minutes', async () => {
    const init = { method: 'POST', body: JSON.stringify({ reason: 'organization' }) }
    const path = `/api/orgs/lichen/accounts/${SOMEBODY.login}/erasure`
    expect((await site.api(path, undefined, init)).status).toBe(403)
    expect((await site.api(path, await site.token(OWNER), init)).status).toBe(403)
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER, 11)}`
    const headers = { cookie, origin: HOME, 'content-type': 'application/json' }
    expect((await site.visit(path, undefined, { ...init, headers })).status).toBe(403)
  })
})

test('the page of somebody who is gone offers it, and says how long the way back would last', async () => {
  const page = await (await site.visit(`/orgs/lichen/accounts/${SOMEBODY.login}`, OWNER)).text()
  expect(page).toContain('Erase Sen-Tinel from this organisation.')
  expect(page).toContain('which is possible until 1 March 2028')
  const path = `/orgs/lichen/accounts/${SOMEBODY.login}/erasure`
  const refused = await site.send(path, OWNER, { reason: 'organization' })
  expect([refused.status, await refused.text()]).toEqual([
    409,
    expect.stringContaining('Nothing was erased.'),
  ])
  const done = await site.send(path, OWNER, { reason: 'asked_by_person', waivesWayBack: 'yes' })
  expect([done.status, done.headers.get('location')]).toEqual([303, '/orgs/Lichen/accounts?erased=6'])
})

test('a deployment that keeps less than the way back says so on the settings page and beside the way back', async () => {
  const short = await begun({}, { keeping: { activityMonths: 12, textsMonths: 6, uninstalledDays: 30 } })
  await leaveTraces(short)
  await short.register.run(sql`delete from restorations`)
  expect(await (await short.visit('/orgs/lichen/settings', OWNER)).text()).toContain(
    'are kept for 6 months here',
  )
  const done = await (await short.visit('/orgs/lichen/reviews/old-review?view=done', OWNER)).text()
  expect(done).toMatch(/ended on <time datetime="2026-09-01/)
})

test('an export tells everything that is held on somebody, and stands in the history without their name', async () => {
  const answer = await site.visit(`/api/orgs/lichen/accounts/${SOMEBODY.login}/export`, OWNER)
  expect(answer.status).toBe(200)
  const text = await answer.text()
  for (const each of [NAME, 'I need it', 'disabled', 'Answered about Sen-Tinel.', 'please', 'left'])
    expect(text).toContain(each)
  expect((await site.api(`/api/orgs/lichen/accounts/${SOMEBODY.login}/export`)).status).toBe(403)
  const history = await (await site.visit('/api/orgs/lichen/history?limit=1', OWNER)).text()
  expect(history).toContain('ada exported everything held on one account.')
})
