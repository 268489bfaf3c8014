/** Exemptions and sponsored bots: nobody spares themselves, and every entry has an account, an end and who set it. */
import { describe, expect, it } from 'vitest'
import { findOrganization } from '../../src/register/organizations.ts'
import { begun, change, post, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { IDLE, OWNER, openSite, STRANGER } from '../fixtures/register/site.ts'

describe('nobody spares themselves', () => {
  const own = [
    ['their login', { login: 'ada' }],
    ['their login in capitals', { login: 'ADA' }],
    ['their id with another login', { login: 'bela', id: OWNER.id }],
    ['the login that they took since', { login: 'Ada-Renamed' }],
  ] as const

  it.each(own)(
    'by an exemption or as a sponsored bot under %s, before the first review or after',
    async (_, who) => {
      for (const site of [await openSite(), await begun()]) {
        const exemption = { ...who, reason: 'busy', until: '2027-03-01' }
        for (const sent of [{ exemptions: [exemption] }, { sponsors: [{ ...who, sponsor: 'bela' }] }]) {
          expect((await put(site, sent)).status).toBe(403)
          expect((await change(site, 'token', sent)).status).toBe(403)
        }
        const row = {
          login: who.login,
          ...('id' in who && { id: `${who.id}` }),
          until: '2027-03-01',
          reason: 'busy',
        }
        const form = await change(site, 'form', exemptionRow(0, row))
        expect(form.status).toBe(403)
        expect((await findOrganization(site.register, 'lichen'))?.rules).toBe(null)
      }
    },
  )

  it('nor makes an entry longer that another owner made; that one stays when the rules are saved', async () => {
    const site = await begun()
    await put(site, { exemptions: [{ login: 'teo', reason: 'leave', until: '2027-01-01' }] }, {}, OWNER)
    const entry = (until: string) => ({ exemptions: [{ login: 'teo', reason: 'leave', until }] })
    expect((await put(site, { ...entry('2027-01-01'), coolingHours: 48 }, {}, TEO)).status).toBe(200)
    expect((await put(site, entry('2027-02-01'), {}, TEO)).status).toBe(403)
    expect((await put(site, { exemptions: [] }, {}, TEO)).status).toBe(200)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [] })
  })

  it('nor agrees to an entry about themselves', async () => {
    const site = await begun()
    await site.register.run(
      "update grants set account_id = 7 where account_id = 3 and kind = 'repository_role'",
    )
    await site.register.run(
      "update grants set role = 'admin' where account_id = 7 and kind = 'repository_role'",
    )
    await put(site, { exemptions: [{ login: 'teo', reason: 'leave', until: '2027-01-01' }] })
    const [{ id }] = await waiting(site)
    expect((await post(site, `/api/orgs/lichen/settings/pending/${id}/agreement`, TEO)).status).toBe(403)
    expect(await rules(site)).toMatchObject({ exemptions: [] })
  })
})

describe('an exemption', () => {
  it('of somebody else holds at once, and any other owner than who set it lifts it at once', async () => {
    const site = await begun()
    const sent = { exemptions: [{ login: 'BELA', reason: 'ill', until: '2027-03-01' }] }
    await put(site, sent)
    expect(await rules(site)).toMatchObject({ exemptions: [{ id: IDLE.id, login: 'bela', by: OWNER }] })
    await put(site, { exemptions: [] })
    expect(await rules(site)).toMatchObject({
      exemptions: [{ id: IDLE.id }],
      pending: [{ setting: 'exemptions', entry: '2', value: null }],
    })
    await put(site, { exemptions: [] }, {}, TEO)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [] })
  })

  it('of an owner or admin waits, and ends within six months; of anybody else within twelve', async () => {
    const site = await begun()
    const until = (day: string) => ({ exemptions: [{ login: 'ada', reason: 'leave', until: day }] })
    expect((await put(site, until('2027-05-22'), {}, TEO)).status).toBe(200)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [{ entry: '1' }] })
    expect((await put(site, until('2027-06-01'), {}, TEO)).status).toBe(422)
    const bela = (day: string) => ({ exemptions: [{ login: 'bela', reason: 'leave', until: day }] })
    expect((await put(site, bela('2027-11-22'))).status).toBe(200)
    expect((await put(site, bela('2027-12-01'))).status).toBe(422)
  })

  it('of a login that nobody has is complained about, beside its field', async () => {
    const site = await begun()
    const answer = await put(site, {
      exemptions: [{ login: 'nobody-here', reason: 'x', until: '2027-01-01' }],
    })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('GitHub knows no account nobody-here'),
    ])
  })

  it('of whom GitHub was not asked, because 20 names are looked up in one save, is not called unknown', async () => {
    const looked: string[] = []
    const site = await openSite({
      accountAtGitHub: async (_, account) => {
        const login = 'login' in account ? account.login : ''
        looked.push(login)
        return { id: 1000 + Number(login.slice(1)), login }
      },
    })
    const named = (most: number) =>
      Array.from({ length: most }, (_, n) => ({ login: `n${n + 1}`, reason: 'x', until: '2027-01-01' }))
    const contributors = { people: [{ login: 'n1', until: '2027-01-01' }] }
    const answer = await put(site, { exemptions: named(27), sponsors: [{ login: 'n28', sponsor: 'bela' }] })
    expect(answer.status).toBe(422)
    const why = 'GitHub is asked for at most 20 new names in one save. Save so many first, then the others.'
    expect(await answer.json()).toMatchObject({
      detail: expect.stringMatching(/^Nothing was changed\. /),
      complaints: [
        `exemptions: n21, n22, n23, n24, n25 and 2 more were not looked up: ${why}`,
        `sponsors: n28 was not looked up: ${why}`,
      ],
    })
    expect(looked).toHaveLength(20)
    expect(await site.register.query.ruleVersions.findMany()).toEqual([])
    // The first of them stands in two lists, and is looked up once.
    expect((await put(site, { exemptions: named(20), contributors })).status).toBe(200)
    expect((await put(site, { exemptions: named(27) })).status).toBe(200)
    expect(looked).toHaveLength(20 + 20 + 7)
    expect(await rules(site)).toMatchObject({ contributors: { people: [{ login: 'n1' }] } })
  })

  it('keeps the account though it is called otherwise by now: what was stored has its id', async () => {
    const site = await begun()
    await put(site, { exemptions: [{ login: 'zora', reason: 'guest', until: '2027-01-01' }] })
    expect(await rules(site)).toMatchObject({ exemptions: [{ login: 'zora', id: STRANGER.id }] })
  })
})

/** The fields of one row of the form's table. */
function exemptionRow(at: number, row: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [`exemptions.${at}.${name}`, value]))
}
