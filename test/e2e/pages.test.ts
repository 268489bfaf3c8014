/** Every page as people meet it, in light and dark, on three widths: axe finds nothing, nothing runs off, no word is cut. With SHOTS=1 pictures go to .wrangler/shots. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import {
  axeComplaints,
  closeBrowser,
  type Look,
  noBrowser,
  openBrowser,
  shots,
} from '../fixtures/whole/browser.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'
import { cellsThatDoNotWrap, wordsCut } from '../fixtures/whole/words.ts'

/** Each page by a name for its picture; `:audit` and `:review` stand for the newest. */
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['overview', '/orgs/:org'],
  ['accounts', '/orgs/:org/accounts'],
  ['accounts-filtered', '/orgs/:org/accounts?verdict=inactive&q=zzz'],
  ['dossier', '/orgs/:org/accounts/:login'],
  ['dossier-decided', '/orgs/:org/accounts/:answered'],
  ['repositories', '/orgs/:org/repositories'],
  ['repositories-filtered', '/orgs/:org/repositories?q=zzz'],
  ['repository', '/orgs/:org/repositories/lichen'],
  ['credentials', '/orgs/:org/credentials'],
  ['reviews', '/orgs/:org/reviews'],
  ['what-you-know-after', '/orgs/:org/what-you-know'],
  ['review', '/orgs/:org/reviews/:review'],
  ['review-second', '/orgs/:org/reviews/:review?view=second'],
  ['review-decided', '/orgs/:org/reviews/:review?view=decided'],
  ['review-queue', '/orgs/:org/reviews/:review?view=queue'],
  ['review-change', '/orgs/:org/reviews/:review?view=decided&change=:decided'],
  ['review-done', '/orgs/:org/reviews/:review?view=done'],
  ['report', '/orgs/:org/reviews/:review/report'],
  ['report-to-hand-on', '/orgs/:org/reviews/:review/report?edition=handed_on'],
  ['public-preview', '/orgs/:org/public-page'],
  ['notices', '/orgs/:org/reviews/:review/notices'],
  ['audits', '/orgs/:org/audits'],
  ['audit', '/orgs/:org/audits/:audit'],
  ['history', '/orgs/:org/history'],
  ['history-all', '/orgs/:org/history?view=all&entry=1'],
  ['history-none', '/orgs/:org/history?q=zzz'],
  ['settings', '/orgs/:org/settings'],
  ['settings-saved', '/orgs/:org/settings?saved=noticeDays&waits=windowMonths'],
  ['me', '/me'],
  ['calendar', '/me/calendar'],
  ['setup', '/setup'],
  ['joining', '/join'],
  ['not-found', '/orgs/no-such-organisation'],
]

/** Of the dark ones axe looks at colours alone: all else is the same as in the light. */
const LOOKS = [1440, 768, 360].flatMap((width) => [
  { width, look: 'all' as const, colorScheme: 'light' as const },
  { width, look: 'colours' as const, colorScheme: 'dark' as const },
])

describe.skipIf(noBrowser !== null)(
  `every page${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let chatelaine: Chatelaine
    let fill: (path: string) => string

    beforeAll(async () => {
      const world = sampleWorld()
      const organization = world.organizations[0]?.login ?? ''
      chatelaine = await startChatelaine({ world })
      const audit = await chatelaine.audited(organization)
      const review = await chatelaine.api<{ id: string }>(`/api/orgs/${organization}/reviews`, 'POST')
      expect(review.status).toBe(201)
      const idle = (await chatelaine.accounts(organization)).find(({ verdict }) => verdict === 'inactive')
      const path = `/api/orgs/${organization}/reviews/${review.body.id}`
      const asked = await chatelaine.list<{ id: string; power: string; subject: { login?: string } }>(
        `${path}/proposals`,
      )
      const [decided, kept] = asked.filter(({ power }) => power === 'can_push')
      const answer = { decision: 'revoke', reason: 'Has moved on.' }
      const proposals = [decided, kept].map((each) => ({ id: each?.id ?? '' }))
      expect((await chatelaine.api(`${path}/decisions`, 'POST', { ...answer, proposals })).status).toBe(200)
      const names = {
        ...{ org: organization, login: idle?.login, audit: audit.id },
        ...{ review: review.body.id, decided: decided?.id, answered: decided?.subject.login },
      }
      fill = (path) =>
        Object.entries(names).reduce(
          (filled, [name, value]) => filled.replaceAll(`:${name}`, value ?? ''),
          path,
        )
    }, 60_000)

    afterAll(async () => {
      await Promise.all([chatelaine.close(), closeBrowser()])
    })

    it.each(LOOKS)(
      'is in order at $width pixels, $colorScheme, signed in',
      async ({ width, look, colorScheme }) => {
        const how = { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }
        const visitor = await (await openBrowser()).newContext(how)
        const page = await visitor.newPage()
        await signIn(page, chatelaine, 'mara-voss')
        for (const [name, path] of PAGES) {
          const picture = `${name}-${width}-${colorScheme}`
          await inspect(page, `${chatelaine.worker.url.origin}${fill(path)}`, picture, look)
        }
        await visitor.close()
      },
      90_000,
    )

    it('is in order for a stranger', async () => {
      const visitor = await (await openBrowser()).newContext({ bypassCSP: true })
      const page = await visitor.newPage()
      for (const [name, path] of [
        ['stranger', '/'],
        ['sign-in', '/sign-in'],
        ['public', '/:org'],
      ] as const)
        await inspect(page, `${chatelaine.worker.url.origin}${fill(path)}`, name, 'all')
      await visitor.close()
    })

    it('holds no script and allows none', async () => {
      const answer = await chatelaine.worker.fetch('/')
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
      expect(await answer.text()).not.toMatch(/<script|\son\w+=|javascript:/i)
    })

    async function inspect(page: Page, url: string, picture: string, look: Look): Promise<void> {
      await page.goto(url)
      if (process.env.SHOTS) await page.screenshot({ path: join(shots, `${picture}.png`), fullPage: true })
      expect(await axeComplaints(page, look), picture).toEqual([])
      expect(await overflowOf(page), `${picture} is wider than its window`).toBeLessThanOrEqual(0)
      if (look !== 'all') return
      expect(await wordsCut(page), `${picture} cuts words`).toEqual([])
      expect(await cellsThatDoNotWrap(page), `${picture} does not wrap a long name`).toEqual([])
      expect(await overflowOf(page), `${picture} is too wide for a long name`).toBeLessThanOrEqual(0)
    }

    /** How much wider than its window the page is. */
    function overflowOf(page: Page): Promise<number> {
      return page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
    }
  },
)
