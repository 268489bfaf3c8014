/** What other rules would make of the verdicts: one thing changes, one consequence follows; what was not read stays unknown. */

import { expect, it } from 'vitest'
import { DEFAULT_RULES, type Rules } from '../../../src/policy/rules/rules.ts'
import { type AccountFacts, judgeAccount } from '../../../src/policy/verdict/inactivity.ts'
import { changedVerdicts } from '../../../src/policy/verdict/preview.ts'
import type { Gap, Instant, Verdict } from '../../../src/policy/words.ts'
import { act, cleo, facts, NOW } from '../../fixtures/policy.ts'

const gap: Gap = { source: 'issue_comments', where: 'lichen-lab/atlas', reason: 'GitHub answered 502' }
const rules = (change: Partial<Rules>): Rules => ({ ...DEFAULT_RULES, ...change })

/** `active → inactive`, or `same`, where audits read six months. */
function becomes(
  change: Partial<Rules>,
  account: Partial<AccountFacts>,
  more: { readonly isExact?: boolean; readonly gapsAfter?: readonly Gap[] } = {},
): string {
  const mine = facts(account)
  const judged = judgeAccount(mine, DEFAULT_RULES, NOW)
  const verdict: Verdict =
    judged.verdict === 'inactive' && more.isExact ? { ...judged, newestIsExact: true } : judged
  const [changed] = changedVerdicts(
    [{ facts: mine, gapsAfter: more.gapsAfter ?? mine.gaps, verdict }],
    { before: DEFAULT_RULES, after: rules(change) },
    { asOf: NOW, readMonths: 6 },
  )
  return changed === undefined ? 'same' : `${changed.from} → ${changed.to}`
}

const acted = (at: Instant) => ({ newest: act(at) })

it.each<[string, Parameters<typeof becomes>, string]>([
  ['the same window changes nobody', [{ windowMonths: 6 }, acted('2026-01-01T00:00:00.000Z')], 'same'],
  [
    'in a longer window an older act counts',
    [{ windowMonths: 12 }, acted('2026-01-01T00:00:00.000Z')],
    'inactive → active',
  ],
  [
    'of whom no act is known it is not known what they did before the window that was read',
    [{ windowMonths: 12 }, {}],
    'inactive → unknown',
  ],
  [
    'nor of whom an act before the longer window is known, which may not be the newest',
    [{ windowMonths: 12 }, acted('2025-01-01T00:00:00.000Z')],
    'inactive → unknown',
  ],
  [
    'who certainly did nothing since stays inactive',
    [{ windowMonths: 12 }, acted('2025-01-01T00:00:00.000Z'), { isExact: true }],
    'same',
  ],
  ['who is inactive is so in a shorter window too', [{ windowMonths: 3 }, {}], 'same'],
  [
    'who acted in the window that was read may have acted since: their silence was not read in full',
    [{ windowMonths: 3 }, acted('2026-07-01T00:00:00.000Z')],
    'active → unknown',
  ],
  [
    'who acted in the shorter window stays active',
    [{ windowMonths: 3 }, acted('2026-11-01T00:00:00.000Z')],
    'same',
  ],
  [
    'who is new under six months and did nothing is inactive under one',
    [{ windowMonths: 1 }, { accessSince: '2026-08-22T06:00:00.000Z' }],
    'new → inactive',
  ],
  [
    'an exemption spares',
    [{ exemptions: [{ ...cleo, reason: 'on leave', until: '2027-01-01T00:00:00.000Z' }] }, {}],
    'inactive → exempt',
  ],
  ['what would be left out leaves in doubt', [{}, {}, { gapsAfter: [gap] }], 'inactive → unknown'],
  ['what decides nothing changes nobody', [{ noticeDays: 30, reviewDueDays: 60 }, {}], 'same'],
])('%s', (_, given, expected) => {
  expect(becomes(...given)).toBe(expected)
})
