/** What an attempt is, and a class of them. */
import type { Cast, Stage } from './cast.ts'

/** `broken`: the attack succeeded, with a sentence that says by which request and what should have been. */
export type Result = 'held' | { readonly broken: string }

export interface Attempt {
  readonly name: string
  try(cast: Cast): Promise<Result>
}

export interface AttackClass {
  readonly name: string
  readonly stage: Stage
  /** In this order, on one running Worker. */
  readonly attempts: readonly Attempt[]
}

/** `held` where nothing is wrong; else the first few wrong things as one sentence. */
export function heldUnless(wrong: readonly string[]): Result {
  if (wrong.length === 0) return 'held'
  const more = wrong.length > FEW ? ` … and ${wrong.length - FEW} more` : ''
  return { broken: `${wrong.slice(0, FEW).join('; ')}${more}` }
}

const FEW = 4
