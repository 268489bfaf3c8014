/** The stages that read comments, issue events, releases and discussions, in repositories where they changed since they were read. */

import { readCommitComments, readIssueComments, readReviewComments } from '../../github/activity/comments.ts'
import { readIssueEvents } from '../../github/activity/issue-events.ts'
import { readReleases } from '../../github/activity/releases.ts'
import { discussionCursor, readDiscussions } from '../../github/activity/threads/discussions.ts'
import { whole } from '../../github/http/decode.ts'
import type { Feature } from '../../github/recheck/refused-repository.ts'
import type { ActivitySource, Instant, Source } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { actStatements } from '../engine/record-seen.ts'
import { repositoryStage } from '../engine/repository-stage.ts'
import { isWorthReading } from '../engine/request-budget.ts'
import { type Stage, toRepositoryScope } from '../engine/stage.ts'
import { whereChanged } from './changed-since.ts'
import { threadsMark } from './timelines.ts'

/** Only for repositories whose timelines were not shown in full, as `issueEvents` below. */
export const issueComments: Stage = listStageOf(
  'issue_comments',
  'reading comments',
  readIssueComments,
  threadsMark,
  ['issues', 'pull_requests'],
  'timelines',
)
/** In addition to timelines: nothing else gives a line comment its own date. */
export const reviewComments: Stage = listStageOf(
  'review_comments',
  'reading comments on lines',
  readReviewComments,
  (r) => r.threadsUpdatedAt,
  ['pull_requests'],
)
export const issueEvents: Stage = listStageOf(
  'issue_events',
  'reading labels, closes and assignments',
  readIssueEvents,
  threadsMark,
  ['issues', 'pull_requests'],
  'timelines',
)

export const commitComments: Stage = listStageOf(
  'commit_comments',
  'reading comments on commits',
  readCommitComments,
  (r) => r.commentedAt,
)
export const releases: Stage = listStageOf('releases', 'reading releases', readReleases, (r) => r.releasedAt)

export const discussions: Stage = repositoryStage({
  cursor: discussionCursor,
  ...whereChanged('discussions', ({ discussedAt }) => discussedAt),
  features: ['discussions'],
  label: 'reading discussions',
  budget: 'activity',
  isNeeded: isWorthReading,
  async *pages(run, repository, from, since) {
    const scope = toRepositoryScope(run, repository)
    for await (const { acts, next } of readDiscussions(run.github, scope, since, from)) {
      yield { statements: [...actStatements(run, acts)], next }
    }
  },
})

function listStageOf(
  source: ActivitySource,
  label: string,
  read: typeof readIssueComments,
  updatedAt: (repository: Repository) => Instant | null,
  features: readonly Feature[] = [],
  coveredBy?: Source,
): Stage {
  return repositoryStage({
    cursor: whole,
    ...whereChanged(source, updatedAt, coveredBy),
    features,
    label,
    budget: 'activity',
    isNeeded: isWorthReading,
    async *pages(run, repository, from, since) {
      const scope = toRepositoryScope(run, repository)
      for await (const { acts, next } of read(run.github, scope, since, from ?? 1)) {
        yield { statements: [...actStatements(run, acts)], next }
      }
    },
  })
}
