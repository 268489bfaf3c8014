/** The page of the history: whether it holds, and what is wrong where it does not. */

import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { recordChange } from '../../src/register/history/history.ts'
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
