/** Prints what was tried and what failed, a line for each class and one for all. It counts; it judges nothing. */
import type { Result } from './attempt.ts'

/** How one attempt ended. */
export interface Tried {
  readonly class: string
  readonly attempt: string
  readonly result: Result
}

/** The table, the failed attempts under it, and the last line: *N tried, M failed*. A failed one is an attack that succeeded. */
export function printedAttack(tried: readonly Tried[]): string {
  const classes = [...Map.groupBy(tried, (each) => each.class)]
  const width = Math.max(5, ...classes.map(([name]) => name.length))
  const line = (name: string, of: readonly Tried[]) =>
    `${name.padEnd(width)}  ${String(of.length).padStart(5)}  ${String(of.filter(isBroken).length).padStart(6)}`
  const rows = [`${'class'.padEnd(width)}  tried  failed`, ...classes.map(([name, of]) => line(name, of))]
  const broken = tried.filter(isBroken).map((each) => `FAILED  ${sentenceOf(each)}`)
  return [...rows, ...broken, `${tried.length} tried, ${broken.length} failed`].join('\n')
}

export function isBroken({ result }: Tried): boolean {
  return result !== 'held'
}

export function sentenceOf(tried: Tried): string {
  const what = tried.result === 'held' ? 'held' : tried.result.broken
  return `${tried.class} / ${tried.attempt}: ${what}`
}
