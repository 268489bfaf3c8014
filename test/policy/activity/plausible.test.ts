/** Acts that are no acts: what git was told to write down, against what can have been. */

import { describe, expect, it } from 'vitest'
import { implausibleInWords } from '../../../src/policy/activity/act-in-words.ts'
import { implausibility, isUndated } from '../../../src/policy/activity/plausible.ts'
import type { Activity, Instant } from '../../../src/policy/words.ts'
import { act, NOW } from '../../fixtures/policy.ts'

const atlas = { createdAt: '2026-10-01T12:00:00.000Z' } as const
const commit = (at: Instant, change: Partial<Activity> = {}) =>
  act(at, { kind: 'commit', source: 'timelines', ...change })

describe('an act that cannot have been', () => {
  it.each<[string, Activity, ReturnType<typeof implausibility>]>([
    ['a commit of last week counts', commit('2026-11-15T00:00:00.000Z'), null],
    ['a commit of this very moment counts', commit(NOW), null],
    [
      'a commit dated a second after the audit does not',
      commit('2026-11-22T06:00:01.000Z'),
      'after_the_audit',
    ],
    ['nor does anything else dated so', act('2031-01-01T00:00:00.000Z'), 'after_the_audit'],
    ['a commit of the moment at which the repository was made counts', commit(atlas.createdAt), null],
    [
      'a commit older than the repository does not',
      commit('2026-10-01T11:59:59.000Z'),
      'before_the_repository',
    ],
    ['nor does a tag', act('2026-09-01T00:00:00.000Z', { kind: 'tag' }), 'before_the_repository'],
    [
      'a commit told by the day alone counts on the day on which the repository was made',
      commit('2026-10-01T07:00:00.000Z', { source: 'contributions' }),
      null,
    ],
    [
      'two days before it does not',
      commit('2026-09-29T07:00:00.000Z', { source: 'contributions' }),
      'before_the_repository',
    ],
    [
      'an issue that was moved here from an older repository counts: GitHub dated it',
      act('2026-08-01T00:00:00.000Z', { kind: 'issue' }),
      null,
    ],
  ])('%s', (_, one, why) => {
    expect(implausibility(one, atlas, NOW)).toBe(why)
  })

  it('is taken for what it says where nobody knows since when the repository is there', () => {
    expect(implausibility(commit('1999-01-01T00:00:00.000Z'), { createdAt: null }, NOW)).toBeNull()
  })

  it('is shown with the reason, which accuses nobody', () => {
    const place = { name: 'lichen-lab/atlas', createdAt: atlas.createdAt }
    expect(implausibleInWords(commit('2031-01-01T00:00:00.000Z'), 'after_the_audit', place)).toBe(
      'A commit in lichen-lab/atlas on 1 January 2031 does not count: it is dated after this audit.',
    )
    expect(implausibleInWords(commit('2026-08-01T00:00:00.000Z'), 'before_the_repository', place)).toBe(
      'A commit in lichen-lab/atlas on 1 August 2026 does not count: it is dated before the repository was there (made on 1 October 2026).',
    )
  })
})

describe('an act that GitHub dated itself, to a day that cannot be', () => {
  it.each<[string, Activity, boolean]>([
    ['of 1970 has no date', act('1970-01-01T00:00:00.000Z'), true],
    ['of a month after the audit has no date', act('2026-12-22T06:00:00.000Z'), true],
    ['of the day after the audit is left to the next one', act('2026-11-23T06:00:00.000Z'), false],
    ['of 2001 was moved here from another tracker', act('2001-05-05T00:00:00.000Z'), false],
    ['of 1970 is as its author said, where it is a commit', commit('1970-01-01T00:00:00.000Z'), false],
  ])('%s', (_, one, isSo) => {
    expect(isUndated(one, NOW)).toBe(isSo)
  })
})
