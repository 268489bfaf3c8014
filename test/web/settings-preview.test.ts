/** What a changed rule would come to, before it is saved. */

import { describe, expect, it } from 'vitest'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { IDLE, NOW, OWNER, openSite } from '../fixtures/register/site.ts'

/** A site whose audit saw bela's push of February and nothing of anybody else; what its owner's form answers. */
async function audited() {
  const site = await openSite()
  await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100 })
  return { site, preview: (changes: Record<string, string>) => preview(site, changes) }
}

async function preview(site: Awaited<ReturnType<typeof openSite>>, changes: Record<string, string>) {
  const answer = await site.send('/orgs/lichen/settings/preview', OWNER, { ...FORM, ...changes })
  const page = await answer.text()
  return { status: answer.status, page, words: page.replaceAll(/<[^>]*>/g, '') }
}

const FORM = {
  ...{ windowMonths: '6', noticeDays: '14', coolingHours: '24', reviewDueDays: '21', version: '0' },
  ...{ 'removalBudget.count': '50', 'removalBudget.share': '25', reviewEvery: 'quarter', removals: 'off' },
}

describe('a preview of rules', () => {
  it('counts and names whose verdict would change, and keeps the form as it was left', async () => {
    const { preview } = await audited()
    const { status, page, words } = await preview({
      windowMonths: '12',
      noticeDays: '30',
      reviewDueDays: '40',
    })
    expect(status).toBe(200)
    expect(words).toContain('Preview. Nothing was saved. As of the audit of 22 November 2026, of 3 accounts')
    expect(words).toContain('1 account that is inactive would become active: bela.')
    expect(page).toContain('href="/orgs/Lichen/accounts/bela"')
    expect(page).toMatch(/name="windowMonths"[^>]*value="12"/)
    expect(page).toMatch(/name="noticeDays"[^>]*value="30"/)
  })

  it('says unknown, never inactive or active, of what was not read for a longer window', async () => {
    const { preview } = await audited()
    const { words } = await preview({ windowMonths: '12' })
    expect(words).toContain('2 accounts that are inactive would be unknown: ada, =cmd().')
    expect(words).toContain('until then nobody of them is proposed')
  })

  it('saves nothing and writes nothing into the history', async () => {
    const { site, preview } = await audited()
    await preview({ windowMonths: '12' })
    expect((await findOrganization(site.register, 'lichen'))?.rulesVersion).toBe(0)
    expect((await findHistoryPage(site.register, 100, null, 10)).items).toEqual([])
  })

  it('says that nothing would change where nothing would', async () => {
    const { preview } = await audited()
    expect((await preview({ coolingHours: '48' })).words).toContain('none would get another verdict')
  })

  it('counts what an exemption and a repository left out would do', async () => {
    const { preview } = await audited()
    const exempt = await preview({
      ...{ 'exemptions.0.login': 'bela', 'exemptions.0.until': '2027-03-01' },
      'exemptions.0.reason': 'ill',
    })
    expect(exempt.words).toContain('1 account that is inactive would become exempt: bela.')
    const leftOut = await preview({
      'leftOut.0.repository': 'atlas',
      'leftOut.0.reason': 'a mirror',
    })
    expect(leftOut.words).toContain('accounts that are inactive would be unknown')
  })

  it('who was in doubt by what the audit could not read stays so', async () => {
    const { site, preview } = await audited()
    const gap = { kind: 'unread', reason: 'GitHub answered 502' } as const
    await readingsStatement(site.register, 'audit-0', [
      { source: 'issue_comments', scope: { kind: 'organization' }, state: gap },
    ])
    expect((await preview({ windowMonths: '3' })).words).toContain('none would get another verdict')
  })

  it('where no audit has ended, says that nobody can say, and what to do', async () => {
    const site = await openSite()
    const { words } = await preview(site, { windowMonths: '3' })
    expect(words).toContain('No audit has ended yet')
    expect(words).toContain('Ask for one on the overview')
  })

  it('a rule that cannot be is complained about at its field, as it would be on saving', async () => {
    const { preview } = await audited()
    const { status, page } = await preview({ reviewDueDays: '15' })
    expect(status).toBe(422)
    expect(page).toContain('<a href="#reviewDueDays">')
    expect(page).toContain('id="reviewDueDays-complaint"')
  })

  it('is for who may change the rules', async () => {
    const { site } = await audited()
    const answer = await site.send('/orgs/lichen/settings/preview', IDLE, FORM)
    expect([403, 404]).toContain(answer.status)
  })
})

describe('the page of the settings', () => {
  it('has an anchor for each group, and beside each setting which way it changes at once', async () => {
    const site = await openSite()
    const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    for (const [, id] of page.matchAll(/<li><a href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`)
    expect(page).toContain('<a href="#removing">Removing</a>')
    expect(page).toContain('A longer one holds at once, a shorter one waits for another owner.')
    expect(page).toContain('else 7 days after another owner could know of it')
  })

  it('saves on the return key, because Save is the first button of its form', async () => {
    const site = await openSite()
    const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    const form = /<form method="post" action="\/orgs\/Lichen\/settings"[\s\S]*?<\/form>/.exec(page)?.[0] ?? ''
    const own = [...form.matchAll(/<button[^>]*>([^<]*)/g)].filter(([tag]) => !tag.includes(' form='))
    expect(own.map(([, label]) => label)).toEqual(['Save', 'Preview'])
  })
})
