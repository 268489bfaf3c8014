/** The stages that read who acted: the funnel of design §6, each only for those still unexplained. They judge nobody. */

import { contributions } from '../github/contributions.ts'
import { discussions } from '../github/discussions.ts'
import { newestCommits } from '../github/newest-act.ts'
import { recentActs } from '../github/recent.ts'
import { repositoryActivity } from '../github/repository-activity.ts'
import { commitComments, issueComments, issueEvents, releases, reviewComments } from '../github/talk.ts'
import { isBefore, latest } from '../policy/calendar.ts'
import type { Activity, ActivitySource, Id, Instant, Reading } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordReadings } from '../register/audits.ts'
import { openRepositories, type Repository, recordAccounts, recordMoves } from '../register/people.ts'
import { isAnybodySilent, type SilentAccount, silentAccounts } from '../register/silence.ts'
import { perRepository } from './per-repository.ts'
import { notRead, type Page, type Run, readWhole, type Stage } from './stage.ts'

/** Repositories of one probe: about ten GraphQL points, far below the node limit. */
const PROBED = 10

/** Many people are cleared at once by what moved lately; and the probe tells where there is anything to read. */
export const recent: Stage = {
  says: 'looking at what moved lately',
  async *read(run, cursor) {
    for (let at = (cursor as Id | null) ?? 0; ; ) {
      const { batch, left, all } = await probed(run, at)
      if (batch.length === 0) break
      const { recent: seen, unread } = await recentActs(run.github, batch, run.cutoff)
      const next = left > batch.length ? (batch.at(-1)?.id ?? null) : null
      yield {
        statements: [
          recordActivity(
            run.register,
            run.org.id,
            seen.flatMap((r) => r.acts),
            run.asOf,
          ),
          recordMoves(run.register, [
            ...seen.map(({ repository, talkedAt, discussedAt, releasedAt }) => ({
              id: repository,
              talkedAt,
              discussedAt,
              releasedAt,
            })),
            ...maybeMoved(run, unread),
          ]),
          recordReadings(run.register, run.audit.id, [
            ...unread.map(({ id, reason }) =>
              notRead('probe', new Error(reason), { kind: 'repository', id }),
            ),
            ...(next === null ? [readWhole('probe')] : []),
          ]),
        ],
        next,
        done: all - left + batch.length,
        total: all,
      }
      if (next === null) return
      at = next
    }
    yield { statements: [recordReadings(run.register, run.audit.id, [readWhole('probe')])], next: null }
  },
  async past(run, cursor, trouble) {
    const { batch, left } = await probed(run, (cursor as Id | null) ?? 0)
    return {
      statements: [
        recordMoves(run.register, maybeMoved(run, batch)),
        recordReadings(
          run.register,
          run.audit.id,
          batch.map(({ id }) => notRead('probe', trouble, { kind: 'repository', id })),
        ),
      ],
      next: left > batch.length ? (batch.at(-1)?.id ?? null) : null,
    }
  },
}

interface People {
  readonly after: Id
  /** People of the next query: grows while GitHub answers easily, halves when it does not. */
  readonly size: number
}

const FIRST_PEOPLE: People = { after: 0, size: 5 }
const MOST_PEOPLE = 40

/** GitHub's own count of commits, issues, pull requests and reviews, for those whom the probe did not clear. */
export const contributed: Stage = {
  says: 'asking for contributions of those not yet explained',
  async *read(run, cursor) {
    for (let at = (cursor as People | null) ?? FIRST_PEOPLE; ; ) {
      const people = await silentAccounts(run.register, run.org.id, run.cutoff, at.after, at.size)
      const last = people.at(-1)
      if (last === undefined) break
      const page = await contributionsOf(run, people)
      at = { after: last.id, size: Math.min(MOST_PEOPLE, at.size * 2) }
      yield { statements: page, next: at }
    }
    yield {
      statements: [recordReadings(run.register, run.audit.id, [readWhole('contributions')])],
      next: null,
    }
  },
  async past(run, cursor, trouble) {
    const at = (cursor as People | null) ?? FIRST_PEOPLE
    if (at.size > 1)
      return { statements: [], next: { after: at.after, size: Math.floor(at.size / 2) } satisfies People }
    const [person] = await silentAccounts(run.register, run.org.id, run.cutoff, at.after, 1)
    if (person === undefined) return wholeRead(run, 'contributions')
    return {
      statements: [recordReadings(run.register, run.audit.id, [unreadOf(person.id, trouble)])],
      next: { after: person.id, size: 1 } satisfies People,
    }
  },
}

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

