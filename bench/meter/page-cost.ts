/** What one page takes in the Worker: time, processor time, statements and size. */
import { gzipSync } from 'node:zlib'
import type { Whole } from '../../local/whole.ts'
import type { CpuWatch } from './cpu.ts'
import { meteredOf } from './meters.ts'

export interface PageCost {
  /** Its address, or the part of it that tells it from its neighbours. */
  readonly page: string
  /** From the request to the end of the answer on this machine, in milliseconds: the first visit, and the quickest and the middle one of the next. */
  readonly first: number
  readonly quickest: number
  readonly middle: number
  /** Milliseconds of the isolate's processor time: the middle one of the next visits, and the quickest, which what else the machine does has slowed least. */
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

/** Who visits: the headers of an owner's session, of a token, or of nobody. */
export interface Visitor {
  readonly whole: Whole
  readonly cpu: CpuWatch
  readonly headers: Readonly<Record<string, string>>
}

/** Visits a page, and says with it what it answered. Nothing else may run meanwhile: all of the isolate's time is the visit's. */
export async function pageCost(
  visitor: Visitor,
  path: string,
): Promise<{ readonly cost: PageCost; readonly text: string }> {
  const { cpu } = visitor
  const first = await visit(visitor, path)
  const next: { ms: number; cpu: number }[] = []
  for (let n = 0; n < VISITS; n += 1) {
    await cpu.begin()
    const { ms } = await visit(visitor, path)
    next.push({ ms, cpu: (await cpu.times([])).all })
  }
  const inOrder = (of: 'ms' | 'cpu') => next.map((each) => each[of]).sort((a, b) => a - b)
  const ms = inOrder('ms')
  const cost = {
    ...{ page: path, first: first.ms, quickest: ms[0] ?? 0, middle: ms[VISITS >> 1] ?? 0 },
    cpu: inOrder('cpu')[VISITS >> 1] ?? 0,
    cpuQuickest: inOrder('cpu')[0] ?? 0,
    ...(await askedOf(visitor, path)),
    kilobytes: Buffer.byteLength(first.text) / 1024,
    compressed: gzipSync(first.text).length / 1024,
  }
  return { cost, text: first.text }
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
