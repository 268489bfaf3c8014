/** The stages that date the newest act of those who stay silent, however old. What they miss changes no verdict. */

import { PEOPLE_PER_SEARCH, readNewestComments, readNewestCommits } from '../../github/activity/last-seen.ts'
import { isRefusal } from '../../github/http/errors.ts'
import { recentlyPushedFirst } from '../../policy/activity/recently-pushed.ts'
import type { Activity, Id } from '../../policy/words.ts'
import { BEGINNING, watermarksStatement } from '../../register/activity/watermarks.ts'
import {
  type AccountWithoutActivity,
  findWithoutActivityUnread,
} from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { requestsLeft } from '../engine/request-budget.ts'
import { notRead, type Run, type Stage } from '../engine/stage.ts'

type Person = AccountWithoutActivity & { readonly nodeId: string }

/** Issues, pull requests, reviews and comments, by search: a second and independent source besides. A few people a query. */
export const datedComments: Stage = {
  label: 'dating the newest words of the silent',
  budget: 'dates',
  async *read(run, cursor) {
    for (let after = (cursor as Id | null) ?? 0; ; ) {
      const people = await undated(run, 'newest_words', after, PEOPLE_PER_SEARCH)
      const last = people.at(-1)
      if (last === undefined || requestsLeft(run) <= 0) return
      const acts = await readNewestComments(run.github, run.org.login, people)
      after = last.id
      yield {
        statements: [...actStatements(run, acts), dated(run, 'newest_words', people)],
        next: after,
      }
    }
  },
  async skip(run, cursor, trouble) {
    const people = await undated(run, 'newest_words', (cursor as Id | null) ?? 0, PEOPLE_PER_SEARCH)
    return { statements: [notDated(run, people, trouble)], next: people.at(-1)?.id ?? null }
  },
}

/** Where the walks through branches are: past this person; branches of one query. */
interface Walk {
  readonly after: Id
  readonly size: number
}

/** Branches of one query, and of one person: a person is done in two, so every day gets on. */
const WALKS = 50
const MOST_WALKS = 100

/**
 * Commits on the liveliest default branches, of those of whom contributions told nothing at all: many branches a query,
 * fewer where GitHub finds that too much.
 */
export const datedCommits: Stage = {
  label: 'dating the newest commits of the silent',
  budget: 'dates',
  canSplit: true,
  async *read(run, cursor) {
    const branches = recentlyPushedFirst((await checkedRepositories(run)).filter((r) => r.pushedAt !== null))
    const walked = branches.slice(0, MOST_WALKS)
    for (let at = walkFrom(cursor); ; ) {
      const [person] = await undated(run, 'newest_commits', at.after, 1)
      if (person === undefined || requestsLeft(run) <= 0) return
      const acts: Activity[] = []
      for (let from = 0; from < walked.length; from += at.size) {
        const pairs = walked.slice(from, from + at.size).map((repository) => ({ person, repository }))
        acts.push(...(await readNewestCommits(run.github, pairs)))
      }
      at = { ...at, after: person.id }
      yield {
        statements: [...actStatements(run, acts), dated(run, 'newest_commits', [person])],
        next: at,
      }
    }
  },
  async skip(run, cursor, trouble) {
    const at = walkFrom(cursor)
    // Too much for GitHub shows as a refusal or as no answer at all.
    if (!isRefusal(trouble) && at.size > 1)
      return { statements: [], next: { ...at, size: Math.floor(at.size / 2) } satisfies Walk }
    const people = await undated(run, 'newest_commits', at.after, 1)
    const next = people[0] === undefined ? null : ({ after: people[0].id, size: WALKS } satisfies Walk)
    return { statements: [notDated(run, people, trouble), dated(run, 'newest_commits', people)], next }
  },
}

function walkFrom(cursor: unknown): Walk {
  // A cursor is read by the stage that wrote it; one from before an update begins anew.
  const at = cursor as Partial<Walk> | null
  return at?.after === undefined || at.size === undefined
    ? { after: 0, size: WALKS }
    : { after: at.after, size: at.size }
}

/** Silent accounts that were never dated by this source; nothing older than silence can come to be. */
async function undated(run: Run, source: string, after: Id, limit: number): Promise<Person[]> {
  const people = await findWithoutActivityUnread(
    run.register,
    run.org.id,
    run.cutoff,
    { source, since: run.asOf, readTo: '' },
    after,
    limit,
  )
  return people.filter((p): p is Person => p.nodeId !== null)
}

function dated(run: Run, source: string, people: readonly AccountWithoutActivity[]) {
  return watermarksStatement(
    run.register,
    run.org.id,
    source,
    people.map((p) => ({ scope: p.id, since: BEGINNING, readTo: run.asOf, mark: null })),
  )
}

function notDated(run: Run, people: readonly AccountWithoutActivity[], trouble: Error) {
  return readingsStatement(
    run.register,
    run.audit.id,
    people.map(({ id }) => notRead('newest_act', trouble, { kind: 'account', id })),
  )
}
