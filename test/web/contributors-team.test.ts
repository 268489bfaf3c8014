/** The team of contributors is the team that owners meant, whatever it is called by now; whoever takes its name is nobody. */
import { describe, expect, it } from 'vitest'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { teamsStatement } from '../../src/register/access/teams.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { organizations } from '../../src/register/schema.ts'
import { REVIEW } from '../fixtures/register/asked.ts'
import { AMINA, contributing, NILS } from '../fixtures/register/contributing.ts'
import { begun, change, post, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const SETTINGS = '/orgs/lichen/settings'

/** The next audit sees that a team has this slug; nils is in it where it is the new one. */
async function seen(site: Site, id: number, slug: string): Promise<void> {
  const { register } = site
  await teamsStatement(register, 100, [{ id, slug, name: slug, privacy: 'closed' }], NOW)
  if (id !== ANOTHER) return
  const joined = { kind: 'team_membership', account: NILS.id, team: ANOTHER, role: 'member' } as const
  for (const statement of grantsStatements(register, 100, [joined], NOW)) await statement
}

const SECURITY = 21
const CARTOGRAPHERS = 20
const ANOTHER = 23

/** The team is renamed on GitHub, and somebody makes another one of its name. */
async function takenOver(site: Site, id: number, slug: string, newSlug: string): Promise<void> {
  await seen(site, id, newSlug)
  await seen(site, ANOTHER, slug)
}

const sees = async (site: Site, who: typeof OWNER) => (await site.visit(REVIEW, who)).status === 200
const whoSees = async (site: Site) => [await sees(site, AMINA), await sees(site, NILS)]

const AMINA_ALONE = [true, false]
const NILS_ALONE = [false, true]
const NOBODY = [false, false]

async function stored(site: Site): Promise<unknown> {
  const [row] = await site.register.select().from(organizations)
  return JSON.parse(row?.currentRules ?? 'null').contributors.team
}

const settingsPage = async (site: Site) => (await site.visit(SETTINGS, OWNER)).text()

/** Whether owners are told on the settings page, once an audit was complete, that nobody helps by the team of this name. */
async function isTold(site: Site, slug: string): Promise<boolean> {
  await site.register.update(organizations).set({ firstCompleteAt: NOW })
  return (await settingsPage(site)).includes(GONE(slug))
}

const GONE = (slug: string) => `Nobody sees reviews by the team ${slug} any more`

describe('the team of contributors', () => {
  it('is kept by its id and shown by its slug, whatever id was sent', async () => {
    const site = await openSite()
    await seen(site, ANOTHER, 'strangers')
    await put(site, { contributors: { team: { id: ANOTHER, slug: 'cartographers' } } })
    expect(await stored(site)).toEqual({ id: CARTOGRAPHERS, slug: 'cartographers' })
    expect((await rules(site)).contributors).toEqual({ team: 'cartographers', people: [] })
  })

  it('that is renamed sees what it saw, and whoever takes its name sees nothing', async () => {
    const site = await contributing()
    await takenOver(site, SECURITY, 'security', 'guards')
    expect(await whoSees(site)).toEqual(AMINA_ALONE)
    expect((await rules(site)).contributors).toMatchObject({ team: 'guards' })
    expect(/name="contributors\.team" value="([^"]*)"/.exec(await settingsPage(site))?.[1]).toBe('guards')
    expect(await isTold(site, 'guards')).toBe(false)
  })

  it('stays the same where other rules are saved, by form and API', async () => {
    const site = await contributing()
    await takenOver(site, SECURITY, 'security', 'guards')
    const form = { 'contributors.team': 'guards', version: '0' }
    expect((await change(site, 'form', { ...form, coolingHours: 48 })).status).toBe(303)
    expect((await put(site, { noticeDays: 30, reviewDueDays: 40 })).status).toBe(200)
    expect(await waiting(site)).toEqual([])
    expect(await whoSees(site)).toEqual(AMINA_ALONE)
  })

  it('is another one of the same name only once that is named and another owner agrees', async () => {
    const site = await contributing()
    await takenOver(site, SECURITY, 'security', 'guards')
    await put(site, { contributors: { team: 'security' } })
    const [{ id, inWords }] = await waiting(site)
    expect(inWords).toBe('“Team of contributors” from guards to security')
    expect(await whoSees(site)).toEqual(AMINA_ALONE)
    await post(site, `/api${SETTINGS}/pending/${id}/agreement`, TEO)
    expect(await whoSees(site)).toEqual(NILS_ALONE)
    const { items } = await findHistoryPage(site.register, 100, null, 9)
    const asked = items.find(({ act }) => act === 'rule_change_pending')
    expect(asked?.sentence).toContain('“Team of contributors” is another one named security')
  })

  it('that is gone is nobody, and so is whoever takes its name, until owners name them; they are told', async () => {
    const site = await contributing()
    await site.register.run(`update teams set closed_at = '${NOW}' where id = ${SECURITY}`)
    await seen(site, ANOTHER, 'security')
    expect(await whoSees(site)).toEqual(NOBODY)
    expect(await isTold(site, 'security')).toBe(true)
    await put(site, { noticeDays: 15, reviewDueDays: 40, contributors: { team: 'security' } })
    expect([await waiting(site), await whoSees(site)]).toEqual([[], NOBODY])
    await put(site, { contributors: { team: null } })
    await put(site, { contributors: { team: 'security' } })
    const [{ id }] = await waiting(site)
    await post(site, `/api${SETTINGS}/pending/${id}/agreement`, TEO)
    expect(await whoSees(site)).toEqual(NILS_ALONE)
    expect(await isTold(site, 'security')).toBe(false)
  })

  it('of which an earlier version kept the name alone is nobody, until owners name it again; they are told', async () => {
    const site = await contributing()
    await site.register
      .update(organizations)
      .set({ rules: JSON.stringify({ contributors: { team: 'security' } }) })
    expect(await whoSees(site)).toEqual(NOBODY)
    expect((await rules(site)).contributors).toMatchObject({ team: 'security' })
    expect(await isTold(site, 'security')).toBe(true)
    await put(site, { noticeDays: 15, reviewDueDays: 40 })
    expect([await waiting(site), await whoSees(site)]).toEqual([[], NOBODY])
  })

  it('that no audit has seen yet is the one that GitHub has under its slug', async () => {
    const site = await openSite()
    await site.register.run('delete from teams')
    expect((await put(site, { contributors: { team: 'security' } })).status).toBe(200)
    expect(await stored(site)).toEqual({ id: SECURITY, slug: 'security' })
    expect(await settingsPage(site)).not.toContain(GONE('security'))
  })

  it('that neither an audit nor GitHub knows is complained about', async () => {
    const site = await openSite()
    await site.register.run('delete from teams')
    const answer = await put(site, { contributors: { team: 'nobodies' } })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('contributors.team: GitHub knows no team nobodies in Lichen.'),
    ])
    expect((await rules(site)).contributors).toEqual({ team: null, people: [] })
  })
})

describe('a change that waits, of the team of contributors', () => {
  it('means the team of the day on which it was asked for', async () => {
    const site = await begun()
    await put(site, { contributors: { team: 'cartographers' } })
    await takenOver(site, CARTOGRAPHERS, 'cartographers', 'drafters')
    const [{ id, ...asked }] = await waiting(site)
    expect(asked).toMatchObject({
      value: 'drafters',
      inWords: '“Team of contributors” from none to drafters',
    })
    await post(site, `/api${SETTINGS}/pending/${id}/agreement`, TEO)
    expect((await rules(site)).contributors).toMatchObject({ team: 'drafters' })
    expect([await sees(site, IDLE), await sees(site, NILS)]).toEqual([true, false])
  })

  it('that an earlier version kept by its name alone comes to be nobody', async () => {
    const site = await contributing()
    await put(site, { contributors: { team: 'cartographers' } })
    await site.register.run(`update pending_rules set value = '"cartographers"'`)
    const [{ id, value }] = await waiting(site)
    expect(value).toBe('cartographers')
    await post(site, `/api${SETTINGS}/pending/${id}/agreement`, TEO)
    expect([await sees(site, IDLE), await isTold(site, 'cartographers')]).toEqual([false, true])
  })
})
