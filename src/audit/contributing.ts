/** The stages that ask for the contributions of those whom nothing has cleared yet. Silence here is one source's silence only. */

import { type Contributions, contributions } from '../github/contributions.ts'
import { newestCommits } from '../github/newest-act.ts'
import { daysAfter, isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant, Reading } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordAccounts } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { type SilentAccount, silentUnread } from '../register/silence.ts'
import { BEGINNING, recordWatermarks } from '../register/watermarks.ts'
import { notRead, type Page, type Run, readWhole, type Stage } from './stage.ts'
import { isTalkRead } from './talking.ts'

interface People {
  readonly after: Id
  /** People of the next query: grows while GitHub answers easily, halves when it does not. */
  readonly size: number
}

const FIRST_PEOPLE: People = { after: 0, size: 20 }
const MOST_PEOPLE = 60

/**
 * Once for everybody who is or turns silent: the whole window, and the newest before it. After that the repositories'
 * own timelines show what is new, so nobody is asked for twice.
 */
export const contributed: Stage = asking(
  'asking for contributions of those not yet explained',
  async () => true,
  (run) => run.cutoff,
)

/** Again for those already asked, where the timelines of what moved since could not be read to their end. */
export const contributedAgain: Stage = asking(
  'asking again for contributions, where timelines were not shown',
  async (run) => !(await isTalkRead(run)),
  (run) => run.asOf,
)

/** Asks all silent accounts whose contributions were not read from the window's beginning up to `upTo`. */
function asking(says: string, isNeeded: (run: Run) => Promise<boolean>, upTo: (run: Run) => Instant): Stage {
  const silent = (run: Run, at: People) =>
    silentUnread(
      run.register,
      run.org.id,
      run.cutoff,
      { source: 'contributions', since: run.cutoff, readTo: upTo(run) },
      at.after,
      at.size,
    )
  return {
    says,
    spends: 'activity',
    splits: true,
    async *read(run, cursor) {
      if (cursor === null && !(await isNeeded(run))) return
      for (let at = (cursor as People | null) ?? FIRST_PEOPLE; ; ) {
        const people = await silent(run, at)
        const last = people.at(-1)
        if (last === undefined) break
        const statements = await contributionsOf(run, people)
        at = { after: last.id, size: Math.min(MOST_PEOPLE, at.size * 2) }
        yield { statements, next: at }
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
      const [person] = await silent(run, at)
      if (person === undefined) return { statements: [], next: null }
      return {
        statements: [recordReadings(run.register, run.audit.id, [unreadOf(person.id, trouble)])],
        next: { after: person.id, size: 1 } satisfies People,
      }
    },
  }
}

/** Contributions, and of those who are told by the day alone the exact commit. */
async function contributionsOf(run: Run, people: readonly SilentAccount[]): Promise<Page['statements']> {
  const asked = people.flatMap(({ id, nodeId }) => (nodeId === null ? [] : [{ id, nodeId }]))
  const nameless = people
    .filter((p) => p.nodeId === null)
    .map((p) => unreadOf(p.id, new Error('GitHub gave no node id for this account')))
  const told = await contributions(run.github, run.org.nodeId, asked, { from: run.cutoff, to: run.asOf })
  const days = [...told.commitDays, ...told.earlier.commitDays]
  const acts = [...told.acts, ...told.earlier.acts]
  const exact = await exactCommits(run, people, days, acts)
  const unread = new Set(told.unread.map((u) => u.id))
  return [
    recordActivity(run.register, run.org.id, [...acts, ...exact], run),
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
    // Of these the newest commit is known, or that something newer is: nobody needs to walk through branches for them.
    recordWatermarks(
      run.register,
      run.org.id,
      'newest_commits',
      [...new Set([...acts, ...exact].map((act) => act.account))].map((scope) => ({
        scope,
        since: BEGINNING,
        readTo: run.asOf,
        mark: null,
      })),
    ),
    recordWatermarks(
      run.register,
      run.org.id,
      'contributions',
      asked
        .filter((p) => !unread.has(p.id))
        .map((p) => ({ scope: p.id, since: run.cutoff, readTo: run.asOf, mark: null })),
    ),
  ]
}

/** The exact commits behind the newest day of each person; where the branch does not show it, the day is all that is known. */
async function exactCommits(
  run: Run,
  people: readonly SilentAccount[],
  days: Contributions['commitDays'],
  acts: readonly Activity[],
): Promise<Activity[]> {
  const pairs = newestDays(days).flatMap((day) => {
    const person = people.find((p) => p.id === day.account)
    const known = acts.some((act) => act.account === day.account && !isBefore(act.at, daysAfter(day.day, 1)))
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
  // A commit of the future is no evidence, and must not hide the true one behind it.
  const exact = (await newestCommits(run.github, pairs)).filter((act) => !isBefore(run.asOf, act.at))
  // A day is that of somebody's time zone, hence the day before. Counted, but not on the default branch: gh-pages.
  const byDay = pairs.flatMap(({ day, person, repository }): Activity[] =>
    exact.some((act) => act.account === person.id && !isBefore(act.at, daysAfter(day.day, -1)))
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
  return [...exact, ...byDay]
}

/** Of each person the newest day, in every repository that has it. */
function newestDays<D extends { account: Id; day: Instant }>(days: readonly D[]): D[] {
  const newest = new Map<Id, Instant>()
  for (const { account, day } of days) {
    const known = newest.get(account)
    if (known === undefined || isBefore(known, day)) newest.set(account, day)
  }
  return days.filter(({ account, day }) => newest.get(account) === day)
}

function unreadOf(account: Id, why: Error): Reading {
  return notRead('contributions', why, { kind: 'account', id: account })
}