/** Contributions, and of those who are told by the day alone the exact commit. */
async function contributionsOf(run: Run, people: readonly SilentAccount[]): Promise<Page['statements']> {
  const asked = people.flatMap(({ id, nodeId }) => (nodeId === null ? [] : [{ id, nodeId }]))
  const nameless = people
    .filter((p) => p.nodeId === null)
    .map((p) => unreadOf(p.id, new Error('GitHub gave no node id for this account')))
  const told = await contributions(run.github, run.org.nodeId, asked, { from: run.cutoff, to: run.asOf })
  const pairs = newestDays(told.commitDays).flatMap((day) => {
    const person = people.find((p) => p.id === day.account)
    const known = told.acts.some((act) => act.account === day.account && !isBefore(act.at, day.day))
    return person?.nodeId == null || known
      ? []
      : [
          {
            day,
            person: { ...person, nodeId: person.nodeId },
            repository: { id: day.repository, nodeId: day.repositoryNode },
          },
        ]
  })
  const exact = await newestCommits(run.github, pairs)
  // Counted, but not on the default branch (gh-pages): then the day is all that is known.
  const byDay = pairs.flatMap(({ day, person, repository }): Activity[] =>
    exact.some((act) => act.account === person.id && !isBefore(act.at, day.day))
      ? []
      : [
          {
            account: person.id,
            repository: repository.id,
            kind: 'commit',
            at: day.day,
            url: null,
            source: 'contributions',
          },
        ],
  )
  return [
    recordActivity(run.register, run.org.id, [...told.acts, ...exact, ...byDay], run.asOf),
    recordAccounts(
      run.register,
      people.flatMap(({ id, login, nodeId }) => {
        const createdAt = told.createdAt.get(id)
        return createdAt === undefined
          ? []
          : [{ id, login, type: 'User' as const, nodeId, name: null, createdAt }]
      }),
    ),
    recordReadings(run.register, run.audit.id, [
      ...nameless,
      ...told.unread.map(({ id, reason }) => unreadOf(id, new Error(reason))),
    ]),
  ]
}

/** Of each person the repository with the newest day. */
function newestDays<D extends { account: Id; day: Instant }>(days: readonly D[]): D[] {
  const newest = new Map<Id, D>()
  for (const day of days) {
    const known = newest.get(day.account)
    if (known === undefined || isBefore(known.day, day.day)) newest.set(day.account, day)
  }
  return [...newest.values()]
}

async function probed(run: Run, after: Id): Promise<{ batch: Repository[]; left: number; all: number }> {
  const all = await openRepositories(run.register, run.org.id)
  const left = all.filter((r) => r.id > after)
  return { batch: left.slice(0, PROBED), left: left.length, all: all.length }
}

/** What the probe could not see may have moved until now, and is read. */
function maybeMoved(run: Run, repositories: readonly { id: Id }[]) {
  return repositories.map(({ id }) => ({
    id,
    talkedAt: run.asOf,
    discussedAt: run.asOf,
    releasedAt: run.asOf,
  }))
}

/** Whether there may be anything inside the window. */
function since(run: Run, movedAt: Instant | null): boolean {
  return movedAt !== null && latest(movedAt, run.cutoff) === movedAt
}

function anybodySilent(run: Run): Promise<boolean> {
  return isAnybodySilent(run.register, run.org.id, run.cutoff)
}

function unreadOf(account: Id, why: Error): Reading {
  return notRead('contributions', why, { kind: 'account', id: account })
}

function wholeRead(run: Run, source: ActivitySource): Page {
  return { statements: [recordReadings(run.register, run.audit.id, [readWhole(source)])], next: null }
}
