/** One evening: an owner answers every question of the sample organisation's review at its page, and each click counts. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { type Answering, answering, countsUnder, rowOf } from '../fixtures/whole/answering.ts'
import { closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** What an owner answers in rows, by the name in the row; a third word is the role of a downgrade that offers several. */
const ANSWERS = [
  ['invitation to lichen-lab', 'Cancel'],
  ['Ines Okafor', 'Downgrade'],
  ['lena-vogel', 'Revoke'],
  ['Rosa Campos', 'Downgrade', 'write'],
  ['Paul Deschamps', 'Revoke'],
  ['Sven Halvorsen', 'Keep'],
  ['Carla Nunes', 'Keep'],
  ['Felix Moreau', 'Revoke'],
  ['Dora Keller', 'Keep'],
  ['Tim Osei', 'Revoke'],
  ['iris-blum', 'Revoke'],
  ['vera-stone', 'Cancel'],
  ['wheel-upload', 'Remove'],
  ['spell-warden', 'Remove'],
] as const
/** With the four credentials: three are an owner's or admins', three are kept, the others come to the queue. */
const AFTER = { all: 18, decide: 0, second: 4, decided: 14, queued: 11, done: 0 }
const MOST_CLICKS = 25

describe.skipIf(noBrowser !== null).each([
  ['off', false],
  ['on', true],
])(
  `an evening, with JavaScript %s${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  (_, javaScriptEnabled) => {
    let chatelaine: Chatelaine
    let organization: string
    let visitor: BrowserContext
    let page: Page
    let owner: Answering

    beforeAll(async () => {
      const world = sampleWorld()
      organization = world.organizations[0]?.login ?? ''
      chatelaine = await startChatelaine({ world })
      await chatelaine.audited(organization)
      visitor = await (await openBrowser()).newContext({ javaScriptEnabled })
      page = await visitor.newPage()
      page.setDefaultTimeout(10_000)
      owner = answering(page)
      await signIn(page, chatelaine, 'mara-voss')
      await page.goto(`${chatelaine.worker.url.origin}/orgs/${organization}/reviews`)
      await page.getByRole('link', { name: 'Open the first review' }).click()
      await page.getByRole('button', { name: 'Open the review' }).click()
    }, 60_000)

    afterAll(async () => {
      await Promise.all([chatelaine.close(), closeBrowser()])
    })

    it('begins with all questions on one page, and with nothing chosen', async () => {
      await expect(page.locator('li.ask').count()).resolves.toBe(AFTER.all)
      await expect(page.locator('main input[type=radio]:checked:not([value=""])').count()).resolves.toBe(0)
    })

    it('is answered in rows and saved once, and what the answers came to is said', async () => {
      for (const [name, label, ...role] of ANSWERS) await owner.answer(rowOf(page, name), label, ...role)
      await owner.save('Looked through together.')
      await expect(page.getByRole('status').textContent()).resolves.toMatch(
        /^14 answers saved\. 2 removals are queued for .* 1 to be done by hand: .* 4 wait for a second owner\. 3 stay as they are\./,
      )
    })

    it('goes on with one answer for a group', async () => {
      await owner.toDecide()
      await expect(page.locator('li.ask').count()).resolves.toBe(AFTER.all - ANSWERS.length)
      await owner.answerGroup('Credentials', 'Revoke', 'Nobody uses these.')
      await expect(page.getByRole('status').textContent()).resolves.toContain('4 answers saved.')
    })

    it('ends with nothing left to answer, and with counts that add up', async () => {
      await owner.toDecide()
      await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe(
        'Nothing is left to answer',
      )
      await expect(page.locator('li.ask').count()).resolves.toBe(0)
      await expect(countsUnder(page)).resolves.toEqual(AFTER)
      const { all, decide, second, decided, done } = AFTER
      expect(decide + second + decided + done).toBe(all)
      for (const [tab, count] of [
        ['To decide', AFTER.decide],
        ['Second owner', AFTER.second],
        ['Decided', AFTER.decided],
        ['Queue', AFTER.queued],
        ['Done', AFTER.done],
      ] as const)
        await expect(page.getByRole('link', { name: new RegExp(`^${tab}`) }).textContent()).resolves.toBe(
          `${tab} ${count}`,
        )
      const [review] = await chatelaine.list<{ counts: Record<string, number> }>(
        `/api/orgs/${organization}/reviews`,
      )
      expect(review?.counts).toMatchObject({ proposed: all, open: decide, needsSecond: second })
    })

    it(`took at most ${MOST_CLICKS} clicks`, () => {
      expect(owner.clicks()).toBeGreaterThan(AFTER.all - ANSWERS.length)
      expect(owner.clicks()).toBeLessThanOrEqual(MOST_CLICKS)
    })
  },
)
