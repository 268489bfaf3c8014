/** The page of the history: whether it holds, and what is wrong where it does not. */

import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { recordChange } from '../../src/register/history/history.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { dropTriggers } from '../fixtures/register/history-file.ts'
import { recordPrevious } from '../fixtures/register/previous-history.ts'
import { NOW, OWNER, openSite } from '../fixtures/register/site.ts'

/** A site, and what its owner reads on the page of the history. */
async function openHistory() {
  const site = await openSite()
  const tell = (sentence: string) =>
    recordChange(site.register, 100, null, {
      ...{ at: NOW, act: 'told', actor: { kind: 'calendar' as const }, sentence },
    })
  const page = async () => await (await site.visit('/orgs/lichen/history', OWNER)).text()
  return { site, tell, page }
}

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
  expect(await page()).toContain('/orgs/lichen/history?format=csv')
  const csv = await site.visit('/orgs/lichen/history?format=csv', OWNER)
  expect(csv.headers.get('content-disposition')).toContain('Lichen-history.csv')
  const [columns, first, ...rest] = (await csv.text()).split('\r\n')
  expect(columns).toContain('"seq","at","act","actor","subject","sentence"')
  expect(first).toMatch(/^"1",.*"'=cmd\(\)".*"[0-9a-f]{64}","2"$/)
  expect(rest).toHaveLength(120)
  const json = await site.visit('/orgs/lichen/history?format=json', OWNER)
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
