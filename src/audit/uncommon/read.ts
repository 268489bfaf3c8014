/** The stages that read uncommon activity: tags, deployments, and workflows started by hand. */

import { readDeployments } from '../../github/activity/uncommon/deployments.ts'
import {
  ASKED_AT_ONCE,
  readTagsAndNewestDeployments,
} from '../../github/activity/uncommon/newest-uncommon.ts'
import { readRunsStartedByHand } from '../../github/activity/uncommon/runs.ts'
import { readTags } from '../../github/activity/uncommon/tags.ts'
import { isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivitySource, Id, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { findWatermarks, watermarksStatement } from '../../register/activity/watermarks.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { readFrom, readToEndStatement } from '../activity/changed-since.ts'
import { actStatements } from '../engine/record-seen.ts'
import { repositoryStage } from '../engine/repository-stage.ts'
import { notRead, type Run, type Stage, toRepositoryScope } from '../engine/stage.ts'
import { scheduledRepositories } from './plan.ts'

interface UncommonPage<C> {
  readonly acts: readonly Activity[]
  readonly next: C | null
  /** Why a part could not be read; null or absent where everything was. */
  readonly unread?: string | null
}

/** Tags, and whether anything was deployed at all, many repositories a query. `tags` and `deployments` read what this leaves open. */
export const batchedTags: Stage = {
  label: 'reading tags',
  budget: 'uncommon',
  canSplit: true,
  async *read(run, cursor) {
    for (let after = (cursor as Id | null) ?? 0; ; ) {
      const batch = (await scheduledRepositories(run)).filter((r) => r.id > after).slice(0, ASKED_AT_ONCE)
      const last = batch.at(-1)
      if (last === undefined) return
      after = last.id
      const read = await readTagsAndNewestDeployments(
        run.github,
        { login: run.org.login, webUrl: run.webUrl },
        batch,
        run.cutoff,
      )
      const readStatement = (source: ActivitySource, ids: readonly Id[]) =>
        watermarksStatement(
          run.register,
          run.org.id,
          source,
          ids.map((scope) => ({ scope, since: run.cutoff, readTo: run.asOf, mark: null })),
        )
      yield {
        statements: [
          ...actStatements(
            run,
            read.flatMap((r) => r.acts),
          ),
          readStatement(
            'tags',
            read.flatMap((r) => (r.tagsRead ? [r.id] : [])),
          ),
          readStatement(
            'deployments',
            read.flatMap((r) => (r.deployedAt === null || isBefore(r.deployedAt, run.cutoff) ? [r.id] : [])),
          ),
        ],
        next: after,
      }
    }
  },
  /** The next stages then read one repository after another. */
  skip: async () => ({ statements: [], next: null }),
}

export const tags: Stage = uncommonStage<string>('tags', 'reading tags', (run, repository, since, from) =>
  readTags(run.github, toRepositoryScope(run, repository), since, from),
)

export const deployments: Stage = uncommonStage<number>(
  'deployments',
  'reading deployments and their approvals',
  (run, repository, since, from) =>
    readDeployments(run.github, toRepositoryScope(run, repository), since, from ?? 1),
)

/** Dispatched by hand or re-run. */
export const workflowRuns: Stage = uncommonStage<number>(
  'workflow_runs',
  'reading workflows started by hand',
  (run, repository, since, from) =>
    readRunsStartedByHand(run.github, toRepositoryScope(run, repository), since, from ?? 1),
)

function uncommonStage<C>(
  source: ActivitySource,
  label: string,
  read: (run: Run, repository: Repository, since: Instant, from: C | null) => AsyncGenerator<UncommonPage<C>>,
): Stage {
  return repositoryStage<C>({
    source,
    label,
    budget: 'uncommon',
    due: async (run) => {
      const marks = await findWatermarks(run.register, run.org.id, source)
      const unread = (await scheduledRepositories(run)).filter(({ id }) => marks.get(id)?.readTo !== run.asOf)
      return unread.map((repository) => ({ repository, since: readFrom(run, marks.get(repository.id)) }))
    },
    ended: (run, due) => [readToEndStatement(run, source, due, null)],
    refusalIsRead: true,
    async *pages(run, repository, from, since) {
      for await (const { acts, next, unread } of read(run, repository, since, from)) {
        const gap =
          unread == null
            ? []
            : [notRead(source, new Error(unread), { kind: 'repository' as const, id: repository.id })]
        yield {
          statements: [
            ...actStatements(run, acts),
            ...(gap.length === 0 ? [] : [readingsStatement(run.register, run.audit.id, gap)]),
          ],
          next,
        }
      }
    },
  })
}
