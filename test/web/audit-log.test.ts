/** An owner hands in the audit log, by page and by API. */
import { describe, expect, it } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import {
  HOME,
  IDLE,
  NOW,
  OPERATOR_TOKEN,
  OWNER,
  openSite,
  type Site,
  STRANGER,
} from '../fixtures/register/site.ts'

const AT = Date.parse('2026-10-01T10:00:00.000Z')
const entry = (action: string, change: object = {}) => ({
  '@timestamp': AT,
  action,
  actor: 'bela',
  actor_id: 2,
  org: 'Lichen',
  org_id: 100,
  ...change,
})
const LOG = [
  entry('repo.create', { actor_ip: '203.0.113.7', actor_location: { country_code: 'IS' } }),
  entry('org.add_member', { actor: 'ada', actor_id: 1, user: 'bela', user_id: 2 }),
  entry('team.add_member', {
    actor: 'zora',
    actor_id: 9,
    user: 'bela',
    user_id: 2,
    team: 'lichen/Cartographers',
  }),
]
const TOLD = {
  from: '2026-10-01T10:00:00.000Z',
  to: '2026-10-01T10:00:00.000Z',
  entries: 3,
  cleared: 1,
  dated: 1,
  unknown: 1,
}

const post = (site: Site, body: string, type = 'application/json', token = OPERATOR_TOKEN) =>
  site.api('/api/orgs/lichen/audit-log', token, { method: 'POST', body, headers: { 'content-type': type } })
const postBy = (site: Site, person: typeof OWNER, body: string) =>
  site.visit('/api/orgs/lichen/audit-log', person, {
    method: 'POST',
    body,
    headers: { origin: HOME, 'content-type': 'text/plain' },
  })
const form = async (site: Site, person: typeof OWNER, file: string | null, token?: string) => {
  const cookie = `__Host-chatelaine-session=${await site.session(person)}`
  const page = await (await site.visit('/orgs/lichen/settings', undefined, { headers: { cookie } })).text()
  const body = new FormData()
  body.set('token', token ?? /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '')
  if (file !== null) body.set('export', new File([file], 'export.json'))
  return site.visit('/orgs/lichen/audit-log', undefined, {
    method: 'POST',
    body,
    headers: { cookie, origin: HOME },
  })
}

const CSV = [
  '@timestamp,action,actor,actor_id,org,org_id,user,user_id,team',
  `${AT},repo.create,bela,2,Lichen,100,,,`,
  `${AT},org.add_member,ada,1,Lichen,100,bela,2,`,
  `${AT},team.add_member,zora,9,Lichen,100,bela,2,lichen/Cartographers`,
].join('\r\n')

