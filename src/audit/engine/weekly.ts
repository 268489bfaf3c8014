/** Spreads what costs a request per repository over a week. What is not due today counts as seen, never as gone. */

import type { Id, Instant, Source } from '../../policy/words.ts'
import { findOpenRepositories, type Repository } from '../../register/access/repositories.ts'
import { deferredSeenStatement } from '../../register/audits/removed.ts'
import type { Statement } from '../../register/open.ts'
import type { Run, Stage } from './stage.ts'

/** Small organisations are read whole every day. */
const SMALL = 20
const DAYS = 7

/** Whether a repository's turn is today; the first audit reads all. */
export function isDueToday(repository: Repository, run: Run, all: readonly Repository[]): boolean {
  if (run.org.firstCompleteAt === null || all.length <= SMALL) return true
  return repository.id % DAYS === dayOf(run.asOf)
}

/** Notes as seen what belongs to repositories whose turn is another day. */
export const deferredThisWeek: Stage = {
  label: 'keeping what is read on other days',
  budget: 'nothing',
  async *read(run) {
    const all = await findOpenRepositories(run.register, run.org.id)
    const later = all.filter((r) => !isDueToday(r, run, all))
    // Nobody can be invited to an archived repository; what was pending there is not asked for.
    const archived = all.filter((r) => r.archived)
    yield {
      statements: [
        ...keep(run, 'deploy_keys', later),
        ...keep(run, 'repository_invitations', [...later, ...archived]),
      ],
      next: null,
    }
  },
  skip: async (_run, _cursor, trouble) => {
    throw trouble
  },
}

function keep(run: Run, source: Source, repositories: readonly Repository[]): Statement[] {
  const ids = repositories.map((r): Id => r.id)
  return ids.length === 0 ? [] : [deferredSeenStatement(run.register, run.org.id, run.audit.id, source, ids)]
}

function dayOf(at: Instant): number {
  return Math.floor(Date.parse(at) / 86_400_000) % DAYS
}
