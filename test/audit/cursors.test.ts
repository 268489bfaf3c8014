/** What a stage writes as its cursor comes back from the checkpoint as it was, so that no stage begins again for ever. */

import { expect, test } from 'vitest'
import { contributionsPosition } from '../../src/audit/activity/contributions.ts'
import { fullTimelinesProgress } from '../../src/audit/activity/full-timelines.ts'
import { decodedCursor } from '../../src/audit/engine/cursor.ts'
import { type ReviewsCursor, reviewsCursor } from '../../src/audit/uncommon/deployment-reviews.ts'
import { type DiscussionCursor, discussionCursor } from '../../src/github/activity/threads/discussions.ts'
import {
  BEGIN,
  type TimelinePosition,
  timelinePosition,
} from '../../src/github/activity/threads/timelines.ts'
import type { Decoder } from '../../src/github/http/decode.ts'
import { instant } from '../../src/policy/calendar.ts'

const REVIEWERS = { required: { environments: ['production'], users: [7], teams: [] }, people: [7] }
const RUN = { id: 3, at: instant('2026-11-20T10:00:00Z'), until: null }

const LONG: TimelinePosition = {
  commits: null,
  issues: 'Y3Vyc29y',
  pulls: null,
  long: [{ of: 'PullRequest', id: 'PR_1', before: 'Y3Vyc29y' }],
  again: 'due',
}

function comesBack<C>(decode: Decoder<C>, cursors: readonly C[]) {
  const kept: unknown[] = JSON.parse(JSON.stringify(cursors))
  expect(kept.map((cursor) => decodedCursor(decode, cursor))).toStrictEqual(cursors)
}

test('where the timelines of a repository go on', () => {
  comesBack(timelinePosition, [BEGIN, LONG])
  comesBack(fullTimelinesProgress, [{ open: [{ id: 4, at: LONG }], after: 4, most: 3, threads: 100 }])
})

test('where discussions go on', () => {
  comesBack<DiscussionCursor>(discussionCursor, [
    'Y3Vyc29y',
    { open: [{ of: 'DiscussionComment', id: 'DC_1', before: 'Y3Vyc29y' }], page: null },
  ])
})

test('where contributions go on', () => {
  comesBack(contributionsPosition, [
    { after: 5, size: 20 },
    { after: 5, size: 1, part: { person: 6, of: 2, next: 1 } },
  ])
})

test('where reviews of deployments go on', () => {
  comesBack<ReviewsCursor>(reviewsCursor, [
    { at: 'begin' },
    { at: 'reviewers', ...REVIEWERS },
    { at: 'runs', ...REVIEWERS, left: { runs: [RUN], gap: instant('2026-11-01T00:00:00Z') } },
  ])
})

test('a cursor of another form is none', () => {
  expect(decodedCursor(reviewsCursor, { at: 'elsewhere' })).toBeNull()
  expect(decodedCursor(discussionCursor, { open: [{ of: 'Issue' }], page: null })).toBeNull()
})
