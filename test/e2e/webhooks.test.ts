/** Live activity on the Worker as it is deployed: an act, its delivery, the trigger; and what a missed delivery costs. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const MOSS = 'moss-press'
const TOMORROW = '2026-11-23T06:17:00.000Z'
const ORG = 6002

describe('webhooks', () => {
  let chatelaine: Chatelaine
  let silent: string

  beforeAll(async () => {
    chatelaine = await startChatelaine({ world: sampleWorld(), vars: { ORGANIZATIONS: MOSS } })
    await chatelaine.audited(MOSS)
    silent = (await chatelaine.accounts(MOSS)).find(({ verdict }) => verdict === 'inactive')?.login ?? ''
    await forgotten()
  })
  afterAll(() => chatelaine.close())

  const rows = async (query: string) =>
    (await (await chatelaine.worker.database()).prepare(query).all<Record<string, unknown>>()).results
  const forgotten = () => rows('delete from triggers')
  const triggers = () =>
    rows('select org_id as org, repository_id as repository from triggers order by repository')
  const verdictOf = async (login: string) =>
    (await chatelaine.accounts(MOSS)).find((account) => account.login === login)?.verdict
  const sent = async () => {
    const { webhooks } = chatelaine.github
    await webhooks.arrived()
    return webhooks.sent.map(({ event, status }) => [event, status])
  }

  it('an act and somebody who came ask for an audit; a bot and a stranger for nothing', async () => {
    const { github } = chatelaine
    const before = (await sent()).length
    github.act({ actor: 'ivo-marek', kind: 'push', owner: MOSS, repo: 'moss' })
    github.act({ actor: 'ivo-marek', kind: 'scheduled_run', owner: MOSS, repo: 'moss-themes' })
    github.act({ actor: 'mara-voss', kind: 'push', owner: 'lichen-lab', repo: 'lichen' })
    github.change('zoe-lambert', (world) => {
      world.organization(MOSS)?.members.push({ login: 'mara-voss', role: 'member', added_at: world.now })
    })
    expect((await sent()).slice(before)).toEqual([
      ['push', 202],
      ['workflow_run', 202],
      ['push', 202],
      ['organization', 202],
    ])
    const mara = github.world.account('mara-voss')?.id
    expect(await triggers()).toEqual([{ org: ORG, repository: 0 }])
    expect(await rows('select org_id as org, account_id as account from joins')).toEqual([
      { org: ORG, account: mara },
    ])
  })

  it('the same delivery again asks for nothing', async () => {
    const { webhooks } = chatelaine.github
    await forgotten()
    const [push] = webhooks.sent.filter(({ event, status }) => event === 'push' && status === 202)
    if (push === undefined) throw new Error('No push was delivered.')
    await webhooks.redeliver(push)
    expect([push.status, await triggers()]).toEqual([202, []])
  })

  it('a delivery signed with another secret is refused, and the Worker says nothing of why', async () => {
    await forgotten()
    const answer = await chatelaine.worker.fetch('/webhooks/github', {
      method: 'POST',
      body: '{}',
      headers: { 'x-github-event': 'push', 'x-hub-signature-256': `sha256=${'ab'.repeat(32)}` },
    })
    expect([answer.status, await triggers()]).toEqual([401, []])
  })

  it('a missed delivery costs nothing: the next daily audit finds the act', async () => {
    const { github, worker } = chatelaine
    expect(await verdictOf(silent)).toBe('inactive')
    github.setNow('2026-11-23T05:00:00.000Z')
    github.webhooks.lose(1)
    github.act({ actor: silent, kind: 'issue_comment', owner: MOSS, repo: 'moss-themes', n: 3 })
    expect((await sent()).at(-1)).toEqual(['issue_comment', 'lost'])
    expect(await triggers()).toEqual([])
    await worker.scheduled(TOMORROW)
    const finished = `select 1 from audits where as_of = '${TOMORROW}' and finished_at is not null`
    await vi.waitUntil(async () => (await rows(finished)).length > 0, { timeout: 20_000, interval: 200 })
    expect(await verdictOf(silent)).toBe('active')
  })

  it('an App that is taken back closes the organisation, without waiting for the hour', async () => {
    chatelaine.github.change('zoe-lambert', (world) => {
      const org = world.organization(MOSS)
      if (org) org.installations = org.installations.filter((row) => row.app_slug !== 'chatelaine-demo')
    })
    expect((await sent()).at(-1)).toEqual(['installation', 202])
    expect((await chatelaine.api<{ items: unknown[] }>('/api/orgs')).body.items).toEqual([])
  })
})
