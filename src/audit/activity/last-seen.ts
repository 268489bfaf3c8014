/** The stages that date the newest act of everybody without recent activity, however old it is; no verdict depends on them. */

import { PEOPLE_PER_SEARCH, readNewestComments, readNewestCommits } from '../../github/activity/last-seen.ts'
import { whole } from '../../github/http/decode.ts'
import { isRefusal } from '../../github/http/errors.ts'
import { type Activity, type Id, recentlyPushedFirst } from '../../policy/words.ts'
import { BEGINNING, watermarksStatement } from '../../register/activity/watermarks.ts'
import {
  type AccountWithoutActivity,
  findWithoutActivityUnread,
} from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { type BatchPosition, batchPosition, halved, withCursor } from '../engine/cursor.ts'
import { actStatements, skipSource } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { requestsLeft } from '../engine/request-budget.ts'
import { isRefusedWhole, notRead, type Run } from '../engine/stage.ts'

type Person = AccountWithoutActivity & { readonly nodeId: string }

/** Issues, pull requests, reviews and comments, by GitHub's search, a few people a query. It is also a second, independent source. */
export const datedComments = withCursor(whole, {
  label: 'dating the newest comments of people without recent activity',
  budget: 'dates',
  async *read(run, cursor) {
    for (let after = cursor ?? 0; ; ) {
      const people = await findUndated(run, 'newest_words', after, PEOPLE_PER_SEARCH)
      const last = people.at(-1)
      if (last === undefined || requestsLeft(run) <= 0) return
      const acts = await readNewestComments(run.github, run.org.login, people)
      after = last.id
      yield {
        statements: [...actStatements(run, acts), datedStatement(run, 'newest_words', people)],
        next: after,
      }
    }
  },
  async skip(run, cursor, trouble) {
    if (isRefusedWhole(trouble)) return skipSource(run, 'newest_act', trouble)
    const people = await findUndated(run, 'newest_words', cursor ?? 0, PEOPLE_PER_SEARCH)
    return { statements: [unreadStatement(run, people, trouble)], next: people.at(-1)?.id ?? null }
  },
})

/** Branches of one query, and of one person: two queries finish a person, so every day makes progress. */
const BRANCHES_PER_QUERY = 50
const BRANCHES_PER_PERSON = 100

/** `after` a person; `size` counts branches. */
const FIRST: BatchPosition = { after: 0, size: BRANCHES_PER_QUERY }

/**
 * Commits on the most recently pushed default branches, for people without any known contribution: many branches a query,
 * fewer when GitHub finds that too much.
 */
export const datedCommits = withCursor(batchPosition, {
  label: 'dating the newest commits of people without recent activity',
  budget: 'dates',
  canSplit: true,
  async *read(run, cursor) {
    const pushed = recentlyPushedFirst((await checkedRepositories(run)).filter((r) => r.pushedAt !== null))
    const branches = pushed.slice(0, BRANCHES_PER_PERSON)
    for (let at = cursor ?? FIRST; ; ) {
      const [person] = await findUndated(run, 'newest_commits', at.after, 1)
      if (person === undefined || requestsLeft(run) <= 0) return
      const acts: Activity[] = []
      for (let from = 0; from < branches.length; from += at.size) {
        const pairs = branches.slice(from, from + at.size).map((repository) => ({ person, repository }))
        acts.push(...(await readNewestCommits(run.github, pairs)))
      }
      at = { ...at, after: person.id }
      yield {
        statements: [...actStatements(run, acts), datedStatement(run, 'newest_commits', [person])],
        next: at,
      }
    }
  },
  async skip(run, cursor, trouble) {
    if (isRefusedWhole(trouble)) return skipSource(run, 'newest_act', trouble)
    const at = cursor ?? FIRST
    // A query that is too large fails or gets no answer; a refusal comes however small it is.
    const smaller = isRefusal(trouble) ? null : halved(at)
    if (smaller !== null) return smaller
    const people = await findUndated(run, 'newest_commits', at.after, 1)
    const next = people[0] === undefined ? null : { after: people[0].id, size: BRANCHES_PER_QUERY }
    return {
      statements: [unreadStatement(run, people, trouble), datedStatement(run, 'newest_commits', people)],
      next,
    }
  },
})

/** People without recent activity whom this source has never dated; what lies that far back does not change any more. */
async function findUndated(run: Run, source: string, after: Id, limit: number): Promise<Person[]> {
  const people = await findWithoutActivityUnread(
    run.register,
    run.org.id,
    run.cutoff,
    { source, since: run.asOf, readTo: BEGINNING },
    after,
    limit,
  )
  return people.filter((p): p is Person => p.nodeId !== null)
}

function datedStatement(
  run: Run,
  source: 'newest_words' | 'newest_commits',
  people: readonly AccountWithoutActivity[],
) {
  return watermarksStatement(
    run.register,
    run.org.id,
    source,
    people.map((p) => ({ scope: p.id, since: BEGINNING, readTo: run.asOf, mark: null })),
  )
}

function unreadStatement(run: Run, people: readonly AccountWithoutActivity[], trouble: Error) {
  return readingsStatement(
    run.register,
    run.audit.id,
    people.map(({ id }) => notRead('newest_act', trouble, { kind: 'account', id })),
  )
}
