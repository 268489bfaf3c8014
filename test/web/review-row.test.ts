/** A row of a review: what it says of whom it asks about, and what it offers. */

import { describe, expect, it } from 'vitest'
import { accounts } from '../../src/register/schema.ts'
import { act, askingAbout, PAUL, page, question } from '../fixtures/register/asked.ts'

describe('what a row says', () => {
  it('is in human words, with the day behind "ago"', async () => {
    const site = await askingAbout([
      question('p1', {
        lastActiveAt: '2022-06-20T00:00:00.000Z',
        evidence: [act('2022-06-20T00:00:00.000Z')],
      }),
    ])
    await site.register
      .insert(accounts)
      .values({ id: PAUL, login: 'p1', type: 'User', name: 'Paul Deschamps' })
    const text = await page(site)
    expect(text).toContain('title="20 June 2022">4 years 5 months ago</time>')
    expect(text).toContain('commit in herbarium')
    expect(text).toContain('Paul Deschamps')
    expect(text).toContain('aria-hidden="true">PD</span>')
    expect(text).toContain('<span class="power write">write</span>')
  })

  it('names at most two teams, and says how many more there are', async () => {
    const holds = {
      ...{ role: 'write' as const, places: ['lichen/atlas'], more: 0, outsideCollaborator: false },
      teams: ['core', 'docs', 'release', 'web'],
    }
    const site = await askingAbout([
      question('p1', { risk: { score: 5, opens: ['can push to 1 repository'], privileged: false, holds } }),
    ])
    expect(await page(site)).toContain('atlas through core, docs and 2 more')
  })

  it('says where else they can change something, by a weaker role than the one that is named', async () => {
    const holds = {
      ...{ role: 'maintain' as const, places: ['lichen/herbarium'], more: 0, outsideCollaborator: false },
      teams: [],
    }
    const opens = [
      'can push to and manage 1 repository',
      'can push to 2 repositories',
      'can read 11 repositories',
    ]
    const site = await askingAbout([
      question('p1', { risk: { score: 5, opens, privileged: false, holds } }),
      question('p2', { risk: { score: 5, opens: opens.slice(0, 1), privileged: false, holds } }),
    ])
    const [, first = '', second = ''] = (await page(site)).split('class="ask"')
    expect(first).toContain('herbarium; can push to 2 repositories')
    expect(first).not.toContain('can read 11')
    expect(second).not.toContain('herbarium;')
  })

  it('is about one team or repository only where the question is', async () => {
    const site = await askingAbout([
      question('p1', { scope: { kind: 'team', id: 20, name: 'cartographers' } }),
      question('p2', { scope: { kind: 'repository', id: 10, name: 'atlas' } }),
      question('p3'),
    ])
    const text = await page(site)
    expect(text).toContain(' only team cartographers')
    expect(text).toContain(' only repository atlas')
    expect(text.match(/ only (team|repository) /g)).toHaveLength(2)
  })

  it('offers only what is possible, and nothing is chosen', async () => {
    const text = await page(await askingAbout([question('p1')]))
    expect([...text.matchAll(/<option value="(\w+)"/g)].map(([, role]) => role)).toEqual(
      expect.arrayContaining(['triage', 'read']),
    )
    expect(text).not.toContain('value="admin"')
    expect(text).not.toContain('value="emeritus"')
    expect(text).not.toMatch(/name="answer\.p1" value="\w+"[^>]*checked/)
    expect(text).toMatch(/name="answer\.p1" value=""[^>]*checked/)
  })

  it.each(['x'.repeat(200), 'مرحبا ‮abc', '', '<b>"'])('holds the name %j without harm', async (name) => {
    const site = await askingAbout([question('p1')])
    await site.register.insert(accounts).values({ id: PAUL, login: 'p1', type: 'User', name })
    const text = await page(site)
    expect(text).not.toContain('<b>"')
    expect(text).not.toMatch(/\u202e/)
    expect(text).toContain('>p1<')
  })
})
