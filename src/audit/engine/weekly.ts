/** Spreads readings that cost a request per repository over a week; what is not due today counts as seen, never as gone. */

import type { Id, Instant, Source } from '../../policy/words.ts'
import { findOpenRepositories, type Repository } from '../../register/access/repositories.ts'
import { deferredSeenStatement } from '../../register/audits/removed.ts'
import type { Statement } from '../../register/open.ts'
import type { Run, Stage } from './stage.ts'

/** Organisations with at most this many repositories are read in full every day. */
const SMALL = 20
const DAYS = 7

/** Whether a repository is due today; the first audit reads all. */
export function isDueToday(repository: Repository, run: Run, all: readonly Repository[]): boolean {
  if (run.org.firstCompleteAt === null || all.length <= SMALL) return true
  return repository.id % DAYS === dayOf(run.asOf)
}

/** Records as seen what belongs to repositories that are due on another day. */
export const deferredThisWeek: Stage = {
  label: 'keeping what is read on other days',
  budget: 'nothing',
  async *read(run) {
    const all = await findOpenRepositories(run.register, run.org.id)
    const later = all.filter((r) => !isDueToday(r, run, all))
    // Nobody can be invited to an archived repository, so invitations pending there are not requested.
    const archived = all.filter((r) => r.archived)
    yield {
      statements: [
        ...deferredStatements(run, 'deploy_keys', later),
        ...deferredStatements(run, 'repository_invitations', [...later, ...archived]),
      ],
      next: null,
    }
  },
  skip: async (_run, _cursor, trouble) => {
    throw trouble
  },
}

function deferredStatements(run: Run, source: Source, repositories: readonly Repository[]): Statement[] {
  const ids = repositories.map((r): Id => r.id)
  return ids.length === 0 ? [] : [deferredSeenStatement(run.register, run.org.id, run.audit.id, source, ids)]
}

/** The day of the week as 0 to 6 (UTC). */
function dayOf(at: Instant): number {
  return Math.floor(Date.parse(at) / 86_400_000) % DAYS
}
