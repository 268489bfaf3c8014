/** The stage that asks for the contributions of those whom nothing has cleared yet. Silence here is one source's silence only. */

import { contributions } from '../github/contributions.ts'
import { newestCommits } from '../github/newest-act.ts'
import { daysAfter, isBefore } from '../policy/calendar.ts'
import type { Activity, ActivitySource, Id, Instant, Reading } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordReadings } from '../register/audits.ts'
import { recordAccounts } from '../register/people.ts'
import { type SilentAccount, silentAccounts } from '../register/silence.ts'
import { notRead, type Page, type Run, readWhole, type Stage } from './stage.ts'

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
  // Counted, but not on the default branch (gh-pages): then the day is all that is known. GitHub's day is that of
  // somebody's time zone, hence the day before; an exact commit before the window leaves them silent, as it should.
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

function unreadOf(account: Id, why: Error): Reading {
  return notRead('contributions', why, { kind: 'account', id: account })
}

function wholeRead(run: Run, source: ActivitySource): Page {
  return { statements: [recordReadings(run.register, run.audit.id, [readWhole(source)])], next: null }
}
