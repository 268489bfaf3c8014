/** The page of the history: who did what, in views and under filters; whether it holds, and what is wrong where it does not. */

import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { Entry } from '../../src/register/history/entry.ts'
import { eraseTexts } from '../../src/register/history/erase-texts.ts'
import { recordChange } from '../../src/register/history/history.ts'
import { findHistoryPage, type HistoryEntry } from '../../src/register/history/history-list.ts'
import { dropTriggers } from '../fixtures/register/history-file.ts'
import { recordPrevious } from '../fixtures/register/previous-history.ts'
import { IDLE, NOW, OWNER, openSite } from '../fixtures/register/site.ts'

/** A site, and what its owner reads on the page of the history. */
async function openHistory() {
  const site = await openSite()
  const tell = (sentence: string) =>
    recordChange(site.register, 100, null, {
      ...{ at: NOW, act: 'told', actor: { kind: 'calendar' as const }, sentence },
    })
  /** An entry about `bela`, unless about somebody else. */
  const record = (act: string, sentence: string, more: Partial<Entry> = {}) =>
    recordChange(site.register, 100, null, { at: NOW, act, actor: ADA, subject: BELA, sentence, ...more })
  const page = async (query = '') =>
    (await (await site.visit(`/orgs/lichen/history${query}`, OWNER)).text()).replaceAll('&quot;', '"')
  const file = async (query: string, who: typeof OWNER | 'program' = OWNER) => {
    const path = `/orgs/lichen/history?format=json&${query}`
    const answer = who === 'program' ? await site.api(path) : await site.visit(path, who)
    return ((await answer.json()) as { items: HistoryEntry[] }).items
  }
  return { site, tell, record, page, file }
}

const ADA = { kind: 'person', ...OWNER } as const
const BELA = { kind: 'account', ...IDLE } as const

it('says that the history holds and is the same as the register, with its head', async () => {
  const { tell, page } = await openHistory()
  await tell('one')
  expect(await page()).toMatch(/chain is intact: 1 entry.*register tells the same.*head is entry 1/s)
})

it('says without alarm that an earlier version wrote the newest entry', async () => {
  const { site, page } = await openHistory()
  await recordPrevious(site.register, 100, 'one')
  const shown = await page()
  expect(shown).toContain('the next entry, at the latest in an hour, carries the chain over')
  expect(shown).not.toContain('class="notice bad"')
})

it('names what is wrong: a text that is missing without an erasure', async () => {
  const { site, tell, page } = await openHistory()
  await tell('one')
  await dropTriggers(site.register)
  await site.register.run(sql`delete from history_texts`)
  expect(await page()).toMatch(/class="notice bad".*broken at entry 1.*text of entry 1 is missing/s)
})

it('names what is wrong: something in the register of which no entry tells', async () => {
  const { site, tell, page } = await openHistory()
  await tell('one')
  await site.register.run(sql`insert into rule_versions (org_id, version, rules, "by", at)
    values (100, 9, '{}', '{"kind":"operator"}', ${NOW})`)
  expect(await page()).toMatch(/class="notice bad".*do not tell the same.*version 9 of the rules/s)
})

it('is exported as CSV and as JSON: every entry with its hash, oldest first, and without formulas', async () => {
  const { site, tell, page } = await openHistory()
  await tell('=cmd()')
  for (let n = 2; n <= 120; n += 1) await tell(`entry ${n}`)
  expect(await page()).toContain('/orgs/lichen/history?view=decisions&amp;format=csv')
  const csv = await site.visit('/orgs/lichen/history?view=all&format=csv', OWNER)
  expect(csv.headers.get('content-disposition')).toContain('Lichen-history.csv')
  const [columns, first, ...rest] = (await csv.text()).split('\r\n')
  expect(columns).toContain('"seq","at","act","actor","subject","sentence"')
  expect(first).toMatch(/^"1",.*"'=cmd\(\)".*"[0-9a-f]{64}","2"$/)
  expect(rest).toHaveLength(120)
  const json = await site.visit('/orgs/lichen/history?view=all&format=json', OWNER)
  const { items } = (await json.json()) as { items: { seq: number }[] }
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 121 }, (_, n) => n + 1))
})