describe('the audit log', () => {
  it.each([
    ['JSON', JSON.stringify(LOG), 'application/json'],
    ['JSON, one entry a line', LOG.map((one) => JSON.stringify(one)).join('\n'), 'application/json'],
    ['CSV', CSV, 'text/csv'],
    ['text with a mark at its beginning', `\uFEFF${JSON.stringify(LOG)}`, 'text/plain'],
  ])('is taken as %s', async (_, body, type) => {
    const site = await openSite()
    const answer = await postBy(site, OWNER, body)
    expect([answer.status, await answer.json()]).toEqual([200, { ...TOLD, leftOut: { your_own_acts: 1 } }])
    const byToken = await post(site, body, type)
    expect(await byToken.json()).toEqual({ ...TOLD, cleared: 2, leftOut: {} })
  })

  it('keeps an act and dates, says where they come from, and keeps nothing else of the file', async () => {
    const site = await openSite()
    await postBy(site, OWNER, JSON.stringify(LOG))
    const dossier = await (await site.api('/api/orgs/lichen/accounts/bela')).json()
    expect(dossier).toMatchObject({
      lastActivity: {
        at: TOLD.to,
        kind: 'administration',
        repository: null,
        source: 'audit_log',
        url: 'https://github.example/organizations/Lichen/settings/audit-log',
      },
    })
    const everything = await wholeDatabase(site)
    expect(everything).toContain('"source":"audit_log"')
    for (const other of ['203.0.113.7', 'repo.create', 'team.add_member', 'zora', 'IS"'])
      expect(everything, other).not.toContain(other)
  })

  it('stands in the history with who handed it in and without anybody else', async () => {
    const site = await openSite()
    await postBy(site, OWNER, JSON.stringify(LOG))
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items.map(({ actor, sentence, facts }) => [actor, sentence, facts])).toEqual([
      [
        { kind: 'person', ...OWNER },
        "ada handed in the organisation's audit log from 1 October 2026 to 1 October 2026: it shows an act of 1 person and dates the access of 1 person.",
        { from: TOLD.from, to: TOLD.to, cleared: 1, dated: 1, unknown: 1 },
      ],
    ])
  })

  it('handed in again changes nothing, and an older act replaces no newer one', async () => {
    const site = await openSite()
    await postBy(site, OWNER, JSON.stringify(LOG))
    const before = await rowsOf(site)
    await postBy(site, OWNER, JSON.stringify(LOG))
    const later = { user: 'bela', user_id: 2, '@timestamp': AT + 1000 }
    await postBy(site, OWNER, JSON.stringify([entry('org.add_member', { ...later, actor_id: 3 })]))
    await postBy(site, OWNER, JSON.stringify([entry('repo.create', { '@timestamp': AT - 1000 })]))
    const dates = (rows: Awaited<ReturnType<typeof rowsOf>>) => rows.filter(({ account }) => account === 2)
    expect(dates(await rowsOf(site))).toEqual(dates(before))
  })

  it('is taken of more people than one statement holds', async () => {
    const site = await openSite()
    await site.register.run(`insert into accounts (id, login, type)
      with recursive n(i) as (select 1000 union all select i + 1 from n where i < 5999) select i, 'p' || i, 'User' from n`)
    await site.register.run(`insert into grants (org_id, key, kind, account_id, role, first_seen)
      select 100, 'organization_role:' || id, 'organization_role', id, 'member', '${NOW}' from accounts where id >= 1000`)
    const log = Array.from({ length: 5000 }, (_, i) =>
      entry('repo.create', { actor: `p${i + 1000}`, actor_id: i + 1000 }),
    )
    expect(await (await postBy(site, OWNER, JSON.stringify(log))).json()).toMatchObject({ cleared: 5000 })
  })

  it('can be handed in by owners alone, and is no way in for others', async () => {
    const site = await openSite()
    const body = JSON.stringify(LOG)
    expect((await postBy(site, IDLE, body)).status).toBe(403)
    expect((await postBy(site, STRANGER, body)).status).toBe(404)
    expect((await post(site, body, 'text/plain', 'made-up')).status).toBe(401)
    expect((await form(site, OWNER, body, 'made-up')).status).toBe(403)
    const nobody = { method: 'POST', headers: { origin: HOME } }
    expect((await site.visit('/orgs/lichen/audit-log', undefined, nobody)).status).toBe(401)
    const foreign = { method: 'POST', body, headers: { origin: 'https://evil.example' } }
    expect((await site.visit('/api/orgs/lichen/audit-log', OWNER, foreign)).status).toBe(403)
    expect(await rowsOf(site)).toEqual([])
  })

  it('that is too large, no export, or of another organisation is refused with a sentence', async () => {
    const site = await openSite()
    const refused = async (body: string) => {
      const answer = await postBy(site, OWNER, body)
      const { detail } = (await answer.json()) as { detail: string }
      return [answer.status, detail]
    }
    expect(await refused(' '.repeat(10 * 1024 * 1024 + 1))).toEqual([
      413,
      'What was sent is larger than 10 MiB. Nothing was changed.',
    ])
    for (const body of ['', '[', '[1', 'hello', '<html>', 'a,b\n1,2'])
      expect(await refused(body), body).toEqual([422, expect.stringContaining('no export of an audit log')])
    expect(await refused(JSON.stringify([entry('repo.create', { org_id: 200 })]))).toEqual([
      422,
      expect.stringContaining('1 entry: of another organisation, or of none.'),
    ])
    expect(await rowsOf(site)).toEqual([])
  })

  it('of more than 1 MiB is taken, while other forms stay smaller', async () => {
    const site = await openSite()
    const large = JSON.stringify([
      ...LOG,
      ...Array.from({ length: 20_000 }, () => entry('org.x', { org_id: 7 })),
    ])
    expect(large.length).toBeGreaterThan(1024 * 1024)
    expect((await postBy(site, OWNER, large)).status).toBe(200)
    expect((await site.putRules({ exemptions: 'x'.repeat(1024 * 1024) })).status).toBe(413)
  })
})

describe('the form of the audit log', () => {
  it('stands on the settings page, says where to get the export, and works without script', async () => {
    const site = await openSite()
    const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    expect(page).toContain('enctype="multipart/form-data"')
    expect(page).toContain('https://github.example/organizations/Lichen/settings/audit-log')
    const answer = await form(site, OWNER, JSON.stringify([...LOG, null]))
    const text = await answer.text()
    expect(answer.status).toBe(200)
    expect(text).toContain('The next audit uses it.')
    expect(text).toContain('1 entry: your own acts')
    expect(text).toContain('1 entry: not as GitHub documents an entry.')
    expect(text).not.toMatch(/<script|\son\w+=/i)
  })

  it('without a file says so', async () => {
    const site = await openSite()
    for (const file of [null, '']) {
      const answer = await form(site, OWNER, file)
      expect([answer.status, await answer.text()]).toEqual([
        422,
        expect.stringContaining('No file was chosen.'),
      ])
    }
  })
})

/** What an audit log has left in the register. */
async function rowsOf(site: Site) {
  return site.register.all<{ account: number; kind: string; at: string }>(
    `select account_id as account, kind, at from activity where source = 'audit_log'
     union all select account_id, kind, at from logged_dates order by 1, 2`,
  )
}

async function wholeDatabase(site: Site): Promise<string> {
  const tables = await site.register.all<{ name: string }>(
    `select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\' and name not like 'sqlite%'`,
  )
  const rows = await Promise.all(tables.map(({ name }) => site.register.all(`select * from "${name}"`)))
  return JSON.stringify(rows)
}
