/** `npm run bench`: audits synthetic organisations of several sizes and prints what that costs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readWorld } from '../fake-github/world/world.ts'
import { projectRoot } from '../local/bundle.ts'
import { type Day, daysOfNine, targetsOfDays } from './day-of-nine.ts'
import { type Evening, eveningOf, printedEvening, targetsOfEvenings } from './evening/evening.ts'
import type { Measured } from './measured-audit.ts'
import { leastOf } from './meter/cpu.ts'
import type { PageCost } from './meter/page-cost.ts'
import { FREE_PLAN, PAID_PLAN } from './meter/start.ts'
import { pageCosts, printedPages, SIZE, targetsOfPages } from './pages.ts'
import { LEGEND, printedGrowth, printedTable, type Run, targetsOf } from './table.ts'
import { type Budget, threeAudits } from './three-audits.ts'
import { type Size, syntheticWorld } from './world/synthetic-world.ts'

const USAGE = `npm run bench [-- --all] [--only 1200x90] [--latency 100] [--seed N] [--json FILE]

  --all          the world of 10,000 members and 5,000 repositories too; takes long
  --only WHAT    one world: 50x30, 200x100, 1200x90 or 10000x5000; or nine: three days of nine organisations in one deployment;
                 or pages: what each page takes of the time, the processor, the database and the line;
                 or evening: what a review's pages take, and how an owner answers all of it in Chromium
  --world FILE   the world of the pages and of that evening: its largest organisation; one of 1,292 accounts unless told
  --latency MS   one simulated latency of GitHub in place of both, 0 and 100
  --seed N       another world of the same sizes; 20261122 unless told
  --json FILE    where the results go; docs/benchmarks/DAY.json unless told
Ends with 1 where an active person was called inactive or an audit failed; a missed cost target is printed.
`

const FREE: Budget = { ...FREE_PLAN, profiled: true }
const PAID: Budget = { ...PAID_PLAN, profiled: false }

/** `times`: how often the three audits are measured, where processor time has a target; once unless told. */
const WORLDS: Readonly<
  Record<string, { readonly size: Size; readonly budget: Budget; readonly times?: number }>