it('an export stands in the history itself, once a day for each person', async () => {
  const { site } = await openHistory()
  for (const format of ['csv', 'json']) await site.visit(`/orgs/lichen/history?format=${format}`, OWNER)
  const { items } = await findHistoryPage(site.register, 100, null, 10)
  expect(items.map(({ act, sentence }) => `${act}: ${sentence}`)).toEqual([
    'exported: ada exported the history.',
  ])
})

it('reads as sentences under the day: who answered what for whom, and why', async () => {
  const { record, page } = await openHistory()
  await record('decided', 'Decided: downgrade to triage. Reason: used only reviews', {
    facts: { status: 'needs_second' },
  })
  const shown = textOf(await page())
  expect(shown).toContain('22 November 2026')
  expect(shown).toContain('ada answered downgrade to triage for bela; a second owner is needed.')
  expect(shown).toContain('Reason: used only reviews')
})

it('an answer that was saved for many is one sentence, with their names folded under it', async () => {
  const { record, page } = await openHistory()
  await record('decided', 'Decided: revoke. Reason: silent')
  await record('decided', 'Decided: revoke. Reason: silent', {
    subject: { kind: 'account', id: 3, login: 'carla' },
  })
  await record('decided', 'Decided: revoke. Reason: asked for')
  const shown = await page()
  expect(textOf(shown)).toContain('answered revoke for 2 accounts')
  expect(shown.match(/class="entry"/g)).toHaveLength(2)
  expect(shown).toMatch(/<details.*accounts\/carla.*accounts\/bela/s)
})

it('who looked stands apart from what was decided, and every act stands in one view', async () => {
  const { record, page } = await openHistory()
  await record('looked', 'ada looked at the list of accounts.')
  await record('rules_changed', 'ada changed the rules: windowMonths.')
  await record('audit_finished', 'The audit read everything it needs.')
  await record('an_act_of_a_later_version', 'Something new.')
  const decided = await page()
  expect(decided).toContain('Something new.')
  expect(decided).not.toContain('looked at the list')
  expect(await page('?view=looked')).toContain('looked at the list')
  expect(textOf(decided)).toMatch(/Decisions and removals 1Rules 1Audits 1Who looked 1All 4/)
})

it('is narrowed to whom it is about or by, whatever the case, and to days with both ends', async () => {
  const { record, file } = await openHistory()
  const on = (day: string, more: Partial<Entry>) =>
    record('commented', day, { at: `2026-11-${day}T23:59:59.999Z` as Entry['at'], ...more })
  await on('20', {})
  await on('21', { actor: { kind: 'calendar' }, subject: null })
  await on('22', { subject: null })
  const found = async (query: string) => (await file(query)).map(({ sentence }) => sentence)
  expect(await found('q=BEL')).toEqual(['20'])
  expect(await found('q=ada&view=decisions')).toEqual(['20', '22'])
  expect(await found('q=calendar')).toEqual(['21'])
  expect((await found('from=2026-11-21&to=2026-11-22&view=decisions')).slice(0, 2)).toEqual(['21', '22'])
  expect(await found('to=2026-11-20')).toEqual(['20'])
})

it('a file holds exactly what is shown: the view and the filters', async () => {
  const { site, record, page } = await openHistory()
  await record('commented', 'about bela')
  await record('commented', 'about nobody', { subject: null, actor: { kind: 'operator' } })
  await record('looked', 'ada looked.')
  const shown = await page('?q=bela')
  const link = /href="([^"]*format=csv)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const lines = (await (await site.visit(link, OWNER)).text()).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('about bela')
  const bare = await (await site.visit('/orgs/lichen/history?format=csv', OWNER)).text()
  expect(bare).toMatch(/about bela.*about nobody/s)
  expect(bare).not.toContain('ada looked.')
  expect(shown).not.toContain('about nobody')
})

it('what is hidden from somebody is not found by its text either', async () => {
  const { record, file } = await openHistory()
  await record('answered', 'bela answered: away', { actor: { kind: 'person', ...IDLE } })
  await record('commented', 'ada said something')
  const operator = await file('q=bela', 'program')
  expect(operator.map(({ act }) => act)).toEqual(['commented'])
  expect((await file('q=bela')).map(({ act }) => act)).toEqual(['answered', 'commented'])
  const all = await file('view=decisions', 'program')
  expect(all.map(({ act, sentence }) => [act, sentence])).toEqual([
    ['answered', 'The text of this entry is for owners alone.'],
    ['commented', 'The text of this entry is for owners alone.'],
  ])
})

