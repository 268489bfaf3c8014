/** `npm run soak`: audits while GitHub fails in every way it can, and stops at the first wrong one. */
import { parseArgs } from 'node:util'
import { bundle } from '../local/bundle.ts'
import { type DeedsPlan, deeds, deedsPlan } from './deeds/driven.ts'
import { type AuditOfSoak, faultFree, series, type Verdicts, worldOf } from './series.ts'
import { LARGE } from './soak-world.ts'
import { printedSoak } from './table.ts'

const USAGE = `npm run soak [-- --audits 200 | --deeds 500] [--seed N]

  --audits N   about so many audits, several of each seed side by side; 200 unless told
  --deeds N    instead: decides N proposals and carries them out over simulated weeks, while GitHub fails, people act and the
               process dies; GitHub, the register, the queue and the history must say the same in the end
  --world FILE --organization ORG   with --deeds: in this world, without faults, with the default budget; after the evening of
               answers, an announcement and single notices, nobody clicks, and the queue must be empty on the day it had promised
  --seed S     the first seed; with --audits 4 that seed alone, to repeat it; 1 unless told
Every audit must end complete or partial, with the verdicts of a faultless one or \`unknown\`, and close no grant that
still exists; the last of each seed meets no fault and must find everything as it is. Ends with 1 at the first that does not.
`

/** Audits under faults of one seed: a first one and three days. */
const AUDITS_OF_A_SEED = 4
/** Seeds at a time: an audit mostly waits until it may try again. */
const SIDE_BY_SIDE = 10

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      audits: { type: 'string', default: '200' },
      deeds: { type: 'string' },
      world: { type: 'string' },
      organization: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const first = wholeNumber(values.seed, '--seed')
  if (values.deeds !== undefined) return soakDeeds(deedsIn(first, values))
  const count = Math.ceil(wholeNumber(values.audits, '--audits') / AUDITS_OF_A_SEED)
  return soak(Array.from({ length: count }, (_, i) => first + i))
}

async function soak(seeds: readonly number[]): Promise<number> {
  const began = performance.now()
  // Once, before the scenes all want it.
  await bundle()
  const worlds = [...new Set(seeds.map(worldOf))]
  const expected = new Map(
    await Promise.all(
      worlds.map(async (world) => [world, await faultFree(world, LARGE, AUDITS_OF_A_SEED + 1)] as const),
    ),
  )
  const printed = new Map<number, AuditOfSoak[]>()
  let wrong = 0
  const left = [...seeds]
  const worker = async () => {
    for (let seed = left.shift(); seed !== undefined && wrong === 0; seed = left.shift()) {
      await oneSeed(seed, expected.get(worldOf(seed)) ?? [], printed)
      wrong += printed.get(seed)?.some((audit) => audit.wrong.length > 0) ? 1 : 0
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  say(`\n${printedSoak(printed)}\n\n${((performance.now() - began) / 1000).toFixed(0)} s`)
  return wrong === 0 ? 0 : 1
}

function deedsIn(
  seed: number,
  { deeds: decided = '', world, organization }: { deeds?: string; world?: string; organization?: string },
): DeedsPlan {
  const plan = deedsPlan(seed, wholeNumber(decided, '--deeds'))
  if (world === undefined || organization === undefined) return plan
  return { ...plan, budget: 50, days: 0, world: { file: world, organization } }
}

async function soakDeeds(plan: DeedsPlan): Promise<number> {
  const began = performance.now()
  const result = await deeds(plan, (line) => process.stderr.write(`${line}\n`))
  const { wrong, ...numbers } = result
  say(`${JSON.stringify(numbers)}, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  for (const sentence of wrong.slice(0, 20)) say(`WRONG: ${sentence}`)
  if (wrong.length > 0 && plan.world === null)
    say(`repeat it: npm run soak -- --deeds ${plan.decided} --seed ${plan.seed}`)
  return wrong.length === 0 ? 0 : 1
}

async function oneSeed(seed: number, expected: readonly Verdicts[], printed: Map<number, AuditOfSoak[]>) {
  const audits: AuditOfSoak[] = []
  printed.set(seed, audits)
  await series(seed, LARGE, expected, (audit) => {
    audits.push(audit)
    process.stderr.write(
      `seed ${seed}, day ${audit.day}: ${audit.plan === null ? 'without faults ' : ''}${audit.status}\n`,
    )
    if (audit.wrong.length === 0) return
    say(`WRONG: seed ${seed}, day ${audit.day}`)
    for (const sentence of audit.wrong.slice(0, 20)) say(`  ${sentence}`)
    say(`  its plan: ${JSON.stringify(audit.plan, printable)}`)
    say(`  repeat it: npm run soak -- --seed ${seed} --audits ${AUDITS_OF_A_SEED}`)
  })
}

function printable(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`${option} takes a whole number from 1 on. Nothing was audited.`)
  return number
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
