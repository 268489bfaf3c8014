/** The lists of the rules as tables: entries are changed, ended and added one by one. */

import { describe, expect, it } from 'vitest'
import { begun, put, rules, waiting } from '../fixtures/register/rules-site.ts'
import { OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const BELA = { login: 'bela', until: '2027-03-01', reason: 'on leave' }
const ZORA = { login: 'zora', until: '2027-02-01', reason: 'ill' }

/** Saves what the page shows, with these fields changed. */
async function save(site: Site, changes: Record<string, string>) {
  const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
  const answer = await site.send('/orgs/lichen/settings', OWNER, { ...fieldsIn(page), ...changes })
  return { status: answer.status, page: await answer.text() }
}

function fieldsIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input [^>]*>/g)].flatMap(([tag]) => {
    const [, name = ''] = /name="([^"]+)"/.exec(tag) ?? []
    const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? []
    const isSent = !tag.includes('type="checkbox"') || tag.includes(' checked')
    return name === '' || name === 'token' || !isSent ? [] : [[name, value] as const]
  })
  const lists = [...page.matchAll(/<select [^>]*name="([^"]+)".*?<option value="([^"]*)" selected/g)]
  return Object.fromEntries([...inputs, ...lists.map(([, name, value]) => [name, value])])
}

/** The fields of a new row. */
const row = (at: number, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`exemptions.${at}.${name}`, value]))

async function exempt(site: Site): Promise<string[]> {
  const answer = await site.visit('/api/orgs/lichen/settings', OWNER)
  const { exemptions } = (await answer.json()) as { exemptions: (typeof BELA)[] }
  return exemptions.map(({ login, until, reason }) => `${login} until ${until.slice(0, 10)}: ${reason}`)
}

describe('exemptions in the form', () => {
  it('one is ended, one is prolonged and one is added in one save; the others stay', async () => {
    const site = await openSite()
    await put(site, { exemptions: [BELA, ZORA] })
    const changes = {
      ...{ 'exemptions.0.end': 'yes', 'exemptions.1.until': '2027-06-01' },
      ...row(2, { login: 'iris', until: '2027-01-01', reason: 'new here | as agreed' }),
    }
    await site.register.run("update accounts set login = 'iris' where id = 3")
    expect((await save(site, changes)).status).toBe(303)
    expect(await exempt(site)).toEqual([
      'zora until 2027-06-01: ill',
      'iris until 2027-01-01: new here | as agreed',
    ])
  })

  it('a row that is left blank adds nothing', async () => {
    const site = await openSite()
    await put(site, { exemptions: [BELA] })
    expect((await save(site, row(1, { login: '', until: '', reason: '' }))).status).toBe(303)
    expect(await exempt(site)).toEqual(['bela until 2027-03-01: on leave'])
  })

  it('what is wrong stands at its row, whichever rows end before it, and everything is kept as it was left', async () => {
    const site = await openSite()
    await put(site, { exemptions: [BELA, ZORA] })
    const { status, page } = await save(site, {
      ...{ 'exemptions.0.end': 'yes', 'exemptions.1.until': 'some day' },
      ...row(2, { login: 'no login', until: '2027-01-01', reason: '' }),
    })
    expect(status).toBe(422)
    for (const field of ['1.until', '2.login', '2.reason']) {
      expect(page).toContain(`id="exemptions.${field}-complaint"`)
      expect(page).toContain(`<a href="#exemptions.${field}">Exemptions, row ${Number(field[0]) + 1}`)
    }
    expect(page).toMatch(/name="exemptions\.0\.end"[^>]* checked/)
    expect(fieldsIn(page)).toMatchObject({
      ...{ 'exemptions.1.until': 'some day', 'exemptions.2.login': 'no login' },
      ...{ 'exemptions.2.until': '2027-01-01', 'exemptions.1.login': 'zora' },
    })
    expect(await exempt(site)).toHaveLength(2)
  })

  it('an owner who enters themselves is told so at the table, and nothing is changed', async () => {
    const site = await openSite()
    const { status, page } = await save(site, row(0, { ...BELA, login: 'ada' }))
    expect(status).toBe(403)
    expect(page).toContain('Exemptions: nobody spares themselves, and this names your own account.')
    expect(page).toMatch(/name="exemptions\.0\.login"[^>]*value="ada"/)
    expect(await exempt(site)).toEqual([])
  })

  it('for longer than allowed is complained about with the day until which it may be', async () => {
    const site = await openSite()
    const { status, page } = await save(site, row(0, { ...BELA, until: '2028-01-01' }))
    expect(status).toBe(422)
    expect(page).toContain(
      'Exemptions: the until of bela must be 22 November 2027 at the latest, 12 months from now, as for anybody.',
    )
  })

  it('one that is ended waits for another owner, once the first review has opened', async () => {
    const site = await begun()
    await put(site, { exemptions: [BELA] })
    expect((await save(site, { 'exemptions.0.end': 'yes' })).status).toBe(303)
    expect(await exempt(site)).toHaveLength(1)
    expect(await waiting(site)).toMatchObject([{ inWords: 'the exemption of bela is taken away' }])
  })

  it('a moment within a day stays that moment', async () => {
    const site = await openSite()
    await put(site, { exemptions: [{ ...BELA, until: '2027-03-01T12:00:00Z' }] })
    expect((await save(site, { windowMonths: '9' })).status).toBe(303)
    expect(await rules(site)).toMatchObject({
      windowMonths: 9,
      exemptions: [{ until: '2027-03-01T12:00:00.000Z' }],
    })
  })

  it('a reason that is markup stays text', async () => {
    const site = await openSite()
    await put(site, { exemptions: [{ ...BELA, reason: '"><script>x</script>' }] })
    const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    expect(page).not.toContain('<script')
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"')
  })
})

it('a complaint that quotes what was typed stands at the list it is about, whatever was typed', async () => {
  const site = await openSite()
  const { page } = await save(site, row(0, { ...BELA, login: 'leftout' }))
  expect(page).toContain('<a href="#exemptions">Exemptions: GitHub knows no account leftout.')
})
