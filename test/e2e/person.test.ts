/** The page of somebody who is asked about, as they meet it: they answer, are away, and come back; axe finds nothing at any width. With SHOTS=1 pictures go to .wrangler/shots. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { axeComplaints, closeBrowser, noBrowser, openBrowser, shots } from '../fixtures/whole/browser.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const LOOKS = [360, 768, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${width}-${colorScheme}`,
    width,
    colorScheme,
  })),
)

describe.skipIf(noBrowser !== null)(`my page${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`, () => {
  let chatelaine: Chatelaine
  let asked: string
  let unasked: string

  beforeAll(async () => {
    const world = sampleWorld()
    const organization = world.organizations[0]?.login ?? ''
    chatelaine = await startChatelaine({ world })
    await chatelaine.audited(organization)
    const { body } = await chatelaine.api<{ id: string }>(`/api/orgs/${organization}/reviews`, 'POST')
    const path = `/api/orgs/${organization}/reviews/${body.id}/proposals`
    const proposals = await chatelaine.list<{ power: string; subject: { login?: string } }>(path)
    asked = proposals.find(({ power }) => power === 'can_push')?.subject.login ?? ''
    unasked = world.organizations[0]?.invitations[0]?.login ?? 'mara-voss'
  }, 120_000)

  afterAll(async () => {
    await Promise.all([chatelaine.close(), closeBrowser()])
  })

  it('is in order at every width, in light and dark, open and closed', async () => {
    for (const { name, width, colorScheme } of LOOKS) {
      const visitor = await (await openBrowser()).newContext({
        ...{ colorScheme, viewport: { width, height: 900 }, bypassCSP: true },
      })
      const page = await visitor.newPage()
      await signIn(page, chatelaine, asked)
      await inspect(page, '/me', `me-${name}`)
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
      await picture(page, `me-open-${name}`)
      await visitor.close()
    }
  }, 240_000)

  it('takes an answer, says what comes next, and lets it be changed and undone', async () => {
    const visitor = await (await openBrowser()).newContext({ bypassCSP: true })
    const page = await visitor.newPage()
    await signIn(page, chatelaine, asked)
    await page.goto(`${chatelaine.worker.url.origin}/me`)
    await page.getByRole('button', { name: /^I still need it/ }).click()
    expect(new URL(page.url()).pathname).toMatch(/^\/me\/answers\//)
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await picture(page, `me-answered-${width}-light`)
    }
    await page.getByRole('link', { name: 'Change my answer' }).click()
    await picture(page, 'me-with-answer-1440-light')
    await page.getByRole('button', { name: /^Undo/ }).click()
    expect(await page.getByRole('status').textContent()).toContain('taken back')
    await page.getByLabel('Back on').first().fill('2027-03-01')
    await page.getByRole('button', { name: /^I am away in/ }).click()
    for (const { name, width, colorScheme } of LOOKS) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await picture(page, `me-away-${name}`)
    }
    await page.getByRole('button', { name: /^Undo/ }).click()
    expect(await page.getByRole('main').textContent()).toContain('are asked whether you still need')
    await visitor.close()
  }, 120_000)

  it('is friendly to somebody who is not asked', async () => {
    const visitor = await (await openBrowser()).newContext({ bypassCSP: true })
    const page = await visitor.newPage()
    await signIn(page, chatelaine, unasked)
    await inspect(page, '/me', 'me-unasked-1440-light')
    expect(await page.getByRole('main').textContent()).toContain('No question about you is open')
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    await picture(page, 'me-unasked-open-1440-light')
    await visitor.close()
  }, 60_000)

  async function inspect(page: Page, path: string, name: string): Promise<void> {
    await page.goto(`${chatelaine.worker.url.origin}${path}`)
    await picture(page, name)
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (process.env.SHOTS) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    expect(await axeComplaints(page, 'all'), name).toEqual([])
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow, `${name} is wider than its window`).toBeLessThanOrEqual(0)
  }
})
