/** Writes what a page found and the bookmark behind it as one, with the requests that it took. It reads nothing. */

import type { GitHub } from '../../github/http/client.ts'
import type { Platform } from '../../platform.ts'
import { leaseUntil } from '../../policy/lease.ts'
import { type AuditInstance, advanceStatement, type Checkpoint } from '../../register/audits/checkpoint.ts'
import { together } from '../../register/open.ts'
import type { Page, Run, Stage } from './stage.ts'

export interface Commit {
  (checkpoint: Checkpoint, stage: Stage, page: Page, waitSeconds?: number): Promise<void>
  /** Requests of this instance, those of earlier steps included. */
  used(): number
}

/** Writes a page and the bookmark behind it in one batch, fenced by the lane. */
export function pageCommitter(platform: Platform, run: Run, of: AuditInstance): Commit {
  const counted = { rest: 0, graphql: 0, graphqlPoints: 0 }
  const began = Date.now()
  const base = run.audit.rest + run.audit.graphql - run.audit.instanceBase
  const commit = async (checkpoint: Checkpoint, stage: Stage, page: Page, waitSeconds = 0) => {
    const { rest, graphql, graphqlPoints } = run.github.counts
    const spent = {
      rest: rest - counted.rest,
      graphql: graphql - counted.graphql,
      graphqlPoints: graphqlPoints - counted.graphqlPoints,
    }
    const requests = spent.rest + spent.graphql
    const spentOn = { ...run.spent, [stage.budget]: run.spent[stage.budget] + requests }
    await together(run.register, [
      advanceStatement(run.register, of, {
        checkpoint,
        spentOn,
        step: stage.label,
        done: page.done ?? 0,
        total: page.total ?? 0,
        spent,
        leaseUntil: leaseUntil(platform.now, Date.now() - began + waitSeconds * 1000),
      }),
      ...page.statements,
    ])
    Object.assign(counted, { rest, graphql, graphqlPoints })
    Object.assign(run.spent, spentOn)
  }
  return Object.assign(commit, { used: () => base + requestsOf(run.github) })
}

export function requestsOf(github: GitHub): number {
  return github.counts.rest + github.counts.graphql
}

/** Before the first request. */
export const NOTHING_SPENT: Run['spent'] = {
  inventory: 0,
  credentials: 0,
  activity: 0,
  uncommon: 0,
  dates: 0,
  nothing: 0,
}
