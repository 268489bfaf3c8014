/** The stages that look where hardly anybody acts alone, while anybody is silent: workflows, deployments, tags, advisories. They clear and decide nothing. */

import { advisories } from '../github/advisories.ts'
import { deployments } from '../github/deployments.ts'
import { repeatedRuns } from '../github/runs.ts'
import { tags } from '../github/tags.ts'
import type { Activity, ActivitySource, Instant, Reading } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { openRepositories, type Repository } from '../register/people.ts'
import { recordReadings, repeatReading } from '../register/readings.ts'
import { perRepository } from './per-repository.ts'
import { anybodySilent } from './silent.ts'
import { notRead, type Run, readWhole, type Stage } from './stage.ts'
import { isDueThisWeekday, isTheDay } from './weekly.ts'

interface ClearingPage<C> {
  readonly acts: readonly Activity[]
  readonly next: C | null
  readonly unread?: string | null
}

/** `repeatedRuns` shows those dispatched by hand as well. */
export const startedWorkflows: Stage = clearing<number>(
  'workflow_runs',
  'reading workflows started by hand',
  (run, repository, since, from) => repeatedRuns(run.github, placeOf(run, repository), since, from ?? 1),
)

export const deployed: Stage = clearing<number>(
  'deployments',
  'reading deployments and their approvals',
  (run, repository, since, from) => deployments(run.github, placeOf(run, repository), since, from ?? 1),
)

export const tagged: Stage = clearing<string>('tags', 'reading tags', (run, repository, since, from) =>
  tags(run.github, placeOf(run, repository), since, from),
)

/** Of the whole organisation at once. */
export const advised: Stage = {
  says: 'reading security advisories',
  spends: 'strict',
  async *read(run, cursor) {
    if (cursor === null && !isTheDay(run)) {
      // Asked once a week: until then the coverage tells what the last asking found.
      yield { statements: [repeatReading(run.register, run.org.id, run.audit.id, 'advisories')], next: null }
      return
    }
    if (cursor === null && !(await anybodySilent(run))) return
    const named = new Map(
      (await openRepositories(run.register, run.org.id)).map(({ id, name }) => [name, id]),
    )
    const place = { org: run.org.login, repository: (name: string) => named.get(name) ?? null }
    // A cursor is read by the stage that wrote it.
    for await (const { acts, next, notShown } of advisories(
      run.github,
      place,
      run.cutoff,
      cursor as string | null,
    )) {
      const reading: Reading =
        notShown === null
          ? readWhole('advisories')
          : {
              source: 'advisories',
              scope: { kind: 'organization' },
              state: { kind: 'not_shown', reason: notShown },
            }
      yield {
        statements: [
          recordActivity(run.register, run.org.id, acts, run),
          ...(next === null ? [recordReadings(run.register, run.audit.id, [reading])] : []),
        ],
        next,
      }
    }
  },
  past: async (run, _cursor, trouble) => ({
    statements: [recordReadings(run.register, run.audit.id, [notRead('advisories', trouble)])],
    next: null,
  }),
}

function clearing<C>(
  source: ActivitySource,
  says: string,
  read: (run: Run, repository: Repository, since: Instant, from: C | null) => AsyncGenerator<ClearingPage<C>>,
): Stage {
  return perRepository<C>({
    source,
    says,
    spends: 'strict',
    wanted: anybodySilent,
    concerns: isDueThisWeekday,
    remembers: true,
    async *pages(run, repository, from, since) {
      for await (const { acts, next, unread } of read(run, repository, since, from)) {
        const gap =
          unread == null
            ? []
            : [notRead(source, new Error(unread), { kind: 'repository' as const, id: repository.id })]
        yield {
          statements: [
            recordActivity(run.register, run.org.id, acts, run),
            ...(gap.length === 0 ? [] : [recordReadings(run.register, run.audit.id, gap)]),
          ],
          next,
        }
      }
    },
  })
}

function placeOf(run: Run, repository: Repository) {
  return { org: run.org.login, repository, webUrl: run.webUrl }
}
