/** The stages that read who acted in the repositories that moved, while anybody is still silent. They judge nobody. */

import { discussions } from '../github/discussions.ts'
import { repositoryActivity } from '../github/repository-activity.ts'
import { commitComments, issueComments, issueEvents, releases, reviewComments } from '../github/talk.ts'
import { latest } from '../policy/calendar.ts'
import type { ActivitySource, Instant } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import type { Repository } from '../register/people.ts'
import { isAnybodySilent } from '../register/silence.ts'
import { perRepository } from './per-repository.ts'
import type { Run, Stage } from './stage.ts'

export const moves: Stage = perRepository<string>({
  source: 'repository_activity',
  says: 'reading pushes and merges',
  concerns: (repository, run) => since(run, repository.pushedAt),
  wanted: anybodySilent,
  async *pages(run, repository, from) {
    const place = { org: run.org.login, repository, webUrl: run.webUrl }
    for await (const { acts, next } of repositoryActivity(run.github, place, run.cutoff, from)) {
      yield { statements: [recordActivity(run.register, run.org.id, acts, run.asOf)], next }
    }
  },
})

export const conversation: Stage = talk(
  'issue_comments',
  'reading comments',
  issueComments,
  (r) => r.talkedAt,
)
export const lineComments: Stage = talk(
  'review_comments',
  'reading comments on lines',
  reviewComments,
  (r) => r.talkedAt,
)
export const commentsOnCommits: Stage = talk(
  'commit_comments',
  'reading comments on commits',
  commitComments,
  (r) => r.talkedAt,
)
export const triage: Stage = talk(
  'issue_events',
  'reading labels, closes and assignments',
  issueEvents,
  (r) => r.talkedAt,
)
export const published: Stage = talk('releases', 'reading releases', releases, (r) => r.releasedAt)

export const discussed: Stage = perRepository<string>({
  source: 'discussions',
  says: 'reading discussions',
  concerns: (repository, run) => since(run, repository.discussedAt),
  wanted: anybodySilent,
  async *pages(run, repository, from) {
    for await (const { acts, next } of discussions(
      run.github,
      { org: run.org.login, repository },
      run.cutoff,
      from,
    )) {
      yield { statements: [recordActivity(run.register, run.org.id, acts, run.asOf)], next }
    }
  },
})

function talk(
  source: ActivitySource,
  says: string,
  read: typeof issueComments,
  movedAt: (repository: Repository) => Instant | null,
): Stage {
  return perRepository<number>({
    source,
    says,
    concerns: (repository, run) => since(run, movedAt(repository)),
    wanted: anybodySilent,
    async *pages(run, repository, from) {
      for await (const { acts, next } of read(
        run.github,
        { org: run.org.login, repository },
        run.cutoff,
        from ?? 1,
      )) {
        yield { statements: [recordActivity(run.register, run.org.id, acts, run.asOf)], next }
      }
    },
  })
}

/** Whether there may be anything inside the window. */
function since(run: Run, movedAt: Instant | null): boolean {
  return movedAt !== null && latest(movedAt, run.cutoff) === movedAt
}

function anybodySilent(run: Run): Promise<boolean> {
  return isAnybodySilent(run.register, run.org.id, run.cutoff)
}
