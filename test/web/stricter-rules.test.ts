/** The stricter of the rules at opening, at decision and now bind a removal, through form and API: agreeing to shorter ones frees nothing that is under way. */

import { expect, it } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import { proposals } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, post, put, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, NOW, OWNER, type Site } from '../fixtures/register/site.ts'
import { tellAll } from '../fixtures/register/told.ts'

const DECISION = { decision: 'revoke', reason: 'No act since May.' } as const

it.each(['form', 'API', 'token'] as const)(
  'a notice that is shortened after the decision, and agreed to, is still the long one for what was decided, by %s',
  async (way) => {
    const site = await withProposal()
    await decided(site, way)
    await shortened(site)
    const answer = await started(site, way)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(
      way === 'form' ? '6 December 2026' : `"notBefore":"${daysAfter(NOW, 14)}"`,
    )
  },
)

it.each(['form', 'API', 'token'] as const)(
  'a notice that was made longer after the opening, and held at the decision, counts, by %s',
  async (way) => {
    const site = await withProposal()
    await put(site, { noticeDays: 30, reviewDueDays: 37 })
    await decided(site, way)
    await shortened(site)
    expect(await (await started(site, way)).text()).toContain(
      way === 'form' ? '22 December 2026' : `"notBefore":"${daysAfter(NOW, 30)}"`,
    )
  },
)

/** An owner asks for no notice, and another agrees. */
async function shortened(site: Site): Promise<void> {
  site.clock.now = daysAfter(site.clock.now, 1)
  await put(site, { noticeDays: 0, coolingHours: 0, confirmNoNotice: true })
  for (const { id } of await waiting(site))
    expect((await post(site, `/api/orgs/lichen/settings/pending/${id}/agreement`, TEO)).status).toBe(200)
}

async function withProposal(): Promise<Site> {
  const site = await begun()
  await site.register.insert(proposals).values(ABOUT_BELA)
  await tellAll(site.register)
  return site
}

async function decided(site: Site, way: 'form' | 'API' | 'token'): Promise<void> {
  const answer =
    way === 'form'
      ? await site.send('/orgs/lichen/reviews/review-1/decisions', OWNER, {
          'answer.about-bela': DECISION.decision,
          reason: DECISION.reason,
        })
      : await sent(site, way, '/api/proposals/about-bela/decisions', DECISION)
  expect([201, 303]).toContain(answer.status)
}

function started(site: Site, way: 'form' | 'API' | 'token'): Promise<Response> {
  return way === 'form'
    ? site.send('/orgs/lichen/proposals/about-bela/revocation', OWNER, {})
    : sent(site, way, '/api/proposals/about-bela/revocation', {})
}

async function sent(site: Site, way: 'API' | 'token', path: string, what: object): Promise<Response> {
  const body = JSON.stringify(what)
  if (way === 'token') return site.api(path, await site.token(OWNER), { method: 'POST', body })
  const headers = { origin: HOME, 'content-type': 'application/json' }
  return site.visit(path, OWNER, { method: 'POST', headers, body })
}
