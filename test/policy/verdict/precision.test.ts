/** A date is called exact only where no later act can exist. */

import { describe, expect, it } from 'vitest'
import {
  isActivityHidden,
  isExact,
  precisionOf,
  type ReadBack,
} from '../../../src/policy/verdict/precision.ts'
import type { Activity, Reading, Verdict } from '../../../src/policy/words.ts'
import { act, cleo } from '../../fixtures/policy.ts'

const AT = '2026-05-01T10:00:00.000Z'
const readBack = (change: Partial<ReadBack> = {}): ReadBack => ({
  repositories: '2026-04-22T06:00:00.000Z',
  contributions: '2026-04-22T06:00:00.000Z',
  ...change,
})

describe('the newest act', () => {
  it.each<[string, Activity | null, Partial<ReadBack>, boolean]>([
    ['is exact where everything since before it was read', act(AT), {}, true],
    ['and where the reading begins with it', act('2026-04-22T06:00:00.000Z'), {}, true],
    ['is not where it is older than the reading', act('2026-04-22T05:59:59.000Z'), {}, false],
    [
      'nor where one repository was read later only',
      act(AT),
      { repositories: '2026-05-01T10:00:01.000Z' },
      false,
    ],
    [
      'nor where the contributions were read later only',
      act(AT),
      { contributions: '2026-05-01T10:00:01.000Z' },
      false,
    ],
    ['nor where they were never read', act(AT), { contributions: null }, false],
    ['nor where nothing was read', act(AT), { repositories: null }, false],
    ['nor where GitHub told the day only', act(AT, { source: 'contributions', kind: 'commit' }), {}, false],
    ['is where GitHub told the moment', act(AT, { source: 'contributions', kind: 'review' }), {}, true],
    ['is none where none is known', null, {}, false],
  ])('%s', (_, newest, change, exact) => {
    expect(isExact(newest, readBack(change))).toBe(exact)
  })
})

describe('activity is hidden', () => {
  const unread = (source: Reading['source'], scope: Reading['scope']): Reading => ({
    source,
    scope,
    state: { kind: 'not_shown', reason: 'GitHub does not show it.' },
  })
  const whole = { kind: 'organization' } as const
  it.each<[string, Reading, boolean]>([
    ['where a source that clears only is not shown', unread('advisories', whole), true],
    ['not where all of it was read', { ...unread('advisories', whole), state: { kind: 'complete' } }, false],
    ['not where no source of activity is missing', unread('deploy_keys', whole), false],
    [
      'where it is their own that is missing',
      unread('contributions', { kind: 'account', id: cleo.id }),
      true,
    ],
    ['not where somebody else’s is', unread('contributions', { kind: 'account', id: 99 }), false],
  ])('%s', (_, reading, hidden) => {
    expect(isActivityHidden([reading], cleo.id)).toBe(hidden)
  })
})

describe('what is shown', () => {
  const inactive = {
    verdict: 'inactive',
    newest: act(AT),
    since: '2026-05-22T06:00:00.000Z',
    heldSinceBefore: null,
  } as const
  it.each<[string, Verdict | null, string]>([
    ['exact, where the verdict found it so', { ...inactive, newestIsExact: true }, 'exact'],
    ['at least, where it did not', inactive, 'at_least'],
    [
      'at least, where another act became known since',
      { ...inactive, newestIsExact: true, newest: act('2026-04-30T10:00:00.000Z') },
      'at_least',
    ],
    ['at least, of somebody active', { verdict: 'active', by: act(AT) }, 'at_least'],
    ['at least, before any verdict', null, 'at_least'],
  ])('is %s', (_, verdict, precision) => {
    expect(precisionOf(verdict, AT)).toBe(precision)
  })
})
