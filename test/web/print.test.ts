/** A review on paper, in a browser: the organisation's name, what stands behind each row, and the whole as a short list. */

import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { STYLE } from '../../src/web/style/sheet.ts'
import { askingAbout, page as pageOf, question, save } from '../fixtures/register/asked.ts'
import type { Site } from '../fixtures/register/site.ts'
import { closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'

const QUESTIONS = Array.from({ length: 84 }, (_, n) =>
  question(`p${n}`, {
    reason: `No act of p${n} is known.`,
    power: n < 9 ? 'can_push' : 'membership_only',
    risk: {
      ...{ score: 5, opens: [], privileged: false },
      holds: {
        ...{ role: 'write', places: ['lichen/herbarium', 'lichen/spores'], more: 3 },
        ...{ teams: ['core'], outsideCollaborator: false },
      },
    },
  }),
)

/** A printed page of the review, with its style. */
async function printed(site: Site, query: string): Promise<Page> {
  const page = await (await openBrowser()).newPage()
  await page.setContent(
    (await pageOf(site, query)).replace(/<link rel="stylesheet"[^>]*>/, `<style>${STYLE}</style>`),
  )
  await page.emulateMedia({ media: 'print' })
  return page
}

async function pagesOf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

describe.skipIf(noBrowser !== null)(
  `a printed review${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    afterAll(closeBrowser)

    it('m: names the organisation, and shows what stands behind each row, opened or not', async () => {
      const page = await printed(await askingAbout(QUESTIONS.slice(0, 3)), '')
      expect(await page.getByText('Chatelaine · Lichen').isVisible()).toBe(true)
      for (const text of ['No act of p0 is known.', 'No act of p2 is known.'])
        expect(await page.getByText(text).isVisible()).toBe(true)
      expect(await page.getByRole('heading', { name: 'What each answer would do' }).count()).toBe(3)
      expect(await page.getByRole('button', { name: /Save/ }).count()).toBe(0)
    }, 30_000)

    it('is a list of four pages for 84 questions, all of them, with the answers so far', async () => {
      const site = await askingAbout(QUESTIONS)
      await save(site, { 'answer.p5': 'keep', 'until.p5': '2027-05-01', reason: 'mentors' })
      expect(await pageOf(site)).toContain('?print"')
      const page = await printed(site, '?print')
      expect(await page.locator('tbody tr:not(.part)').count()).toBe(84)
      expect(await page.getByText('keep until 1 May 2027').isVisible()).toBe(true)
      expect(await page.getByText('Chatelaine · Lichen').isVisible()).toBe(true)
      expect(await pagesOf(page)).toBeLessThanOrEqual(4)
    }, 30_000)

    it.each(['/report', '/report?edition=handed_on'])(
      'has a report of one page, with the name (%s)',
      async (path) => {
        const site = await askingAbout(QUESTIONS)
        site.clock.now = '2026-11-23T06:00:00.000Z'
        const page = await printed(site, path)
        expect(await page.getByText('Chatelaine · Lichen').isVisible()).toBe(true)
        expect(await page.getByText('84 questions').isVisible()).toBe(true)
        expect(await pagesOf(page)).toBe(1)
      },
      30_000,
    )
  },
)
