/** Every page of the sample with its two years: it says nothing to the console, asks no other site, does not move once drawn, and all of it is in reach of the keyboard. */

import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSample } from '../../bin/start/begin.ts'
import type { Whole } from '../../local/whole.ts'
import { closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'
import { keyboardComplaints, tabTo } from '../fixtures/whole/keyboard.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { wordsCut } from '../fixtures/whole/words.ts'

const LAB = '/orgs/lichen-lab'

/** `:open` and `:closed` are reviews, `:audit` is the newest audit. */
const OWNERS_PAGES = [
  ...[
    '/',
    LAB,
    `${LAB}/accounts?access=can_push`,
    `${LAB}/accounts/mara-voss`,
    `${LAB}/accounts/ines-okafor`,
  ],
  ...[`${LAB}/accounts/wei-sandoval`, `${LAB}/accounts/anouk-skov`, `${LAB}/credentials`],
  ...[`${LAB}/repositories`, `${LAB}/repositories/lichen`, `${LAB}/reviews`, `${LAB}/reviews/:open`],
  ...['second', 'decided', 'queue', 'done'].map((view) => `${LAB}/reviews/:open?view=${view}`),
  ...[`${LAB}/reviews/:closed?view=done`, `${LAB}/reviews/:closed/report`, `${LAB}/reviews/:open/notices`],
  ...[`${LAB}/audits`, `${LAB}/audits/:audit`, `${LAB}/history?q=mara-voss`],
  ...['rules', 'audits', 'looked', 'all'].map((view) => `${LAB}/history?view=${view}&q=mara-voss`),
  ...[`${LAB}/settings`, `${LAB}/what-you-know`, `${LAB}/public-page`, '/me', '/me/calendar', '/orgs/nobody'],
]
const STRANGERS_PAGES = ['/', '/lichen-lab', '/report/2026-Q3', '/sign-in', '/nobody']

describe.skipIf(noBrowser !== null)(
  `the sample's pages${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let whole: Whole
    let names: Record<string, string>

    beforeAll(async () => {
      const begin = { log: false, mailFrom: 'chatelaine@lichen.example' }
      whole = await startSample(begin, () => undefined)
      const database = await whole.worker.database()
      const id = async (sql: string) => (await database.prepare(sql).first<{ id: string }>())?.id ?? ''
      names = {
        ':open': await id(`select id from reviews where ${OF_LAB} and closed_at is null`),
        ':closed': await id(
          `select id from reviews where ${OF_LAB} and closed_at is not null order by closed_at desc`,
        ),
        ':audit': await id(`select id from audits where ${OF_LAB} order by as_of desc`),
      }
    }, 60_000)

    afterAll(async () => {
      await Promise.all([closeBrowser(), whole.close()])
    })

    it.each([1440, 360])(
      'are calm at %d pixels',
      async (width) => {
        const window = { viewport: { width, height: 900 } }
        expect(await lookedAt('mara-voss', OWNERS_PAGES, window, calm)).toEqual([])
        expect(await lookedAt('carla-nunes', ['/me'], window, calm)).toEqual([])
        expect(await lookedAt(null, STRANGERS_PAGES, window, calm)).toEqual([])
      },
      90_000,
    )

    it('have a line for each row at 1440 pixels, and no column is out of sight at 768', async () => {
      const tables = ['accounts', 'repositories', 'repositories/lichen', 'reviews', 'audits']
      const lists = tables.map((table) => `${LAB}/${table}`)
      const at = (width: number) => ({ viewport: { width, height: 900 } })
      const rows = (page: Page) => tallIn(page, 'main tbody tr:not(.part)', 0)
      expect(await lookedAt('mara-voss', lists, at(1440), rows)).toEqual([])
      // A sentence of the history may be longer than any line; not so nine of ten.
      const entries = (page: Page) => tallIn(page, 'li.entry', 0.1)
      expect(await lookedAt('mara-voss', [`${LAB}/history`], at(1440), entries)).toEqual([])
      expect(await lookedAt('mara-voss', lists, at(768), outOfSight)).toEqual([])
    }, 60_000)

    it('of a review: the bar that saves waits at the end of the list until there is an answer', async () => {
      const page = await visitor('mara-voss', {})
      await page.goto(addressOf(`${LAB}/reviews/:open`))
      // Downgraded to an outside collaborator somebody would stay in repositories that are ticked: ticks are no answers.
      await expect(page.locator('.e-stays input:checked').count()).resolves.toBeGreaterThan(0)
      const position = () =>
        page.evaluate<string>("getComputedStyle(document.querySelector('.save')).position")
      await expect(position()).resolves.toBe('static')
      await page.locator('li.ask:has-text("Dora Keller") label:has(.a-keep)').click()
      await expect(position()).resolves.toBe('sticky')
      await page.context().close()
    })

    it.each(['', '?edition=handed_on'])('of a report print on one sheet (%s)', async (edition) => {
      const page = await visitor('mara-voss', {})
      await page.goto(addressOf(`${LAB}/reviews/:closed/report${edition}`))
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      await page.context().close()
    })

    it('are in reach of the keyboard, and show where it is', async () => {
      expect(await lookedAt('mara-voss', OWNERS_PAGES, {}, keyboardComplaints)).toEqual([])
      expect(await lookedAt('carla-nunes', ['/me'], {}, keyboardComplaints)).toEqual([])
      expect(await lookedAt(null, STRANGERS_PAGES, {}, keyboardComplaints)).toEqual([])
    }, 180_000)

    it('are worked by the keyboard alone: a fold, a filter, an answer and its saving', async () => {
      const page = await visitor('mara-voss', {})
      await page.goto(addressOf(LAB))
      await tabTo(page, '#access details summary')
      await page.keyboard.press('Enter')
      await expect(page.locator('#access details table').isVisible()).resolves.toBe(true)

      await page.goto(addressOf(`${LAB}/accounts`))
      await tabTo(page, 'input[name=q]')
      await page.keyboard.type('okafor')
      await page.keyboard.press('Enter')
      await page.waitForURL(/q=okafor/)
      await expect(page.locator('tbody tr').count()).resolves.toBe(1)

      await page.goto(addressOf(`${LAB}/reviews/:open`))
      const row = 'li.ask:has-text("Dora Keller")'
      const id = await page.locator(row).first().getAttribute('id')
      await tabTo(page, `#${id} input[type=radio]`)
      await page.keyboard.press('Space')
      await tabTo(page, '.save input')
      await page.keyboard.type('Writes the guides.')
      await tabTo(page, '.save button')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('status').textContent()).resolves.toMatch(/^1 answer saved\./)
    }, 60_000)

    /** What is said of each page by its address. */
    async function lookedAt(
      login: string | null,
      paths: readonly string[],
      how: BrowserContextOptions,
      look: (page: Page) => Promise<readonly string[]>,
    ): Promise<readonly string[]> {
      const page = await visitor(login, how)
      const said: string[] = []
      let here = ''
      page.on('console', (message) => {
        // The browser itself tells of each page that was not found.
        if (!/status of 404/.test(message.text())) said.push(`${here}: ${message.text()}`)
      })
      page.on('pageerror', (error) => said.push(`${here}: ${error.message}`))
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== whole.worker.url.origin)
          said.push(`${here}: asks ${request.url()}`)
      })
      for (const path of paths) {
        here = path
        await page.goto(addressOf(path))
        said.push(...(await look(page)).map((line) => `${path}: ${line}`))
      }
      await page.context().close()
      return said
    }

    async function visitor(login: string | null, how: BrowserContextOptions): Promise<Page> {
      const page = await (await (await openBrowser()).newContext(how)).newPage()
      if (login !== null) await signIn(page, whole, login)
      return page
    }

    const addressOf = (path: string) =>
      Object.entries(names).reduce(
        (filled, [name, id]) => filled.replace(name, id),
        `${whole.worker.url.origin}${path}`,
      )
  },
)

