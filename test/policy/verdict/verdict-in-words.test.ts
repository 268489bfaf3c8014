/** The sentences of judgement, word for word: people read these about themselves. */

import { expect, it } from 'vitest'
import { reasonOf, repositoriesNamed } from '../../../src/policy/verdict/verdict-in-words.ts'
import type { Gap, Verdict } from '../../../src/policy/words.ts'
import { ATLAS, act, MOSS, named, names } from '../../fixtures/policy.ts'

const gap = (where: string): Gap => ({ source: 'issue_comments', where, reason: 'GitHub answered 502.' })
const name = (id: number | null): string | null => (id === null ? null : names.repository(id))

it.each<[Verdict, string]>([
  [
    {
      verdict: 'inactive',
      newest: act('2026-02-03T10:00:00.000Z'),
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: null,
    },
    'Last seen with a merged pull request in lichen-lab/atlas on 3 February 2026; from 22 May 2026 on, nothing of theirs was found.',
  ],
  [
    {
      verdict: 'inactive',
      newest: act('2026-05-22T05:59:59.000Z'),
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: null,
    },
    'Last seen with a merged pull request in lichen-lab/atlas on 22 May 2026 at 05:59 UTC; from 22 May 2026 at 06:00 UTC on, nothing of theirs was found.',
  ],
  [
    {
      verdict: 'inactive',
      newest: null,
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: '2026-11-22T06:00:00.000Z',
    },
    'No act of theirs is known; access held since before 22 November 2026 (the first audit that saw it).',
  ],
  [
    {
      verdict: 'inactive',
      newest: null,
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: null,
      rareActsUnread: true,
    },
    'No act of theirs is known, and none was seen since 22 May 2026. Workflows started by hand, deployments and tags are still to be looked through in repositories where they can write; nothing is proposed before that.',
  ],
  [
    { verdict: 'active', by: named('2026-11-20T10:00:00.000Z', { kind: 'issue', repository: null }) },
    'Last seen with an opened issue on 20 November 2026.',
  ],
  [
    { verdict: 'new', because: 'role', since: '2026-10-01T06:00:00.000Z' },
    'Has held this role only since 1 October 2026: too short to judge.',
  ],
  [
    { verdict: 'exempt', because: 'exemption', reason: 'on leave.', until: '2027-01-01T00:00:00.000Z' },
    'Not judged until 1 January 2027: on leave.',
  ],
  [
    { verdict: 'new', because: 'access', since: '2026-10-01T06:00:00.000Z' },
    'Has had access here only since 1 October 2026: too short to judge.',
  ],
  [
    { verdict: 'new', because: 'github_account', since: '2026-10-01T06:00:00.000Z' },
    'The GitHub account was made on 1 October 2026: too young to judge.',
  ],
  [
    { verdict: 'exempt', because: 'exemption', reason: 'the bot of the release.', until: null },
    'Not judged: the bot of the release.',
  ],
  [
    {
      verdict: 'inactive',
      newest: null,
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: null,
      implausible: {
        kind: 'commit',
        at: '2009-01-01T00:00:00.000Z',
        repository: ATLAS,
        why: 'before_the_repository',
        repositoryCreatedAt: '2015-03-01T00:00:00.000Z',
      },
    },
    'No act of theirs is known, and none was seen since 22 May 2026. A commit in lichen-lab/atlas on 1 January 2009 does not count: it is dated before the repository was there (made on 1 March 2015).',
  ],
  [{ verdict: 'exempt', because: 'sponsored_bot', reason: 'ada', until: null }, 'A bot; ada answers for it.'],
  [
    { verdict: 'unknown', gaps: [gap('lichen-lab/atlas')] },
    'Cannot tell: the comments on issues and pull requests could not be read in lichen-lab/atlas (GitHub answered 502). What was not read might have shown an act, so nothing is proposed.',
  ],
])('%#', (verdict, sentence) => {
  expect(reasonOf(verdict, name)).toBe(sentence)
})

it('names three gaps and counts the rest', () => {
  const gaps = ['a', 'b', 'c', 'd', 'e'].map(gap)
  expect(reasonOf({ verdict: 'unknown', gaps }, name)).toContain('; and 2 more.')
})

it('needs the names of the repositories in which somebody was seen, and no others', () => {
  const inactive: Verdict = {
    verdict: 'inactive',
    newest: null,
    since: '2026-05-22T06:00:00.000Z',
    heldSinceBefore: null,
  }
  const forged = {
    kind: 'commit',
    at: '2009-01-01T00:00:00.000Z',
    repository: MOSS,
    why: 'before_the_repository',
    repositoryCreatedAt: null,
  } as const
  expect(repositoriesNamed({ verdict: 'active', by: act('2026-11-01T00:00:00.000Z') })).toEqual([ATLAS])
  expect(repositoriesNamed(inactive)).toEqual([null, null])
  expect(
    repositoriesNamed({ ...inactive, newest: act('2026-02-03T10:00:00.000Z'), implausible: forged }),
  ).toEqual([ATLAS, MOSS])
  expect(repositoriesNamed({ verdict: 'unknown', gaps: [gap('x')] })).toEqual([])
  expect(repositoriesNamed({ verdict: 'new', because: 'role', since: '2026-10-01T06:00:00.000Z' })).toEqual(
    [],
  )
  expect(
    repositoriesNamed({ verdict: 'exempt', because: 'exemption', reason: 'leave', until: null }),
  ).toEqual([])
})
