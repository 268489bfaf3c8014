/** Owners name contributors under Settings: a team, and people until a day. */
import { describe, expect, it } from 'vitest'
import { begun, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { OWNER, openSite, STRANGER } from '../fixtures/register/site.ts'

const SETTINGS = '/orgs/lichen/settings'
const FORM = {
  ...{ windowMonths: '6', noticeDays: '14', coolingHours: '24', reviewDueDays: '21', reviewEvery: 'quarter' },
  ...{ 'removalBudget.count': '50', 'removalBudget.share': '25', version: '0' },
}

/** The fields of one row of the contributors by name. */
function row(at: number, fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`contributors.people.${at}.${name}`, value]),
  )
}

describe('contributors in the settings', () => {
  it('are named by login and until, and kept by the id that GitHub gives', async () => {
    const site = await openSite()
    const sent = { 'contributors.team': 'cartographers', ...row(0, { login: 'zora', until: '2027-03-01' }) }
    expect((await site.send(SETTINGS, OWNER, { ...FORM, ...sent })).status).toBe(303)
    expect((await rules(site)).contributors).toEqual({
      team: 'cartographers',
      people: [{ ...STRANGER, until: '2027-03-01T23:59:59.000Z' }],
    })
    const page = await (await site.visit(SETTINGS, OWNER)).text()
    expect(page).toMatch(/name="contributors\.people\.0\.id" value="9"/)
    expect(page).toMatch(/name="contributors\.people\.0\.until" type="date" value="2027-03-01"/)
    expect(page).toContain('Taking one away or an earlier end holds at once, adding one')
  })

  it('find the organisation on their first page once they are saved', async () => {
    const site = await openSite()
    const isListed = async () =>
      (await (await site.visit('/', STRANGER)).text()).includes('/orgs/Lichen/reviews')
    expect(await isListed()).toBe(false)
    await put(site, { contributors: { people: [{ login: 'zora', until: '2027-03-01' }] } })
    expect(await isListed()).toBe(true)
  })

  it('that nobody knows, or stand there twice, are complained about at their field, and nothing is saved', async () => {
    const site = await openSite()
    const sent = {
      'contributors.team': 'unheard-of',
      ...row(0, { login: 'zora', until: '2027-03-01' }),
      ...row(1, { login: 'zora', id: '9', until: '2027-04-01' }),
      ...row(2, { login: 'nobody-at-all', until: '2027-03-01' }),
    }
    const answer = await site.send(SETTINGS, OWNER, { ...FORM, ...sent })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    const complaint = (field: string) =>
      new RegExp(`id="${field}-complaint">([^<]*)<`).exec(page)?.[1]?.replaceAll('&#39;', "'")
    expect(complaint('contributors.people')).toContain('contributors: zora stands there twice.')
    expect(complaint('contributors.people')).toContain('GitHub knows no account nobody-at-all.')
    expect(page).toMatch(/name="contributors\.people\.2\.login"[^>]*value="nobody-at-all"/)
    expect(await site.register.query.ruleVersions.findMany()).toEqual([])
    const alone = await put(site, { contributors: { team: 'unheard-of' } })
    expect(await alone.text()).toContain('contributors.team: the newest audit has seen no team unheard-of')
  })

  it('wait for another owner once the first review has opened, and are taken away at once', async () => {
    const site = await begun()
    const people = [{ login: 'zora', until: '2027-03-01' }]
    await put(site, { contributors: { people } })
    expect((await rules(site)).contributors).toEqual({ team: null, people: [] })
    const [change] = await waiting(site)
    expect(change).toMatchObject({
      setting: 'contributors.people',
      inWords: 'the contributor zora is added until 1 March 2027',
    })
    const shown = await (await site.visit(SETTINGS, OWNER)).text()
    expect(shown).toContain('the contributor zora is added until 1 March 2027')
    await site.visit(`/api${SETTINGS}/pending/${change.id}/agreement`, TEO, {
      method: 'POST',
      headers: { origin: 'https://keys.example' },
    })
    expect((await rules(site)).contributors).toMatchObject({ people: [{ id: 9, login: 'zora' }] })
    await put(site, { contributors: { people: [] } })
    expect((await rules(site)).contributors).toEqual({ team: null, people: [] })
  })

  it('keep what the other half of them says, where only one is sent', async () => {
    const site = await openSite()
    await put(site, { contributors: { people: [{ login: 'zora', until: '2027-03-01' }] } })
    await put(site, { contributors: { team: 'cartographers' } })
    expect((await rules(site)).contributors).toMatchObject({
      team: 'cartographers',
      people: [{ login: 'zora' }],
    })
  })
})
