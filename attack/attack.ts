/** `npm run attack`: attacks a Worker that it starts itself on a fake GitHub, and ends with 1 where one attack succeeds. */
import { parseArgs } from 'node:util'
import { bundle } from '../local/bundle.ts'
import { AFTER_EACH_CLASS } from './after-each-class.ts'
import type { AttackClass, Attempt, Result } from './attempt.ts'
import { type Cast, openCast } from './cast.ts'
import { CLASSES } from './classes.ts'

import { isBroken, printedAttack, sentenceOf, type Tried } from './table.ts'

const USAGE = `npm run attack [-- --seed N] [--only CLASS]

  --seed N      the seed of whatever is chosen by chance; a random one unless told, and it is printed
  --only CLASS  this class alone: ${CLASSES.map(({ name }) => name).join(', ')}
It takes no target: it starts a Worker of its own on a loopback address, with a fake GitHub, and lets nothing out of this machine.
A failed row is an attack that succeeded. Ends with 0 where none did, with 1 where one did.
`

/** Classes at a time: each mostly waits for its Worker, and machines have two cores at least. */
const SIDE_BY_SIDE = 2

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    say(USAGE)
    return 0
  }
  const seed = seedIn(values.seed)
  const chosen = CLASSES.filter(({ name }) => values.only === undefined || name === values.only)
  if (chosen.length === 0)
    throw new Error(`There is no class ${values.only}. Nothing was attacked; --help names the classes.`)
  say(`seed ${seed}\n`)
  // Once, before the stages all want it.
  await bundle()
  const tried: Tried[] = []
  const left = [...chosen]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      tried.push(...(await attacked(next, seed)))
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  say(`\n${printedAttack(tried)}\nrepeat it: npm run attack -- --seed ${seed}\n`)
  return tried.some(isBroken) ? 1 : 0
}

/** Every attempt of a class, then the search for secrets and crashes in all that it caused. */
async function attacked({ name, stage, attempts }: AttackClass, seed: number): Promise<Tried[]> {
  const began = performance.now()
  const cast = await openCast(seed, stage)
  try {
    const tried: Tried[] = []
    for (const attempt of [...attempts, ...AFTER_EACH_CLASS]) {
      const one = { class: name, attempt: attempt.name, result: await resultOf(attempt, cast) }
      if (isBroken(one)) process.stderr.write(`FAILED  ${sentenceOf(one)}\n`)
      tried.push(one)
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(0)
    process.stderr.write(
      `${name}: ${tried.length} tried, ${tried.filter(isBroken).length} failed, ${seconds} s\n`,
    )
    return tried
  } finally {
    await cast.close()
  }
}

/** What throws was not held: an attempt that could not be made proves nothing. */
async function resultOf(attempt: Attempt, cast: Cast): Promise<Result> {
  try {
    return await attempt.try(cast)
  } catch (trouble) {
    return {
      broken: `it could not be tried: ${trouble instanceof Error ? (trouble.stack ?? trouble.message) : trouble}`,
    }
  }
}

function seedIn(text: string | undefined): number {
  const seed = text === undefined ? Math.floor(Math.random() * 1_000_000) + 1 : Number(text)
  if (!Number.isInteger(seed) || seed < 1)
    throw new Error('--seed takes a whole number from 1 on. Nothing was attacked.')
  return seed
}

function say(text: string): void {
  process.stdout.write(text)
}
