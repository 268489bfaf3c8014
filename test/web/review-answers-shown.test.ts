/** How answers are shown once they are given: each said once, with the reasons and the day. */

import { expect, test } from 'vitest'
import { STYLE } from '../../src/web/style/sheet.ts'
import { askingAbout, page, question, save } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { OWNER, type Site } from '../fixtures/register/site.ts'

const rowOf = async (site: Site, view: string, id: string, person = OWNER) =>
  (await page(site, `?view=${view}`, person)).split(`id="proposal-${id}"`)[1]?.split('</li>')[0] ?? ''

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('an answer stands in the column of answers, with who gave it, and its reason beside the access', async () => {
  const site = await askingAbout([question('p1'), question('p2')])
  await save(site, { 'answer.p1': 'keep', 'until.p1': '2027-05-01', reason: 'mentors' })
  const row = await rowOf(site, 'decided', 'p1')
  expect(row.split('class="ask-pick row"')[1]).toContain('>keep until 1 May 2027</span>')
  expect(plain(row)).toContain('by you')
  expect(plain(await rowOf(site, 'decided', 'p1', TEO))).toContain('by ada')
  expect(row.split('class="ask-pick row"')[0]).toContain('“mentors”')
})

test('one answer alone is not told as fast or slow', async () => {
  const site = await askingAbout([question('p1'), question('p2')])
  await save(site, { 'answer.p1': 'keep', 'until.p1': '2027-05-01', reason: 'mentors' })
  expect(await page(site, '?view=decided')).not.toContain('How fast')
  await save(site, { 'answer.p2': 'keep', 'until.p2': '2027-05-01', reason: 'mentors' })
  expect(await page(site, '?view=decided')).toContain('How fast it was answered: ada, 22 November 2026')
})

test('every answer has its colour', () => {
  for (const answer of ['keep', 'downgrade', 'emeritus', 'revoke'])
    expect(STYLE).toContain(`.act-${answer.charAt(0)}`)
})
