/** The pages before the first review and of contributors, as people meet them: axe finds nothing, nothing runs off a phone. With SHOTS=1 pictures go to .wrangler/shots. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { axeComplaints, closeBrowser, noBrowser, openBrowser, shots } from '../fixtures/whole/browser.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const LOOKS = [
  { name: 'light', look: 'all', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', look: 'colours', colorScheme: 'dark', viewport: { width: 768, height: 900 } },
  { name: 'phone', look: 'structure', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const

/** Holds an account at GitHub, and owns nothing of the organisation. */
const CONTRIBUTOR = 'hana-kimura'

describe.skipIf(noBrowser !== null)('before a review, and for contributors', () => {
  let chatelaine: Chatelaine
  let org: string

  beforeAll(async () => {
    const world = sampleWorld()
    org = world.organizations[0]?.login ?? ''
    chatelaine = await startChatelaine({ world })
    await chatelaine.audited(org)
  }, 60_000)

  afterAll(async () => {
    await Promise.all([chatelaine.close(), closeBrowser()])
  })

  const inspect = async (login: string, path: string, picture: string) => {
    for (const { name, look, ...how } of LOOKS) {
      const visitor = await (await openBrowser()).newContext({ ...how, bypassCSP: true })
      const page = await visitor.newPage()
      await signIn(page, chatelaine, login)
      const answer = await page.goto(`${chatelaine.worker.url.origin}${path}`)
      expect(answer?.status(), path).toBe(200)
      // Every row opened, so that what is folded is looked at too.
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
      if (process.env.SHOTS)
        await page.screenshot({ path: join(shots, `${picture}-${name}.png`), fullPage: name !== 'phone' })
      expect(await axeComplaints(page, look), `${picture} ${name}`).toEqual([])
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, `${picture} ${name} is wider than its window`).toBeLessThanOrEqual(0)
      await visitor.close()
    }
  }

  it('what owners know is in order', async () => {
    await inspect('mara-voss', `/orgs/${org}/what-you-know`, 'what-you-know')
  }, 90_000)

  it('the review is in order for a contributor, with a comment, and for the owner who reads it', async () => {
    const contributors = { team: null, people: [{ login: CONTRIBUTOR, until: '2099-01-01' }] }
    const named = await chatelaine.api(`/api/orgs/${org}/settings`, 'PUT', { contributors })
    expect(named.status).toBe(200)
    const { body } = await chatelaine.api<{ id: string }>(`/api/orgs/${org}/reviews`, 'POST')
    const path = `/orgs/${org}/reviews/${body.id}`
    const [first] = await chatelaine.list<{ id: string }>(`/api${path}/proposals`)
    const comment = { text: 'I met them last week; they have moved on.', recommends: 'revoke' }
    const said = await chatelaine.api(`/api/proposals/${first?.id}/comments`, 'POST', comment)
    expect(said.status).toBe(201)
    await inspect(CONTRIBUTOR, path, 'shared-review')
    await inspect('mara-voss', path, 'review-with-comments')
  }, 120_000)
})
