/** The stages that read uncommon activity: tags, deployments, and workflows started by hand. */

import { readAdvisories } from '../../github/activity/uncommon/advisories.ts'
import { readDeployments } from '../../github/activity/uncommon/deployments.ts'
import { readRunsStartedByHand } from '../../github/activity/uncommon/runs.ts'
import { readTags } from '../../github/activity/uncommon/tags.ts'
import { either, text, whole } from '../../github/http/decode.ts'
import type { Activity, ActivitySource, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { reviewersInDoubtStatement } from '../../register/activity/deployment-reviewers.ts'
import { findWatermarks } from '../../register/activity/watermarks.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { readFrom, readToEndStatement } from '../activity/changed-since.ts'
import { actStatements } from '../engine/record-seen.ts'
import { type RepositoryReader, repositoryStage } from '../engine/repository-stage.ts'
import {
  notRead,
  type Page,
  type ReadingStage,
  type Run,
  type Stage,
  toRepositoryScope,
} from '../engine/stage.ts'
import {
  type ReviewsCursor,
  reviewsCursor,
  reviewsPages,
  reviewsSkippedStatements,
} from './deployment-reviews.ts'
import { scheduledRepositories } from './plan.ts'

interface UncommonPage<C> {
  readonly acts?: readonly Activity[]
  readonly next: C | null
  /** Why a part could not be read; null or absent where everything was. */
  readonly unread?: string | null
  /** What is kept beside the acts. */
  readonly statements?: readonly Statement[]
}

export const tags: Stage = uncommonStage({
  source: 'tags',
  label: 'reading tags',
  cursor: text,
  read: (run, repository, since, from) =>
    readTags(run.github, toRepositoryScope(run, repository), since, from),
})

/** Those made by hand from a page's number on, and who let the others go on. */
type DeploymentsCursor = number | ReviewsCursor

const manualAndReviewed = uncommonStage<DeploymentsCursor>({
  source: 'deployments',
  label: 'reading deployments and their approvals',
  cursor: either(whole, reviewsCursor),
  read: readDeploymentsAndReviews,
  skipped: (run, { repository }, from, trouble) =>
    from === null || typeof from === 'number'
      ? []
      : reviewsSkippedStatements(run, repository.id, from, trouble),
})

/** At its end it records whom the reviews that were not read leave in doubt, also those that earlier audits could not read. */
export const deployments: Stage = {
  ...manualAndReviewed,
  async *read(run, cursor) {
    for await (const page of manualAndReviewed.read(run, cursor)) yield withReviewersInDoubt(run, page)
  },
  async skip(run, cursor, trouble) {
    return withReviewersInDoubt(run, await manualAndReviewed.skip(run, cursor, trouble))
  },
}

async function* readDeploymentsAndReviews(
  run: Run,
  repository: Repository,
  since: Instant,
  from: DeploymentsCursor | null,
): AsyncGenerator<UncommonPage<DeploymentsCursor>> {
  const begin = { at: 'begin' } as const
  if (from === null || typeof from === 'number') {
    const scope = toRepositoryScope(run, repository)
    for await (const { acts, next } of readDeployments(run.github, scope, since, from ?? 1))
      yield { acts, next: next ?? begin }
  }
  yield* reviewsPages(run, repository, typeof from === 'object' && from !== null ? from : begin)
}

function withReviewersInDoubt(run: Run, page: Page): Page {
  if (page.next !== null) return page
  const doubts = reviewersInDoubtStatement(run.register, run.org, run.audit.id, run.cutoff)
  return { ...page, statements: [...page.statements, doubts] }
}

/** Dispatched by hand or re-run. */
export const workflowRuns: Stage = uncommonStage({
  source: 'workflow_runs',
  label: 'reading workflows started by hand',
  cursor: whole,
  read: (run, repository, since, from) =>
    readRunsStartedByHand(run.github, toRepositoryScope(run, repository), since, from ?? 1),
})

/**
 * In public repositories alone: GitHub lets nobody write new advisories in private ones since May 2024.
 * https://docs.github.com/code-security/security-advisories
 */
export const advisories: Stage = uncommonStage({
  source: 'advisories',
  label: 'reading security advisories',
  cursor: text,
  read: (run, repository, since, from) =>
    readAdvisories(run.github, toRepositoryScope(run, repository), since, from),
  isAsked: (repository) => !repository.private,
})

interface UncommonReader<C> extends Pick<RepositoryReader<C>, 'label' | 'cursor' | 'skipped'> {
  readonly source: ActivitySource
  read(run: Run, repository: Repository, since: Instant, from: C | null): AsyncGenerator<UncommonPage<C>>
  /** Absent: every repository is. */
  isAsked?(repository: Repository): boolean
}

function uncommonStage<C>({ source, read, isAsked, ...reader }: UncommonReader<C>): ReadingStage {
  return repositoryStage<C>({
    ...reader,
    source,
    budget: 'uncommon',
    due: async (run) => {
      const marks = await findWatermarks(run.register, run.org.id, source)
      const unread = (await scheduledRepositories(run)).filter(
        (repository) => isAsked?.(repository) !== false && marks.get(repository.id)?.readTo !== run.asOf,
      )
      return unread.map((repository) => ({ repository, since: readFrom(run, marks.get(repository.id)) }))
    },
    ended: (run, due) => [readToEndStatement(run, source, due, null)],
    refusalIsRead: true,
    async *pages(run, repository, from, since) {
      for await (const { acts = [], next, unread, statements = [] } of read(run, repository, since, from)) {
        const gap =
          unread == null
            ? []
            : [notRead(source, new Error(unread), { kind: 'repository' as const, id: repository.id })]
        yield {
          statements: [
            ...actStatements(run, acts),
            ...statements,
            ...(gap.length === 0 ? [] : [readingsStatement(run.register, run.audit.id, gap)]),
          ],
          next,
        }
      }
    },
  })
}
