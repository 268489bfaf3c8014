/** Commits a page: its statements, the next checkpoint and the requests it took, in one batch. */

import type { GitHub } from '../../github/http/client.ts'
import type { Platform } from '../../platform.ts'
import { leaseUntil } from '../../register/audits/audits.ts'
import { type AuditInstance, advanceStatement } from '../../register/audits/checkpoint.ts'
import { together } from '../../register/open.ts'
import type { Checkpoint } from '../../register/schema.ts'
import { percentDone } from './progress.ts'
import type { Page, Run, Stage } from './stage.ts'

/** Commits one page of an instance. */
export interface Commit {
  /** `waitSeconds` extends the lease by a wait that GitHub asked for. */
  (checkpoint: Checkpoint, stage: Stage, page: Page, waitSeconds?: number): Promise<void>
  /** Requests of this instance so far, including earlier steps. */
  used(): number
}

/** Commits pages for one instance. Once another instance has taken over, the batch fails and nothing is written. */
export function pageCommitter(platform: Platform, run: Run, instance: AuditInstance): Commit {
  const alreadyCounted = { rest: 0, graphql: 0, graphqlPoints: 0 }
  const startedAt = Date.now()
  const usedBefore = run.audit.rest + run.audit.graphql - run.audit.instanceBase
  const commit = async (checkpoint: Checkpoint, stage: Stage, page: Page, waitSeconds = 0) => {
    const { rest, graphql, graphqlPoints } = run.github.counts
    const spent = {
      rest: rest - alreadyCounted.rest,
      graphql: graphql - alreadyCounted.graphql,
      graphqlPoints: graphqlPoints - alreadyCounted.graphqlPoints,
    }
    const requests = spent.rest + spent.graphql
    const spentOn =
      'compute' in stage ? run.spent : { ...run.spent, [stage.budget]: run.spent[stage.budget] + requests }
    await together(run.register, [
      advanceStatement(run.register, instance, {
        checkpoint,
        spentOn,
        step: stage.label,
        done: percentDone(checkpoint, page),
        spent,
        leaseUntil: leaseUntil(platform.now, Date.now() - startedAt + waitSeconds * 1000),
      }),
      ...page.statements,
    ])
    Object.assign(alreadyCounted, { rest, graphql, graphqlPoints })
    Object.assign(run.spent, spentOn)
  }
  return Object.assign(commit, { used: () => usedBefore + requestsOf(run.github) })
}

/** Requests this client has sent, REST and GraphQL together. */
export function requestsOf(github: GitHub): number {
  return github.counts.rest + github.counts.graphql
}

/** The requests by budget when an audit begins. */
export const NOTHING_SPENT: Run['spent'] = {
  inventory: 0,
  credentials: 0,
  activity: 0,
  uncommon: 0,
  files: 0,
  dates: 0,
}
