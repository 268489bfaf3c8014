/** What one page takes in the Worker: time, processor time, statements and size. */
import { gzipSync } from 'node:zlib'
import type { Whole } from '../../local/whole.ts'
import type { CpuWatch } from './cpu.ts'
import { REFERENCE_PATH } from './front.ts'
import { meteredOf } from './meters.ts'

export interface PageCost {
  /** Its address, or the part of it that tells it from its neighbours. */
  readonly page: string
  /** From the request to the end of the answer on this machine, in milliseconds: the first visit, and the quickest and the middle one of the next. */
  readonly first: number
  readonly quickest: number
  readonly middle: number
  /**
   * Milliseconds of the isolate's processor time at the middle one of the next visits: as measured, and as it would be at the
   * machine's best speed of this run. The quickest as measured.
   */
  readonly cpuMeasured: number
  readonly cpu: number
  readonly cpuQuickest: number
  /** To D1, and in how many requests: a batch is one. */
  readonly statements: number
  readonly requests: number
  readonly kilobytes: number
  /** Compressed by gzip, as a browser is sent it. */
  readonly compressed: number
}

/** After the first visit each page is asked for so often: a middle one of few is that of an isolate which has just begun. */
const VISITS = 25

/** A page as it was visited, before the machine's best speed is known. */
export interface VisitedPage extends Omit<PageCost, 'cpu' | 'cpuMeasured' | 'cpuQuickest'> {
  /** Processor time of each visit, and of the reference's work right before and after it. */
  readonly visits: readonly { readonly cpu: number; readonly reference: number }[]
}

/** Who visits: the headers of an owner's session, of a token, or of nobody. */
export interface Visitor {
  readonly whole: Whole
  readonly cpu: CpuWatch
  readonly headers: Readonly<Record<string, string>>
}

/** Visits a page, and says with it what it answered. Nothing else may run meanwhile: all of the isolate's time is the visit's. */
export async function visitPage(
  visitor: Visitor,
  path: string,
): Promise<{ readonly visited: VisitedPage; readonly text: string }> {
  const first = await visit(visitor, path)
  const times: number[] = []
  const visits: { cpu: number; reference: number }[] = []
  let before = await cpuOf(visitor, () => visit(visitor, REFERENCE_PATH))
  for (let n = 0; n < VISITS; n += 1) {
    const cpu = await cpuOf(visitor, async () => times.push((await visit(visitor, path)).ms))
    const after = await cpuOf(visitor, () => visit(visitor, REFERENCE_PATH))
    visits.push({ cpu, reference: (before + after) / 2 })
    before = after
  }
  const visited = {
    ...{ page: path, first: first.ms, quickest: Math.min(...times), middle: middleOf(times), visits },
    ...(await askedOf(visitor, path)),
    kilobytes: Buffer.byteLength(first.text) / 1024,
    compressed: gzipSync(first.text).length / 1024,
  }
  return { visited, text: first.text }
}

/**
 * The pages with their processor time at the machine's best speed. A machine that shares its processor with others takes up
 * to twice as long from one minute to the next, which the reference's work tells: each visit is set in proportion to it. The
 * best speed is what one reference of ten reached.
 */
export function atBestSpeed(pages: readonly VisitedPage[]): readonly PageCost[] {
  const references = inOrder(pages.flatMap(({ visits }) => visits.map(({ reference }) => reference)))
  const best = references[Math.floor(references.length / 10)] ?? 0
  return pages.map(({ visits, ...page }) => {
    const measured = visits.map(({ cpu }) => cpu)
    return {
      ...page,
      cpu: middleOf(visits.map(({ cpu, reference }) => (cpu * best) / reference)),
      cpuMeasured: middleOf(measured),
      cpuQuickest: Math.min(...measured),
    }
  })
}

function inOrder(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((a, b) => a - b)
}

function middleOf(numbers: readonly number[]): number {
  return inOrder(numbers)[numbers.length >> 1] ?? 0
}

async function cpuOf({ cpu }: Visitor, work: () => Promise<unknown>): Promise<number> {
  await cpu.begin()
  await work()
  return (await cpu.times([])).all
}

async function visit(
  { whole, headers }: Visitor,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly text: string; readonly ms: number }> {
  const began = performance.now()
  const answer = await whole.worker.fetch(path, { headers: { ...headers, ...more } })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${text.slice(0, 200)}`)
  return { text, ms: performance.now() - began }
}

/** By a visit of its own: the meter between Worker and D1 takes time itself. */
async function askedOf(visitor: Visitor, path: string): Promise<Pick<PageCost, 'statements' | 'requests'>> {
  const { database: before } = await meteredOf(visitor.whole)
  await visit(visitor, path, { 'x-bench': 'page' })
  const { database: after } = await meteredOf(visitor.whole)
  return { statements: after.statements - before.statements, requests: after.calls - before.calls }
}
