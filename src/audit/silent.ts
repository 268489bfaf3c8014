/** Whether anybody is still silent: asked of the register once a step. It names nobody. */

import { isAnybodySilent } from '../register/silence.ts'
import type { Run } from './stage.ts'

/** Runs of this step in which somebody was; an act found meanwhile is noticed by the next step. */
const silent = new WeakSet<Run>()

export async function anybodySilent(run: Run): Promise<boolean> {
  if (silent.has(run)) return true
  const any = await isAnybodySilent(run.register, run.org.id, run.cutoff)
  if (any) silent.add(run)
  return any
}