const OF_LAB = "org_id = (select id from organizations where login = 'lichen-lab')"

/** Two frames after it was drawn nothing has moved, nothing stands outside, and no word of a program is left in the text. */
async function calm(page: Page): Promise<readonly string[]> {
  // Text, because it runs on the page.
  const words = (await wordsCut(page)).map((word) => `cuts ${word}`)
  const others = await page.evaluate<string[]>(`new Promise((done) => {
    let moved = 0
    new PerformanceObserver((list) => { for (const { value } of list.getEntries()) moved += value }).observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      // A hint shows how a day is typed.
      const hints = [...document.querySelectorAll('.hint')].map(({ innerText }) => innerText)
      const text = hints.reduce((rest, hint) => rest.replace(hint, ''), document.body.innerText)
      done([
        ...(moved > 0 ? ['moved by ' + moved] : []),
        ...(scrollWidth > clientWidth ? ['wider than its window'] : []),
        ...(text.match(/undefined|\\bNaN\\b|\\[object|\\bnull\\b|\\b20\\d\\d-\\d\\d-\\d\\d\\b/g) ?? []),
      ])
    }, 0)))
  })`)
  return [...words, ...others]
}

/** Rows in which text is wrapped, where these are more than the share that may be. */
async function tallIn(page: Page, rows: string, share: number): Promise<readonly string[]> {
  const found = await page.locator(rows).evaluateAll((all) =>
    all.map((row) => ({
      isTall: row.getBoundingClientRect().height > 48,
      text: row.textContent.trim().slice(0, 80),
    })),
  )
  const tall = found.filter(({ isTall }) => isTall)
  if (found.length === 0) return ['no row']
  return tall.length > found.length * share ? tall.map(({ text }) => text) : []
}

/** Tables that are wider than their panel, whose last columns only show when somebody scrolls. */
async function outOfSight(page: Page): Promise<readonly string[]> {
  return await page
    .locator('main .scroll')
    .evaluateAll((panels) =>
      panels
        .filter((panel) => panel.scrollWidth > panel.clientWidth + 1)
        .map((panel) => `${panel.scrollWidth} in ${panel.clientWidth} pixels`),
    )
}
