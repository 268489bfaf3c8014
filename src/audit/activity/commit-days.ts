/** Finds the exact commits behind the days on which GitHub counts somebody's commits. */

import type { Contributions } from '../../github/activity/contributions.ts'
import { readNewestCommits } from '../../github/activity/last-seen.ts'
import { daysAfter, instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { AccountWithoutActivity } from '../../register/activity/without-activity.ts'
import type { Run } from '../engine/stage.ts'

type CommitDays = Contributions['commitDays']

/** A day on which somebody committed, and the moment used where the commit itself is not found. */
type CommitDayAt = CommitDays[number] & { readonly at: Instant }

/** The exact commits of each person's newest day; where the default branch does not show them, an act dated by the day. */
export async function exactCommits(
  run: Run,
  people: readonly AccountWithoutActivity[],
  commitDays: { readonly inside: CommitDays; readonly earlier: CommitDays },
  acts: readonly Activity[],
): Promise<Activity[]> {
  const days: readonly CommitDayAt[] = [
    ...commitDays.inside.map((day) => ({ ...day, at: withinWindow(run, day.day) })),
    ...commitDays.earlier.map((day) => ({ ...day, at: beforeWindow(run, day.day) })),
  ]
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
  const found = await readNewestCommits(run.github, pairs)
  // Not found on the default branch, yet GitHub counts it: a commit on gh-pages.
  const actsByDay = pairs.flatMap(({ day, person, repository }): Activity[] =>
    found.some((act) => act.account === person.id && isCountedOn(run, act, day.day))
      ? []
      : [
          {
            account: person.id,
            repository: repository.id,
            kind: 'commit',
            at: day.at,
            url: null,
            source: 'contributions',
          },
        ],
  )
  // A commit dated in the future is no evidence, and neither is its day.
  return [...found.filter((act) => !isBefore(run.asOf, act.at)), ...actsByDay]
}

/** Each person's newest day, in every repository that has it. */
function newestDays<D extends { account: Id; day: Instant }>(days: readonly D[]): D[] {
  const newest = new Map<Id, Instant>()
  for (const { account, day } of days) {
    const known = newest.get(account)
    if (known === undefined || isBefore(known, day)) newest.set(account, day)
  }
  return days.filter(({ account, day }) => newest.get(account) === day)
}

/** GitHub gives a day as its beginning in some time zone. It returned the day for the window, so the moment is put inside it. */
function withinWindow(run: Run, day: Instant): Instant {
  if (isBefore(run.asOf, day)) return run.asOf
  return isBefore(day, run.cutoff) ? run.cutoff : day
}

function beforeWindow(run: Run, day: Instant): Instant {
  return isBefore(day, run.cutoff) ? day : instant(Date.parse(run.cutoff) - 1000)
}

/**
 * Whether the commit found is one that this day counts. Days follow somebody's time zone, so one from the day before
 * matches too; one dated later, in the future, is another commit.
 */
function isCountedOn(run: Run, act: Activity, day: Instant): boolean {
  if (isBefore(act.at, daysAfter(day, -1))) return false
  return !isBefore(run.asOf, act.at) || isBefore(act.at, daysAfter(day, 1))
}
