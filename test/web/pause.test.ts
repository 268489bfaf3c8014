/** What an owner stopped is started again by that owner or by two others, never by a token and never by time. */
import { describe, expect, it } from 'vitest'
import { findOrganization } from '../../src/register/organizations.ts'
import { begun, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, OWNER, type Site } from '../fixtures/register/site.ts'

describe('a pause', () => {
  const ask = (site: Site, paused: boolean, person: typeof OWNER) =>
    site.visit('/api/orgs/lichen/pause', person, {
      method: 'PUT',
      headers: { origin: HOME, 'content-type': 'application/json' },
      body: JSON.stringify({ paused }),
    })
  const paused = async (site: Site) => (await findOrganization(site.register, 'lichen'))?.pausedAt !== null

  it('of an owner is ended by that owner, signed in lately, and by no token', async () => {
    const site = await begun()
    await ask(site, true, OWNER)
    const body = JSON.stringify({ paused: false })
    const path = '/api/orgs/lichen/pause'
    expect((await site.api(path, await site.token(OWNER), { method: 'PUT', body })).status).toBe(403)
    expect((await site.api(path, undefined, { method: 'PUT', body })).status).toBe(403)
    expect(await paused(site)).toBe(true)
    await ask(site, false, OWNER)
    expect(await paused(site)).toBe(false)
  })

  it('or by two others: one asks, another agrees, and time alone never ends it', async () => {
    const site = await begun()
    const iris = { id: 8, login: 'iris' }
    site.owners.add(iris.id)
    await ask(site, true, OWNER)
    await ask(site, false, TEO)
    expect(await waiting(site)).toMatchObject([{ setting: 'paused', value: false, by: { login: 'teo' } }])
    expect((await ask(site, false, TEO)).status).toBe(409)
    await site.visit('/orgs/lichen/settings', iris)
    expect((await waiting(site))[0]).toMatchObject({ effectiveFrom: null, waitsFor: 'another_owner' })
    expect(await paused(site)).toBe(true)
    await ask(site, false, iris)
    expect([await paused(site), await waiting(site)]).toEqual([false, []])
  })

  it('of the operator any owner ends, unless an owner has paused too', async () => {
    const site = await begun()
    const body = JSON.stringify({ paused: true })
    await site.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body })
    await ask(site, false, TEO)
    expect(await paused(site)).toBe(false)
    await site.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body })
    await ask(site, true, OWNER)
    await ask(site, false, TEO)
    expect(await paused(site)).toBe(true)
  })
})