> = {
  '50x30': { size: { members: 50, repositories: 30, acts: 5000 }, budget: FREE },
  '200x100': { size: { members: 200, repositories: 100, acts: 1000 }, budget: FREE, times: 5 },
  '1200x90': { size: { members: 1200, repositories: 90, acts: 120_000 }, budget: FREE },
  '10000x5000': { size: { members: 10_000, repositories: 5000, acts: 1_000_000 }, budget: PAID },
}
const USUAL = ['50x30', '200x100', '1200x90']
/** Measured beside the worlds. */
const BESIDE = ['nine', 'pages', 'evening']

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.stack : trouble}\n`)
  process.exitCode = 2
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
      world: { type: 'string' },
      latency: { type: 'string' },
      seed: { type: 'string', default: '20261122' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const { only } = values
  const names =
    only === undefined ? (values.all ? Object.keys(WORLDS) : USUAL) : BESIDE.includes(only) ? [] : [only]
  const latencies = values.latency === undefined ? [0, 100] : [wholeNumber(values.latency, '--latency')]
  const seed = wholeNumber(values.seed, '--seed')
  const runs: Run[] = []
  for (const name of names) for (const latency of latencies) runs.push(await measured(name, latency, seed))
  const days =
    only === undefined || only === 'nine' ? await daysOfNine(seed, (day) => say(JSON.stringify(day))) : []
  const underWay = (standing: string) => process.stderr.write(`    ${standing}\n`)
  const inhabited = () =>
    values.world === undefined ? syntheticWorld(SIZE, seed).world : readWorld(values.world)
  const pages = only === undefined || only === 'pages' ? await pageCosts(inhabited(), underWay) : []
  const evenings: Evening[] = []
  if (only === 'evening')
    for (const script of ['off', 'on'] as const) evenings.push(await eveningOf(inhabited(), script, underWay))
  return printed({ runs, days, pages, evenings }, seed, values.json)
}

async function measured(name: string, latencyMs: number, seed: number): Promise<Run> {
  const world = WORLDS[name]
  if (world === undefined)
    throw new Error(
      `There is no world ${name}. Take one of ${Object.keys(WORLDS).join(', ')}; nothing was measured.`,
    )
  const { size, budget, times = 1 } = world
  say(
    `${name}, seed ${seed}, latency ${latencyMs} ms, ${budget.perInstance} requests an instance, ${budget.perStep} a step`,
  )
  const all: (readonly Measured[])[] = []
  for (let n = 0; n < times; n += 1) {
    all.push(
      await threeAudits(size, seed, latencyMs, budget, {
        ended: (audit) => say(`  ${sentenceOf(audit)}`),
        underWay: (standing) => process.stderr.write(`    ${standing}\n`),
      }),
    )
  }
  const audits = (all[0] ?? []).map((audit, n) => {
    const cpus = all.flatMap((each) => each[n]?.cpu ?? [])
    return cpus.length === 0 ? audit : { ...audit, cpu: leastOf(cpus) }
  })
  return { world: name, members: size.members, repositories: size.repositories, latencyMs, ...budget, audits }
}

/** Prints everything and keeps it; the exit code. */
function printed(
  {
    runs,
    days,
    pages,
    evenings,
  }: {
    readonly runs: readonly Run[]
    readonly days: readonly Day[]
    readonly pages: readonly PageCost[]
    readonly evenings: readonly Evening[]
  },
  seed: number,
  file: string | undefined,
): number {
  const targets = [
    ...targetsOf(runs),
    ...targetsOfDays(days),
    ...targetsOfPages(pages),
    ...targetsOfEvenings(evenings),
  ]
  if (runs.length > 0) say(`\n${printedTable(runs)}\n\n${LEGEND}\n\n${printedGrowth(runs)}\n`)
  if (pages.length > 0) say(`\n${printedPages(pages)}\n`)
  for (const evening of evenings) say(printedEvening(evening))
  for (const { target, holds, measured: found } of targets)
    say(`${holds ? 'holds ' : 'MISSED'}  ${target} (${found})`)
  const now = new Date().toISOString()
  const path =
    file === undefined ? join(projectRoot, 'docs', 'benchmarks', `${now.slice(0, 10)}.json`) : resolve(file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(
    path,
    `${JSON.stringify({ at: now, machine: machine(), versions: versions(), seed, targets, runs, days, pages, evenings }, dearestSteps, 2)}\n`,
  )
  say(`\nKept in ${path}`)
  const unfair = runs.some(({ audits }) =>
    audits.some(({ status, fairness }) => status === 'failed' || fairness.wronglyFlagged.length > 0),
  )
  return unfair ? 1 : 0
}

/** For the file: five of the steps of processor time are enough. */
function dearestSteps(key: string, value: unknown): unknown {
  return key === 'steps' && Array.isArray(value) ? value.slice(0, 5) : value
}

function sentenceOf({ audit, status, requests, wallMs, unread, changes }: Measured): string {
  const gaps = unread.length === 0 ? '' : `; unread: ${unread.join(' | ')}`
  const changed = changes === null ? '' : `; ${JSON.stringify(changes)}`
  return `${audit}: ${status}, ${requests.main} requests, ${requests.beside} beside and ${requests.uncommon} uncommon, ${(wallMs / 1000).toFixed(1)} s${gaps}${changed}`
}

function machine() {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'not told',
    platform: process.platform,
  }
}

function versions(): Record<string, string> {
  const of = (name: string) => {
    const file = join(projectRoot, 'node_modules', name, 'package.json')
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version // every package has one
  }
  return {
    node: process.version,
    miniflare: of('miniflare'),
    workerd: of('workerd'),
    wrangler: of('wrangler'),
  }
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`${option} takes a whole number. Nothing was measured.`)
  return number
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
