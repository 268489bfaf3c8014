/** How an organisation comes to be served here: what its owners do, by what the deployment allows. */

import { describe, expect, it } from 'vitest'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { organizations } from '../../src/register/schema.ts'
import { NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const INSTALLATION = 4711
const OAUTH = { authorizeUrl: () => 'https://github.example/login', personFor: async () => OWNER }

/** A site whose App reads; `changes`: of its settings. */
async function siteOfApp(changes: object = {}): Promise<Site> {
  const site = await openSite({ oauth: OAUTH })
  const authority = { kind: 'app', appId: '1', privateKey: 'not asked' }
  const deployment = { ...site.platform.deployment, authority, organizations: null, ...changes }
  Object.assign(site.platform, { deployment })
  return site
}

/** An audit of lichen that has read which Apps are installed there. */
async function audited(site: Site): Promise<void> {
  await site.register.update(organizations).set({ installationId: INSTALLATION })
  const app = { kind: 'app_installation', owner: null, repository: null, scopes: [] } as const
  const dates = { createdAt: NOW, expiresAt: null, lastUsed: 'unobservable' } as const
  await credentialsStatement(
    site.register,
    100,
    [
      { ...app, ...dates, id: '1', name: 'somebody-elses', details: {} },
      { ...app, ...dates, id: String(INSTALLATION), name: 'chatelaine-demo', details: {} },
    ],
    NOW,
  )
}

const join = async (site: Site) => {
  const answer = await site.visit('/join')
  const text = (await answer.text()).replace(/\s+/g, ' ')
  return { answer, text }
}

describe('whoever wants their organisation served here', () => {
  it('is led to GitHub to install the App that reads, once an audit has told which it is', async () => {
    const site = await siteOfApp()
    expect((await join(site)).text).toContain('Ask whoever runs this site for the link of its GitHub App')
    await audited(site)
    const { answer, text } = await join(site)
    expect(answer.status).toBe(200)
    const { webUrl } = site.platform.deployment
    expect(text).toContain(`<a href="${webUrl}/apps/chatelaine-demo/installations/new">Install the App`)
    expect(text).not.toContain('somebody-elses')
    expect(text).toContain('deleted 30 days later')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  })

  it('asks the operator first where only named organisations are served, or a token reads', async () => {
    const named = await siteOfApp({ organizations: ['lichen', 'moss'] })
    await audited(named)
    const { text } = await join(named)
    expect(text).toContain('Ask whoever runs this site to name your organisation')
    expect(text).not.toMatch(/lichen|moss/i)
    const byToken = await siteOfApp({ authority: { kind: 'token', token: 'planted-token' } })
    expect((await join(byToken)).text).toMatch(/it reads with a token of theirs(?!.*planted-token)/)
  })

  it('reads the same whoever they are, and finds the page from the front', async () => {
    const site = await siteOfApp()
    await audited(site)
    const texts = await Promise.all(
      [undefined, OWNER].map(async (who) => (await site.visit('/join', who)).text()),
    )
    expect(texts[0]).toBe(texts[1])
    expect(await (await site.visit('/')).text()).toContain('href="/join"')
    expect(site.asked.times).toBe(0)
  })

  it('reads that nobody can sign in yet where that is so', async () => {
    const site = await siteOfApp()
    Object.assign(site.platform, { oauth: null })
    expect((await join(site)).text).toContain('Nobody can sign in here yet')
  })
})
