/** The page of a review's report: nothing said twice, and what was answered before what was not. */

import { expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findReportFacts } from '../../src/register/reviews/page/report-facts.ts'
import { findReportLines } from '../../src/register/reviews/page/report-lines.ts'
import { audits, decisions, readings, revocations } from '../../src/register/schema.ts'
import { askingAbout, question, save } from '../fixtures/register/asked.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { OWNER } from '../fixtures/register/site.ts'

const OPENED: Instant = '2026-11-20T06:00:00.000Z'

test('the report names a reason once for all sources that were not read for it, and what was answered first', async () => {
  const site = await askingAbout([question('p1', { openedAt: OPENED }), question('p2', { openedAt: OPENED })])
  await site.register.insert(audits).values({ ...anAudit('audit-0', OPENED), orgId: 100 })
  for (const source of ['secrets', 'webhooks'] as const)
    await site.register.insert(readings).values({
      ...{ auditId: 'audit-0', source, scopeKind: 'organization', scopeId: 100, unread: 'not read yet' },
    })
  await save(site, { 'answer.p2': 'keep', 'until.p2': '2027-05-01', reason: 'mentors' })
  site.clock.now = '2026-11-23T06:00:00.000Z'
  const report = await (await site.visit('/orgs/lichen/reviews/review-1/report', OWNER)).text()
  expect(report).toContain('Not read: secrets and webhooks (the whole organisation: not read yet).')
  const rows = report.split('Questions</h2>')[1] ?? ''
  expect(rows.indexOf('p2')).toBeLessThan(rows.indexOf('p1'))
})

test('the questions of a finished review name the votes that stood at its end, and what was proven by then', async () => {
  const site = await askingAbout([question('p1', { openedAt: OPENED }), question('p2', { openedAt: OPENED })])
  const by = { kind: 'person', id: 1, login: 'ada' } as const
  const vote = { proposalId: 'p1', voter: 'person:1', by, plan: [], reason: 'gone' } as const
  await site.register.insert(decisions).values([
    {
      ...vote,
      id: 'first',
      decision: 'keep',
      at: '2026-11-21T06:00:00.000Z',
      endedAt: '2026-11-22T06:00:00.000Z',
    },
    {
      ...vote,
      id: 'then',
      decision: 'revoke',
      at: '2026-11-22T06:00:00.000Z',
      endedAt: '2026-12-24T06:00:00.000Z',
    },
    { ...vote, id: 'later', decision: 'downgrade', role: 'read', at: '2026-12-24T06:00:00.000Z' },
  ])
  const start = { orgId: 100, status: 'done', startedBy: by, startedAt: OPENED, verified: true } as const
  await site.register.insert(revocations).values([
    { ...start, id: 'p1', rehearsal: true, finishedAt: '2026-12-01T06:00:00.000Z' },
    { ...start, id: 'p2', rehearsal: false, finishedAt: '2026-12-02T06:00:00.000Z' },
  ])
  const lines = await findReportLines(site.register, 'review-1', '2026-12-20T06:00:00.000Z')
  const told = lines.map(({ proposal, answers, carriedOutAt }) => [
    proposal,
    answers.map(({ decision }) => decision),
    carriedOutAt,
  ])
  expect(told.sort()).toEqual([
    ['p1', ['revoke'], null],
    ['p2', [], '2026-12-02T06:00:00.000Z'],
  ])
  // Nothing of ours was counted for p2: an owner did it, and an audit found it done.
  const facts = await findReportFacts(site.register, 100, 'review-1', '2026-12-20T06:00:00.000Z')
  expect(facts?.numbers.removals).toMatchObject({ proven: 1, byHand: 1 })
})
