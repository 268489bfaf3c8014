/** A fresh Worker in a browser: from its start page to what is missing, in light and dark, on three widths. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningWorker, runWorker } from '../../local/worker.ts'
import { axeComplaints, closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'
import { wordsCut } from '../fixtures/whole/words.ts'

const LOOKS = [1440, 768, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

describe.skipIf(noBrowser !== null)(
  `a fresh Worker${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let worker: RunningWorker

    beforeAll(async () => {
      worker = await runWorker({ vars: {} })
    }, 60_000)

    afterAll(async () => {
      await Promise.all([worker.close(), closeBrowser()])
    })

    it.each(LOOKS)('says at $width pixels, $colorScheme, what is missing', async ({ width, colorScheme }) => {
      const how = { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }
      const visitor = await (await openBrowser()).newContext(how)
      const page = await visitor.newPage()
      await page.goto(worker.url.href)
      await page.getByRole('link', { name: 'What is missing to set this site up' }).click()
      expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe('Next: GITHUB_APP_ID')
      expect(await page.locator('pre').innerText()).toBe('npx wrangler secret put GITHUB_APP_ID')
      expect(await page.locator('li[aria-current=step]').innerText()).toContain('GITHUB_APP_ID')
      expect(await axeComplaints(page, 'all')).toEqual([])
      expect(await wordsCut(page)).toEqual([])
      expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      expect(await overlaps(page)).toEqual([])
      await visitor.close()
    })
  },
)

function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** The lines of the checklist whose name runs into its state. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('.todo > li')].flatMap((line) => {
    const range = document.createRange()
    range.selectNodeContents(line.querySelector('b'))
    const state = line.querySelectorAll(':scope > span')[1].getBoundingClientRect()
    return range.getBoundingClientRect().right > state.left ? [line.innerText] : []
  })`)
}
