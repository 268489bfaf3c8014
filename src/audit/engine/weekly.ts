/** Spreads readings that cost a request per repository over a week; what is not due today counts as seen, never as gone. */

import { MILLISECONDS_A_DAY } from '../../policy/calendar.ts'
import type { Id, Instant, Source } from '../../policy/words.ts'
import {
  findOpenRepositories,
  findShownRepositories,
  type Repository,
} from '../../register/access/repositories.ts'
import { findKeysSeen } from '../../register/audits/readings.ts'
import { deferredSeenStatement } from '../../register/audits/removed.ts'
import type { Statement } from '../../register/open.ts'
import type { Due } from './repository-stage.ts'
import type { ComputingStage, Run } from './stage.ts'

/** Organisations with at most this many repositories are read in full every day. */
const SMALL = 20
const DAYS = 7

type Holds = (
  repository: Pick<Repository, 'id' | 'archived'>,
  run: { readonly org: Pick<Run['org'], 'firstCompleteAt'>; readonly asOf: Instant },
  all: readonly unknown[],
) => boolean

/** Why a repository is not asked today; each of these is reason enough. */
const DEFERRED_CONDITIONS: readonly {
  readonly name: string
  readonly sources: readonly Source[]
  readonly holds: Holds
}[] = [
  {
    name: 'what costs a request per repository is spread over a week',
    sources: ['deploy_keys', 'repository_invitations'],
    holds: (repository, run, all) => !DUE_CONDITIONS.some(({ holds }) => holds(repository, run, all)),
  },
  {
    name: 'nobody can be invited to an archived repository',
    sources: ['repository_invitations'],
    holds: ({ archived }) => archived,
  },
]

/** When a repository is due: where one of these holds. */
const DUE_CONDITIONS: readonly { readonly name: string; readonly holds: Holds }[] = [
  {
    name: 'audits read everything until the first complete one',
    holds: (_repository, { org }) => org.firstCompleteAt === null,
  },
  {
    name: 'a small organisation is read whole every day',
    holds: (_repository, _run, all) => all.length <= SMALL,
  },
  {
    name: 'each repository has its day of the week',
    holds: ({ id }, { asOf }) => id % DAYS === dayOf(asOf),
  },
]

/** For a stage that reads inventory: the repositories that this audit's own list has and that are asked today. */
export async function dueToday(run: Run, source: Source): Promise<readonly Due[]> {
  const all = await findShownRepositories(run.register, run.org.id, run.audit.id)
  const seen = await findKeysSeen(run.register, run.audit.id, 'repositories')
  const isAsked = isAskedToday(source)
  return all
    .filter((repository) => isAsked(repository, run, all))
    .filter(({ id }) => seen === null || seen.has(`repository:${id}`))
    .map((repository) => ({ repository, since: run.cutoff }))
}

/** Whether a repository is asked for its deploy keys or invitations today. */
export function isAskedToday(source: Source): Holds {
  const reasons = DEFERRED_CONDITIONS.filter(({ sources }) => sources.includes(source))
  return (repository, run, all) => !reasons.some(({ holds }) => holds(repository, run, all))
}

/** Records as seen what belongs to repositories that are not asked for it today. */
export const deferredThisWeek: ComputingStage = {
  label: 'keeping what is read on other days',
  async *compute(run) {
    const all = await findOpenRepositories(run.register, run.org.id)
    yield {
      statements: (['deploy_keys', 'repository_invitations'] as const).flatMap((source) => {
        const isAsked = isAskedToday(source)
        return deferredStatements(
          run,
          source,
          all.filter((repository) => !isAsked(repository, run, all)),
        )
      }),
      next: null,
    }
  },
}

function deferredStatements(run: Run, source: Source, repositories: readonly Repository[]): Statement[] {
  const ids = repositories.map((r): Id => r.id)
  return ids.length === 0
    ? []
    : [deferredSeenStatement(run.register, run.org.id, run.audit.id, source, ids, 'not asked today')]
}

/** The day of the week as 0 to 6 (UTC). */
function dayOf(at: Instant): number {
  return Math.floor(Date.parse(at) / MILLISECONDS_A_DAY) % DAYS
}
