/** Every page as people meet it: axe finds nothing, nothing runs off a phone, in light and dark. With SHOTS=1 pictures go to .wrangler/shots. */
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

/** Each page by a name for its picture; `:audit` and `:review` stand for the newest. */
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['overview', '/orgs/:org'],
  ['accounts', '/orgs/:org/accounts'],
  ['accounts-filtered', '/orgs/:org/accounts?verdict=inactive&q=zzz'],
  ['dossier', '/orgs/:org/accounts/:login'],
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
  ['audit', '/orgs/:org/audits/:audit'],
  ['history', '/orgs/:org/history'],
  ['settings', '/orgs/:org/settings'],
  ['settings-saved', '/orgs/:org/settings?saved=noticeDays&waits=windowMonths'],
  ['me', '/me'],
  ['calendar', '/me/calendar'],
  ['not-found', '/orgs/no-such-organisation'],
]

const LOOKS = [
  { name: 'light', look: 'all', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', look: 'colours', colorScheme: 'dark', viewport: { width: 768, height: 900 } },
  { name: 'phone', look: 'structure', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const

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
      const asked = await chatelaine.list<{ id: string; power: string }>(`${path}/proposals`)
      const [decided, kept] = asked.filter(({ power }) => power === 'can_push')
      const answer = { decision: 'revoke', reason: 'Has moved on.' }
      const proposals = [decided, kept].map((each) => ({ id: each?.id ?? '' }))
      expect((await chatelaine.api(`${path}/decisions`, 'POST', { ...answer, proposals })).status).toBe(200)
      const names = {
        ...{ org: organization, login: idle?.login, audit: audit.id },
        ...{ review: review.body.id, decided: decided?.id },
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
      'is in order in $name, signed in',
      async ({ name: light, look, ...how }) => {
        const visitor = await (await openBrowser()).newContext({ ...how, bypassCSP: true })
        const page = await visitor.newPage()
        await signIn(page, chatelaine, 'mara-voss')
        for (const [name, path] of PAGES)
          await inspect(page, `${chatelaine.worker.url.origin}${fill(path)}`, `${name}-${light}`, look)
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
      // The element is the page's own; nothing wider than the window.
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, `${picture} is wider than its window`).toBeLessThanOrEqual(0)
    }
  },
)
