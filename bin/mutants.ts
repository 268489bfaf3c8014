/**
 * Takes each named condition of a guard away in turn and names the test that feels it; then lets Stryker change the
 * files of policy. Both work on copies. Ends with 1 where something survives.
 *
 * npm run mutants -- [--conditions [words of their names] | --policy]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../local/bundle.ts'
import { namedConditions, testsOf, without } from './mutants/conditions.ts'
import { type Felt, openTrial, type Trial } from './mutants/trial.ts'

/** Copies that are tried at the same time: a small machine has two cores. */
const COPIES = 2

const { values: chosen, positionals: words } = parseArgs({
  options: { conditions: { type: 'boolean' }, policy: { type: 'boolean' } },
  allowPositionals: true,
})
const both = chosen.conditions === chosen.policy
const held = [
  chosen.conditions || both ? await everyConditionIsFelt() : true,
  chosen.policy || both ? await policyIsFelt() : true,
]
process.exitCode = held.every(Boolean) ? 0 : 1

async function everyConditionIsFelt(): Promise<boolean> {
  const conditions = namedConditions().filter(({ name }) => words.every((word) => name.includes(word)))
  const trials = await Promise.all(Array.from({ length: COPIES }, openTrial))
  try {
    await refuseWhatFailsAnyway(
      trials[0],
      conditions.flatMap(({ file }) => testsOf(file)),
    )
    const left = conditions.entries()
    const felt: Felt[] = []
    await Promise.all(
      trials.map(async (trial) => {
        for (const [index, condition] of left) {
          const { file, name } = condition
          const came = await trial.withText(file, without(condition), testsOf(file))
          felt[index] = came
          console.log(`${file}: ${name}\n  → ${came.kind === 'failed' ? came.test : came.kind.toUpperCase()}`)
          if (came.kind === 'broken') console.log(came.why)
        }
      }),
    )
    const failed = felt.filter(({ kind }) => kind === 'failed').length
    console.log(`${failed} of ${conditions.length} named conditions are felt by a test.\n`)
    return failed === conditions.length
  } finally {
    await Promise.all(trials.map((trial) => trial.close()))
  }
}

/** A test that fails anyway proves nothing. */
async function refuseWhatFailsAnyway(trial: Trial | undefined, tests: readonly string[]): Promise<void> {
  const came = await trial?.unchanged([...new Set(tests)])
  if (came?.kind === 'failed') throw new Error(`"${came.test}" fails with nothing taken away.`)
  if (came?.kind === 'broken') throw new Error(came.why)
}

/** Stryker's own exit code says whether the score is high enough: `stryker.config.mjs`. */
async function policyIsFelt(): Promise<boolean> {
  const stryker = join(projectRoot, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
  const running = spawn(process.execPath, [stryker, 'run'], { cwd: projectRoot, stdio: 'inherit' })
  const [code] = await once(running, 'exit')
  return code === 0
}