it('the API finds as many as the page counts', async () => {
  const { site, record, page } = await openHistory()
  for (const act of ['decided', 'decided', 'looked', 'paused']) await record(act, 'x.')
  await record('decided', 'x.', { subject: null, actor: { kind: 'calendar' } })
  const count = async (query: string) => {
    const answer = await site.api(`/api/orgs/lichen/history?${query}`)
    return ((await answer.json()) as { items: unknown[] }).items.length
  }
  const shown = textOf(await page('?q=bela'))
  const n = async (view: string) => await count(`q=bela&view=${view}`)
  expect(shown).toContain(
    `removals ${await n('decisions')}Rules ${await n('rules')}Audits ${await n('audits')}Who looked ${await n('looked')}All ${await n('all')}`,
  )
  expect([await n('decisions'), await n('all'), await count('')]).toEqual([2, 4, 5])
  expect((await site.api('/api/orgs/lichen/history?view=everything')).status).toBe(422)
  expect((await site.api('/api/orgs/lichen/history?from=yesterday')).status).toBe(422)
})

it('an erased entry reads as erased, and keeps its place', async () => {
  const { site, record, page } = await openHistory()
  await record('commented', 'about bela')
  const [entry] = (await findHistoryPage(site.register, 100, null, 1)).items
  await eraseTexts(site.register, 100, { refs: [entry?.ref ?? ''], reason: 'The test.' }, NOW)
  const shown = textOf(await page())
  expect(shown).toContain('Erased: what this entry told of (commented). Its place stays.')
  expect(shown).not.toContain('about bela')
})

it('where nothing is found, it says why and leads back', async () => {
  const { record, page } = await openHistory()
  await record('commented', 'about bela')
  const shown = await page('?q=nobody-here')
  expect(shown).toContain('No entry matches')
  expect(shown).toContain('href="/orgs/lichen/history?view=decisions"')
  expect(await page('?view=rules')).toContain('Nobody has changed a rule yet')
})

it('a long history is checked when somebody asks, and says its newest hash at once', async () => {
  const { tell, page } = await openHistory()
  for (let n = 0; n <= 1000; n += 1) await tell(`entry ${n}`)
  const shown = await page()
  expect(shown).toMatch(/newest is entry 1001, <code class="hash">[0-9a-f]{64}/)
  expect(shown).not.toContain('The chain is intact')
  const asked = await page('?check=all')
  expect(asked).toContain('The chain is intact: 1001 entries verified just now')
  expect(asked).toMatch(/<details[^>]* id="rewritten"[^>]* open/)
})

it('the entry that a message names is shown with its hash and what it says', async () => {
  const { tell, page } = await openHistory()
  await tell('The first of all.')
  expect(textOf(await page('?entry=1'))).toMatch(/Entry 1, [0-9a-f]{64}, written .*The first of all\./)
  expect(textOf(await page('?entry=7'))).toContain('There is no entry 7')
})

/** A page's words without its tags. */
function textOf(page: string): string {
  return page.replaceAll(/<[^>]*>/g, '')
}

it('the steps of one removal read as what came of it, and each stands behind that', async () => {
  const { record, page } = await openHistory()
  const step = (act: string, sentence: string, facts: object = { attempt: 1 }, proposal = 'p1') =>
    record(act, sentence, { actor: { kind: 'calendar' }, facts: { proposal, ...facts } })
  await step('revocation_started', 'The revocation was started.', { rehearsal: false })
  await step('attempting', 'Take out of team docs. It is about to be sent to GitHub.')
  await step('removed', 'Take out of team docs. Done.')
  await step('revocation_done', 'The revocation ended: done.')
  for (const other of ['p2', 'p3'])
    await step('revocation_started', 'Another was started.', { attempt: 1 }, other)
  const shown = await page()
  expect(shown.match(/<li class="entry">/g)).toHaveLength(3)
  const [, one = ''] = shown.split('The revocation ended: done.')
  expect(one).toMatch(/Step by step.*was started\..*about to be sent to GitHub\..*docs\. Done\./s)
})
