/** What the bench makes of its meters: processor time of a step, rows of a table. */
import { expect, it } from 'vitest'
import { cpuOf, leastOf } from '../../bench/meter/cpu.ts'
import { databaseBetween } from '../../bench/meter/database.ts'

const tally = { external: 4, database: 9 }
const steps = [
  { ...tally, kind: 'step' as const, name: 'audit-1-0 read 0', beganAt: 1000, endedAt: 1010 },
  { ...tally, kind: 'step' as const, name: 'audit-1-0 read 1', beganAt: 1020, endedAt: 1030 },
  { ...tally, kind: 'cron' as const, name: 'hourly', beganAt: 900, endedAt: 990 },
]
const frame = (functionName: string) => ({ functionName })
const nodes = [
  { id: 1, callFrame: frame('(idle)') },
  { id: 2, callFrame: frame('readOn') },
  { id: 3, callFrame: frame('(garbage collector)') },
]

it('a sample counts for the step in which it was taken, idle ones for none', () => {
  // The machine's clock began at 500: samples at 950, 950.2 (cron), 1001, 1001.2, 1001.4 (first step), 1015 (between), 1025 (idle).
  const deltas = [450_000, 200, 50_800, 200, 200, 13_600, 10_000]
  const profile = { nodes, startTime: 0, samples: [2, 2, 2, 3, 2, 2, 1], timeDeltas: deltas }
  const { interval, mean, p95, most, cron, between, steps: times } = cpuOf(steps, profile, 500)
  expect(interval).toBe(0.2)
  expect([mean, p95, most].map((ms) => Number(ms.toFixed(3)))).toEqual([0.3, 0.6, 0.6])
  expect([cron, between].map((ms) => Number(ms.toFixed(3)))).toEqual([0.4, 0.2])
  expect(times[0]).toMatchObject({ step: 'audit-1-0 read 0', external: 4 })
})

it('of an audit measured twice each step counts at its quickest', () => {
  const cpu = { mean: 0, p95: 0, most: 0, cron: 1, between: 1, interval: 0.2 }
  const id = 'audit-5986674e-2cd3-44d3-a2f8-3ea162f366b2-0'
  const other = 'audit-60843d09-001a-43ce-9acd-d051494bdb6f-0'
  const once = { step: `${id} read 0`, ms: 9, external: 2 }
  const again = { step: `${other} read 0`, ms: 4, external: 2 }
  const second = { step: `${id} read 1`, ms: 6, external: 2 }
  const slower = { step: `${other} read 1`, ms: 12, external: 2 }
  const least = leastOf([
    { ...cpu, steps: [once, second] },
    { ...cpu, steps: [slower, again] },
  ])
  expect(least.steps).toEqual([second, again])
  expect([least.mean, least.most]).toEqual([5, 6])
})

it('rows written are told by table, what is not understood by its own words', () => {
  const cost = (rowsWritten: number) => ({ times: 1, rowsRead: 0, rowsWritten, milliseconds: 1 })
  const empty = {
    calls: 0,
    statements: 0,
    rowsRead: 0,
    rowsWritten: 0,
    milliseconds: 0,
    size: 0,
    perStatement: {},
  }
  const perStatement = {
    'insert into  grants (key) values (?)': cost(3),
    'insert into "grants" ("key") select 1': cost(2),
    'update audits set step = ?': cost(1),
    'delete from seen_pages where audit_id = ?': cost(4),
    'with gone as (select 1) delete from teams': cost(5),
    'select 1': cost(0),
  }
  const { writtenTo } = databaseBetween(
    { database: empty, tallies: [] },
    { database: { ...empty, rowsWritten: 15, perStatement }, tallies: [] },
  )
  expect(writtenTo).toEqual({
    'with gone as (select 1) delete from teams': 5,
    grants: 5,
    seen_pages: 4,
    audits: 1,
  })
})
