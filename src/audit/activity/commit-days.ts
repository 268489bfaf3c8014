/** Turns the days on which GitHub counts commits into acts with their exact moment. It asks of nobody whether they contributed. */

import type { Contributions } from '../../github/activity/contributions.ts'
import { readNewestCommits } from '../../github/activity/last-seen.ts'
import { daysAfter, instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { AccountWithoutActivity } from '../../register/activity/without-activity.ts'
import type { Run } from '../engine/stage.ts'

type CommitDays = Contributions['commitDays']

/** A day on which somebody committed, and the moment that stands for it where the commit itself is not found. */
type CommitDayAt = CommitDays[number] & { readonly at: Instant }

/** The exact commits behind the newest day of each person; where the branch does not show it, the day is all that is known. */
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
  // A day is that of somebody's time zone, hence the day before. Counted, but not on the default branch: gh-pages.
  const byDay = pairs.flatMap(({ day, person, repository }): Activity[] =>
    found.some((act) => act.account === person.id && explains(run, act, day.day))
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
  // A commit of the future is no evidence, and neither is the day on which it will be.
  return [...found.filter((act) => !isBefore(run.asOf, act.at)), ...byDay]
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

/** GitHub tells a day by its beginning in some time zone: inside the window it said, so the moment is put there too. */
function withinWindow(run: Run, day: Instant): Instant {
  if (isBefore(run.asOf, day)) return run.asOf
  return isBefore(day, run.cutoff) ? run.cutoff : day
}

function beforeWindow(run: Run, day: Instant): Instant {
  return isBefore(day, run.cutoff) ? day : instant(Date.parse(run.cutoff) - 1000)
}

/** Whether the commit that was found is what the day tells of; one of a later day that is yet to come is another one. */
function explains(run: Run, act: Activity, day: Instant): boolean {
  if (isBefore(act.at, daysAfter(day, -1))) return false
  return !isBefore(run.asOf, act.at) || isBefore(act.at, daysAfter(day, 1))
}
