/** The Worker dies at every stage of an audit: each hourly run takes it up again, and in the end nothing is lost or doubled. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { STAGES } from '../../src/audit/stages.ts'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const ORGANIZATION = 'lichen-lab'
const world = sampleWorld()
const began = instant(world.now)
/** Minutes: shorter than the hour between two runs, so that all deaths fit into one day, and longer than an audit is waited for. */
const RUN_EVERY = 25
/** One page a step, so that each stage is seen. */
const vars = { ORGANIZATIONS: ORGANIZATION, REQUESTS_PER_STEP: '1' }

/** What an audit leaves, without the names of audits and rows. */
const LEFT: Readonly<Record<string, string>> = {
  accounts: 'select id, login, type, name from accounts order by id',
  grants:
    'select key, kind, account_id, team_id, repository_id, role, first_seen, closed_at from grants order by key',
  credentials:
    'select kind, github_id, name, owner_id, last_used, closed_at from credentials order by kind, github_id',
  activity:
    'select account_id, repository_id, kind, at from activity order by account_id, repository_id, kind',
  verdicts: 'select account_id, verdict from verdicts order by account_id',
  audits: 'select status, as_of, counts from audits',
  notes: 'select * from audit_notes',
  history: 'select seq, act from history order by seq',
}

let folder: string
let faultless: Readonly<Record<string, unknown>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatelaine-killed-'))
  const chatelaine = await startChatelaine({ world: sampleWorld(), vars })
  await chatelaine.auditedAt(world.now)
  await quiet(chatelaine)
  faultless = await left(chatelaine)
  await chatelaine.close()
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a Worker that dies at every stage of an audit', () => {
  it('is taken up by the next hourly run each time, and leaves what an audit without a death leaves', async () => {
    let chatelaine = await startChatelaine({ world, vars, persist: folder })
    await holdAtEachStage(await chatelaine.worker.database())
    const diedAt: string[] = []
    await chatelaine.worker.scheduled(began)
    for (let standing = await standingOf(chatelaine); standing.status !== 'complete'; ) {
      if (diedAt.includes(standing.stage)) await sleep(10)
      else {
        diedAt.push(standing.stage)
        chatelaine = await chatelaine.restart()
        await letPass(await chatelaine.worker.database(), standing.stage)
        await chatelaine.worker.scheduled(hoursAfter(began, (diedAt.length * RUN_EVERY) / 60))
      }
      standing = await standingOf(chatelaine)
      expect(['queued', 'running', 'complete']).toContain(standing.status)
    }
    await quiet(chatelaine)
    expect(diedAt).toEqual([...STAGES.map(({ name }) => name), 'end'])
    expect(await left(chatelaine)).toEqual(faultless)
    expect(await told(chatelaine)).toEqual({ written: 1, waiting: 0 })
    await chatelaine.close()
  }, 600_000)
})

/** The database refuses to let the audit out of a stage in which the Worker has not died yet. */
async function holdAtEachStage(database: D1Database): Promise<void> {
  await database.exec('create table died (stage text primary key)')
  await database.exec(
    `create trigger held before update of bookmark on audits when ${stageOf('new')} <> ${stageOf('old')} and ${stageOf('old')} not in (select stage from died) begin select raise(abort, 'the Worker has not died here yet'); end`,
  )
  await database.exec(
    `create trigger held_at_the_end before update of status on audits when new.status = 'complete' and 'end' not in (select stage from died) begin select raise(abort, 'the Worker has not died here yet'); end`,
  )
}

async function letPass(database: D1Database, stage: string): Promise<void> {
  await database.prepare('insert into died (stage) values (?)').bind(stage).run()
}

const stageOf = (row: string) => `coalesce(json_extract(${row}.bookmark, '$.name'), '${STAGES[0]?.name}')`

async function standingOf({ worker }: Chatelaine): Promise<{ status: string; stage: string }> {
  const row = await (await worker.database())
    .prepare(`select status, ${stageOf('audits')} as stage from audits`)
    .first<{ status: string; stage: string }>()
  if (row === null) throw new Error('The cron began no audit.')
  return row
}

/** Waits until the message about the audit is written: it is the last thing that a run does. */
async function quiet(chatelaine: Chatelaine): Promise<void> {
  for (let seen = -1; ; ) {
    const { written, waiting } = await told(chatelaine)
    if (waiting === 0 && written > 0 && written === seen) return
    seen = written
    await sleep(500)
  }
}

/** How many messages to Slack there are, and how many of them are still to be sent; what is collected for Monday is not. */
async function told({ worker }: Chatelaine): Promise<{ written: number; waiting: number }> {
  const row = await (await worker.database())
    .prepare(
      "select count(*) as written, count(case when status not in ('delivered', 'collected') then 1 end) as waiting from letters where channel = 'slack'",
    )
    .first<{ written: number; waiting: number }>()
  if (row === null) throw new Error('Counting gave no row.')
  return row
}

async function left({ worker }: Chatelaine): Promise<Readonly<Record<string, unknown>>> {
  const database: D1Database = await worker.database()
  const rows = await Promise.all(
    Object.values(LEFT).map(async (query) => (await database.prepare(query).all()).results),
  )
  return Object.fromEntries(Object.keys(LEFT).map((name, index) => [name, rows[index]]))
}
