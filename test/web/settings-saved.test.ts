/** What the settings page says after a save: read from what is stored, in the labels of the screen. */

import { describe, expect, it } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { begun, put, rules, TEO } from '../fixtures/register/rules-site.ts'
import { OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const FORM = {
  ...{ windowMonths: '6', noticeDays: '14', coolingHours: '24', reviewDueDays: '21' },
  ...{ 'removalBudget.count': '50', 'removalBudget.share': '25', reviewEvery: 'quarter' },
}

/** Where a save of these fields leads. */
async function saved(site: Site, changes: Record<string, string>): Promise<string> {
  const [row] = await site.register.all<{ version: number }>(
    'select rules_version as version from organizations where id = 100',
  )
  const sent = { ...FORM, ...changes, version: String(row?.version) }
  const answer = await site.send('/orgs/lichen/settings', OWNER, sent)
  expect(answer.status).toBe(303)
  return answer.headers.get('location') ?? ''
}

async function words(site: Site, path: string, person = OWNER): Promise<string> {
  const page = await (await site.visit(path, person)).text()
  return page
    .replaceAll(/<\/?bdi>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

describe('after a save the page says', () => {
  it('what changed from what to what, and what waits until when', async () => {
    const site = await begun()
    const to = await saved(site, { coolingHours: '48', 'removalBudget.share': '12.5', noticeDays: '7' })
    const text = await words(site, to)
    expect(text).toContain('Saved. “Hours of cooling” from 24 to 48, at once.')
    expect(text).toContain('“Removals in 24 hours, in percent” from 25 to 12.5, at once.')
    expect(text).toContain(
      '“Days of notice” from 14 to 7: this waits. It starts when another owner agrees, else 7 days after another owner could know of it.',
    )
    await site.visit('/orgs/lichen/settings', TEO)
    expect(await words(site, to)).toContain('It starts on 29 November 2026, or when another owner agrees.')
  })

  it('that putting it back would wait, where it would', async () => {
    const site = await begun()
    expect(await words(site, await saved(site, { coolingHours: '48' }))).toContain('To put that back')
    const young = await openSite()
    expect(await words(young, await saved(young, { coolingHours: '48' }))).not.toContain('To put that back')
  })

  it('an undo of what waits, which leaves the rules as they are', async () => {
    const site = await begun()
    const to = await saved(site, { noticeDays: '7' })
    const page = await (await site.visit(to, OWNER)).text()
    const [, undo = ''] = /action="([^"]+)"[^>]*>(?:(?!<\/form>).)*>Undo</.exec(page) ?? []
    expect((await site.send(undo, OWNER, {})).status).toBe(303)
    expect(await rules(site)).toMatchObject({ noticeDays: 14, pending: [] })
    expect(await words(site, to)).not.toContain('Saved.')
  })

  it('that nothing was changed, where nothing was', async () => {
    const site = await openSite()
    expect(await words(site, await saved(site, {}).then(() => saved(site, {})))).toContain(
      'Nothing was changed: everything is as it was.',
    )
  })

  it('no address of a channel and no reason', async () => {
    const site = await openSite()
    await put(site, { exemptions: [{ login: 'bela', until: '2027-03-01', reason: 'is ill' }] })
    const slack = 'https://hooks.slack.com/services/T0/B0/verysecret'
    const to = await saved(site, { 'channels.slack': slack })
    const [notice] = (await words(site, to)).split('Rules of ')
    expect(notice).toContain('The exemption of bela is taken away, at once. “Slack” is set, at once.')
    expect(notice).not.toMatch(/verysecret|is ill/)
  })

  it('nothing that a link makes up, and nothing of another owner’s', async () => {
    const site = await begun()
    const to = await saved(site, { coolingHours: '48', noticeDays: '7' })
    expect(await words(site, to, TEO)).not.toContain('Saved.')
    for (const query of ['saved=noticeDays&waits=windowMonths', 'version=7', 'asked=', 'asked=%25'])
      expect(await words(site, `/orgs/lichen/settings?${query}`)).not.toContain('Saved.')
    await put(site, { coolingHours: 72 })
    expect(await words(site, to)).not.toContain('from 24 to 48')
  })
})

it('the history names a changed rule as the screen does, with both values', async () => {
  const site = await openSite()
  await put(site, { noticeDays: 10, reviewEvery: 'year' })
  await put(site, { exemptions: [{ login: 'bela', until: '2027-03-01', reason: 'is ill' }] })
  await put(site, { exemptions: [{ login: 'bela', until: '2027-02-01', reason: 'is ill' }] })
  const { items } = await findHistoryPage(site.register, 100, null, 10)
  expect(items.map((entry) => ('sentence' in entry ? entry.sentence : null))).toEqual([
    'ada changed the rules: the exemption of bela ends on 1 February 2027 instead of on 1 March 2027.',
    'ada changed the rules: the exemption of bela is added until 1 March 2027.',
    'ada changed the rules: “Days of notice” from 14 to 10 and “A review opens by itself” from every quarter to every year.',
  ])
})
