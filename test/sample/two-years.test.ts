/** The sample as a newcomer meets it: two recorded years that today's database holds, and an open review whose answers can be carried out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, askAll } from '../../local/api.ts'
import { sessionOf } from '../../local/session.ts'
import { startWhole, type Whole } from '../../local/whole.ts'
import { readRecording, recall, recordedWorld } from '../../sample/two-years/recording.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { openRegister } from '../../src/register/open.ts'

const OWNER = 'mara-voss'
const LAB = '/api/orgs/lichen-lab'
const QUARTERS = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']

let running: Whole
const list = <T>(path: string) => askAll<T>(running.worker, running.apiToken, path)
const get = async (path: string) => (await running.worker.fetch(path)).status

beforeAll(async () => {
  const recording = readRecording()
  running = await startWhole({ world: recordedWorld(recording), vars: { CLOCK: recording.now } })
  await recall(running, recording)
}, 60_000)

afterAll(() => running.close())

describe('the sample', () => {
  it('has finished a review in each of seven quarters, and one is open', async () => {
    for (const { login } of running.world.organizations) {
      const reviews = await list<{ quarter: string; status: string }>(`/api/orgs/${login}/reviews`)
      const finished = reviews.filter(({ status }) => status === 'closed').map(({ quarter }) => quarter)
      expect(finished.toSorted()).toEqual(QUARTERS)
      expect(reviews.filter(({ status }) => status !== 'closed').map(({ quarter }) => quarter)).toEqual([
        '2026-Q4',
      ])
    }
  })

  it('has histories that nobody has rewritten', async () => {
    const register = openRegister(await running.worker.database())
    for (const { id } of running.world.organizations)
      expect((await verifyHistory(register, id)).ok).toBe(true)
  })

  it('has less stale access from year to year, in every organisation', async () => {
    const database = await running.worker.database()
    const staleAt = async (org: number, name: string) =>
      database
        .prepare('select stale from stale_access where org_id = ?1 and name = ?2')
        .bind(org, name)
        .first<number>('stale')
    for (const { id } of running.world.organizations) {
      const [baseline, half, newest] = [
        await staleAt(id, 'baseline'),
        await staleAt(id, '2025-Q3'),
        await staleAt(id, '2026-Q3'),
      ]
      expect(half).toBeLessThan(baseline ?? 0)
      expect(newest).toBeLessThan(half ?? 0)
    }
  })

  it('shows everybody its numbers, organisation by organisation and together', async () => {
    for (const path of ['/', '/lichen-lab', '/report/2026-Q3']) expect(await get(path)).toBe(200)
    for (const { login } of running.world.organizations) {
      const path = `/api/public/orgs/${login}`
      const { newest } = await ask<{ newest: { percent: number } }>(running.worker, running.apiToken, path)
      expect(newest.percent).toBeLessThan(0)
    }
  })

  it('has a removal that was carried out, and one that was given back', async () => {
    const database = await running.worker.database()
    const counted = async (table: string) =>
      database.prepare(`select count(*) as n from ${table} where status = 'done'`).first<number>('n')
    expect(await counted('revocations')).toBeGreaterThan(20)
    expect(await counted('restorations')).toBe(1)
  })

  it('was told of to Slack, Discord and by e-mail', async () => {
    const page = await (await fetch(running.channels.pageUrl)).text()
    for (const channel of ['Slack', 'Discord', 'E-mail']) expect(page).toContain(`<small>${channel} · `)
    const addresses = new Set([...page.matchAll(/href="(https?:\/\/[^/"]+)/g)].map(([, origin]) => origin))
    expect([...addresses]).toEqual([running.worker.url.origin])
  })

  it('leads an owner to an answer that is carried out at once', async () => {
    const [review] = await list<{ id: string }>(`${LAB}/reviews`)
    const asked = await list<{ id: string; subject: { login?: string } }>(
      `${LAB}/reviews/${review?.id}/proposals`,
    )
    const paul = asked.find(({ subject }) => subject.login === 'paul-deschamps')
    const headers = {
      ...{ cookie: await sessionOf(running.worker, OWNER), origin: running.worker.url.origin },
      'content-type': 'application/json',
    }
    const path = `/api/proposals/${paul?.id}`
    const body = JSON.stringify({ decision: 'revoke', reason: 'Away for years.' })
    expect((await running.worker.fetch(`${path}/decisions`, { method: 'POST', headers, body })).status).toBe(
      201,
    )
    expect((await running.worker.fetch(`${path}/revocation`, { method: 'POST', headers })).status).toBe(202)
    const status = async () =>
      (await ask<{ status: string }>(running.worker, running.apiToken, `${path}/revocation`)).status
    await expect.poll(status, { timeout: 30_000 }).toBe('done')
    const members = running.world.organization('lichen-lab')?.members.map(({ login }) => login)
    expect(members).not.toContain('paul-deschamps')
  }, 60_000)
})
