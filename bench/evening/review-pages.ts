/** What each page of a review takes in the Worker, and how its first page looks to an owner. */
import type { Page } from 'playwright-core'
import type { Whole } from '../../local/whole.ts'
import type { CpuWatch } from '../meter/cpu.ts'
import { atBestSpeed, type PageCost, type VisitedPage, visitPage } from '../meter/page-cost.ts'

/** The views of a review, by the name that their address has. */
export const VIEWS = ['decide', 'second', 'decided', 'queue', 'done'] as const

/** Every page of every view, as the owner with this cookie sees it; each is named by its query. */
export async function reviewPageCosts(of: {
  readonly whole: Whole
  readonly cpu: CpuWatch
  readonly here: string
  readonly cookie: string
}): Promise<readonly PageCost[]> {
  const owner = { whole: of.whole, cpu: of.cpu, headers: { cookie: of.cookie } }
  const pages: VisitedPage[] = []
  for (const view of VIEWS) {
    for (let page = 1, isLast = false; !isLast; page += 1) {
      const query = `?view=${view}&page=${page}`
      const { visited, text } = await visitPage(owner, `${of.here}${query}`)
      pages.push({ ...visited, page: query })
      isLast = !text.includes(`page=${page + 1}`)
    }
  }
  return atBestSpeed(pages)
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
