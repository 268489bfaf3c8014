/** What each page of a review takes in the Worker, and how its first page looks to an owner. */
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { Whole } from '../../local/whole.ts'
import type { CpuWatch } from '../meter/cpu.ts'
import { meteredOf } from '../meter/meters.ts'

export interface ReviewPageCost {
  /** The query of the address. */
  readonly page: string
  /** From the request to the end of the answer on this machine, in milliseconds: the first visit, and the quickest and the middle one of the next. */
  readonly first: number
  readonly quickest: number
  readonly middle: number
  /** Milliseconds of the isolate's processor time, of the next visits on average. */
  readonly cpu: number
  /** To D1. */
  readonly statements: number
  readonly kilobytes: number
  /** Compressed by gzip, as a browser is sent it. */
  readonly compressed: number
}

/** The views of a review, by the name that their address has. */
export const VIEWS = ['decide', 'second', 'decided', 'queue', 'done'] as const

/** After the first visit each page is asked for so often. */
const VISITS = 5

/** Every page of every view, as the owner with this cookie sees it. */
export async function reviewPageCosts(of: {
  readonly whole: Whole
  readonly cpu: CpuWatch
  readonly here: string
  readonly cookie: string
}): Promise<readonly ReviewPageCost[]> {
  const { cpu } = of
  const costs: ReviewPageCost[] = []
  for (const view of VIEWS) {
    for (let page = 1, isLast = false; !isLast; page += 1) {
      const query = `?view=${view}&page=${page}`
      const first = await visit(query)
      await cpu.begin()
      const next: number[] = []
      for (let n = 0; n < VISITS; n += 1) next.push((await visit(query)).ms)
      const all = (await cpu.times([])).all / VISITS
      next.sort((a, b) => a - b)
      const statements = await statementsOf(query)
      costs.push({
        ...{ page: query, first: first.ms, quickest: next[0] ?? 0, middle: next[VISITS >> 1] ?? 0 },
        ...{ cpu: all, statements },
        kilobytes: Buffer.byteLength(first.text) / 1024,
        compressed: gzipSync(first.text).length / 1024,
      })
      isLast = !first.text.includes(`page=${page + 1}`)
    }
  }
  return costs

  async function visit(query: string, headers: Record<string, string> = {}) {
    const began = performance.now()
    const answer = await of.whole.worker.fetch(`${of.here}${query}`, {
      headers: { cookie: of.cookie, ...headers },
    })
    const text = await answer.text()
    if (answer.status !== 200)
      throw new Error(`${query} was answered ${answer.status}: ${text.slice(0, 200)}`)
    return { text, ms: performance.now() - began }
  }

  /** By a visit of its own: the meter between Worker and D1 takes time itself. */
  async function statementsOf(query: string): Promise<number> {
    const before = await meteredOf(of.whole)
    await visit(query, { 'x-bench': 'page' })
    return (await meteredOf(of.whole)).database.statements - before.database.statements
  }
}

/** How the first page looks. */
export interface Seen {
  /** Of the whole page, in CSS pixels. */
  readonly height: number
  readonly width: number
  readonly rows: number
  /** The groups in the order in which they stand, with the rows of each on this page. */
  readonly groups: readonly (readonly [heading: string, rows: number])[]
}

export async function firstPageIn(page: Page): Promise<Seen> {
  const sections = await page.locator('section.panel', { has: page.locator('h2') }).all()
  const groups = await Promise.all(
    sections.map(async (section) => {
      const heading = (await section.locator('h2').textContent()) ?? ''
      return [heading, await section.locator('li.ask').count()] as const
    }),
  )
  const { height = 0, width = 0 } = (await page.locator('html').boundingBox()) ?? {}
  return { height, width, rows: groups.reduce((sum, [, rows]) => sum + rows, 0), groups }
}
