/** The main story in a browser without script: an owner signs in, decides, has it carried out, and sees it in the history. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutNotice } from '../../local/whole.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'
import { signIn } from '../fixtures/whole/visitor.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const OWNER = 'mara-voss'
const REASON = 'Moved on to other things, and said so.'

describe.skipIf(noBrowser !== null)(
  `an owner, with JavaScript off${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let chatelaine: Chatelaine
    let organization: string
    let visitor: BrowserContext
    let page: Page
    let proposal: Proposal

    beforeAll(async () => {
      const world = sampleWorld()
      organization = world.organizations[0]?.login ?? ''
      chatelaine = await startChatelaine({ world })
      await chatelaine.audited(organization)
      await withoutNotice(chatelaine, organization)
      visitor = await (await openBrowser()).newContext({ javaScriptEnabled: false })
      page = await visitor.newPage()
      page.setDefaultTimeout(10_000)
    }, 60_000)

    afterAll(async () => {
      await Promise.all([chatelaine.close(), closeBrowser()])
    })

    it('signs in with GitHub and reads whether all is right, with the one step that comes next', async () => {
      await signIn(page, chatelaine, OWNER)
      await page.goto(`${chatelaine.worker.url.origin}/orgs/${organization}`)
      await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toMatch(
        /^(\w+ strong keys? (lie|lies) unused|Every strong key is in use.*)$/,
      )
      await expect(page.locator('main .button').allTextContents()).resolves.toEqual(['Open the first review'])
    })

    it('opens a review and sees who holds keys without using them, with evidence and plan', async () => {
      await page.goto(`${chatelaine.worker.url.origin}/orgs/${organization}/reviews`)
      await page.getByRole('link', { name: 'Open the first review' }).click()
      await page.getByRole('button', { name: 'Open the review' }).click()
      proposal = await somebodyToRevoke(chatelaine, organization)
      const card = cardOf(page, proposal)
      await card.locator('summary').click()
      await expect(card.getByText('What each answer would do').count()).resolves.toBe(1)
      await expect(card.getByRole('listitem').count()).resolves.toBeGreaterThan(0)
      expect(holdsIn(chatelaine, organization, proposal.subject.login)).not.toEqual([])
    })

    it('approves a proposal with a reason, and has it carried out', async () => {
      const card = cardOf(page, proposal)
      await card.getByRole('radio', { name: 'Revoke' }).check()
      await page.getByLabel('Reason, for all answers').fill(REASON)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('1 answer saved.').count()).resolves.toBe(1)
      await page
        .locator(`#queued-${proposal.id}`)
        .getByRole('button', { name: /^Carry out now/ })
        .click()
      await expect.poll(() => statusOf(chatelaine, proposal), { timeout: 30_000 }).toBe('done')
      await page.getByRole('link', { name: /^Done/ }).click()
      await expect(
        cardOf(page, proposal)
          .getByText(/verified/)
          .count(),
      ).resolves.toBe(1)
      await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe(
        'Done: 1 key taken back',
      )
    }, 45_000)

    it('finds the person gone from every path of the demo GitHub', async () => {
      const { login } = proposal.subject
      expect(holdsIn(chatelaine, organization, login)).toEqual([])
      await page.goto(`${chatelaine.github.url}/orgs/${organization}/people`)
      await expect(page.getByText(login, { exact: true }).count()).resolves.toBe(0)
    })

    it('reads in the history who, why and what', async () => {
      await page.goto(`${chatelaine.worker.url.origin}/orgs/${organization}/history`)
      const history = (await page.locator('main').textContent()) ?? ''
      expect(history).toContain(OWNER)
      expect(history).toContain(REASON)
      expect(history).toContain(proposal.subject.login)
    })

    it('changes nothing by approving a second time', async () => {
      const before = changesAt(chatelaine)
      const path = `${chatelaine.worker.url.origin}/api/proposals/${proposal.id}`
      const headers = { origin: chatelaine.worker.url.origin, 'content-type': 'application/json' }
      const again = await visitor.request.post(`${path}/decisions`, {
        headers,
        data: { decision: 'revoke', reason: REASON },
      })
      expect(again.status()).toBe(409)
      const carriedOut = await visitor.request.post(`${path}/revocation`, { headers })
      expect([200, 202, 409]).toContain(carriedOut.status())
      expect(await statusOf(chatelaine, proposal)).toBe('done')
      expect(changesAt(chatelaine)).toEqual(before)
    })

    it('is signed out by a button', async () => {
      await page.goto(chatelaine.worker.url.origin)
      await page.getByRole('button', { name: 'Sign out' }).click()
      const answer = await page.goto(`${chatelaine.worker.url.origin}/orgs/${organization}/history`)
      expect(page.url().includes('/sign-in') || (answer?.status() ?? 0) >= 400).toBe(true)
    })
  },
)

interface Proposal {
  readonly id: string
  readonly subject: { readonly kind: string; readonly login: string }
  readonly risk: { readonly privileged: boolean }
  readonly plan: readonly unknown[]
}

/** The unprivileged account whose plan is the longest: it holds access on the most paths. */
async function somebodyToRevoke(chatelaine: Chatelaine, organization: string): Promise<Proposal> {
  const reviews = await chatelaine.list<{ id: string }>(`/api/orgs/${organization}/reviews`)
  const path = `/api/orgs/${organization}/reviews/${reviews[0]?.id}/proposals`
  const people = (await chatelaine.list<Proposal>(path)).filter(
    ({ subject, risk }) => subject.kind === 'account' && !risk.privileged,
  )
  const [first] = people.sort((a, b) => b.plan.length - a.plan.length)
  if (first === undefined) throw new Error('The review proposes nobody without privileges.')
  return first
}

function cardOf(page: Page, { id }: Proposal) {
  return page.locator(`#proposal-${id}`)
}

async function statusOf(chatelaine: Chatelaine, { id }: Proposal): Promise<string> {
  const { body } = await chatelaine.api<{ status: string }>(`/api/proposals/${id}/revocation`)
  return body.status
}

/** Every path by which the demo GitHub gives the person access to the organisation. */
function holdsIn({ github }: Chatelaine, organization: string, login: string): string[] {
  const org = github.world.organization(organization)
  const has = (rows: readonly { login?: string | undefined }[]) => rows.some((row) => row.login === login)
  return [
    ...(has(org?.members ?? []) ? ['membership'] : []),
    ...(org?.teams ?? []).filter((team) => has(team.members)).map((team) => `team ${team.slug}`),
    ...github.world
      .repositoriesOf(organization)
      .filter((repository) => has(repository.collaborators) || has(repository.invitations))
      .map((repository) => `repository ${repository.name}`),
    ...(has(org?.invitations ?? []) ? ['invitation'] : []),
  ]
}

/** Every call by which something was changed on the demo GitHub. */
function changesAt({ github }: Chatelaine): string[] {
  return github.requests.log
    .filter(({ method, path }) => method !== 'GET' && !/graphql|access_token/.test(path))
    .map(({ method, path }) => `${method} ${path}`)
}
