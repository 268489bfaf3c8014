/** The stages that date the newest act of those who stay silent, however old. What they miss changes no verdict. */

import { newestCommits, newestWords, PEOPLE_PER_SEARCH } from '../github/newest-act.ts'
import { newestMove } from '../github/repository-activity.ts'
import type { GitHubTrouble } from '../github/trouble.ts'
import type { Id } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { openRepositories, type Repository } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { type SilentAccount, silentUnread } from '../register/silence.ts'
import { BEGINNING, recordWatermarks } from '../register/watermarks.ts'
import { leftOver } from './allowance.ts'
import { notRead, type Page, type Run, type Stage } from './stage.ts'

type Person = SilentAccount & { readonly nodeId: string }

/** Issues, pull requests, reviews and comments, by search: a second and independent source besides. A few people a query. */
export const datedWords: Stage = {
  says: 'dating the newest words of the silent',
  spends: 'dates',
  async *read(run, cursor) {
    for (let after = (cursor as Id | null) ?? 0; ; ) {
      const people = await undated(run, 'newest_words', after, PEOPLE_PER_SEARCH)
      const last = people.at(-1)
      if (last === undefined || leftOver(run) <= 0) return
      const acts = await newestWords(run.github, run.org.login, people)
      after = last.id
      yield {
        statements: [recordActivity(run.register, run.org.id, acts, run), dated(run, 'newest_words', people)],
        next: after,
      }
    }
  },
  async past(run, cursor, trouble) {
    const people = await undated(run, 'newest_words', (cursor as Id | null) ?? 0, PEOPLE_PER_SEARCH)
    return { statements: [notDated(run, people, trouble)], next: people.at(-1)?.id ?? null }
  },
}

interface Pair {
  readonly person: Id
  /** How many of the person's repositories are done. */
  readonly done: number
}

/** Commits on default branches, of those whose contributions did not tell: walks through branches, many a query. */
export const datedCommits: Stage = {
  says: 'dating the newest commits of the silent',
  spends: 'dates',
  async *read(run, cursor) {
    const repositories = await everPushed(run)
    for (let at = (cursor as Pair | null) ?? { person: 0, done: 0 }; ; ) {
      const [person] = await undated(run, 'newest_commits', at.person === 0 ? 0 : at.person - 1, 1)
      if (person === undefined || leftOver(run) <= 0) return
      const done = person.id === at.person ? at.done : 0
      const batch = repositories.slice(done, done + WALKS)
      const acts = await newestCommits(
        run.github,
        batch.map((repository) => ({ person, repository })),
      )
      const last = done + WALKS >= repositories.length
      at = last ? { person: person.id + 1, done: 0 } : { person: person.id, done: done + WALKS }
      yield {
        statements: [
          recordActivity(run.register, run.org.id, acts, run),
          ...(last ? [dated(run, 'newest_commits', [person])] : []),
        ],
        next: at,
      }
    }
  },
  past: (run, cursor, trouble) => nextPerson(run, 'newest_commits', cursor, trouble),
}

/** Branches of one query. */
const WALKS = 25

/** Pushes and merges: one person and repository a request, the liveliest repositories first, as far as the day's allowance goes. */
export const datedMoves: Stage = {
  says: 'dating the newest pushes of the silent',
  spends: 'dates',
  async *read(run, cursor) {
    const repositories = await everPushed(run)
    for (let at = (cursor as Pair | null) ?? { person: 0, done: 0 }; ; ) {
      const [person] = await undated(run, 'newest_moves', at.person === 0 ? 0 : at.person - 1, 1)
      if (person === undefined || leftOver(run) <= 0) return
      const done = person.id === at.person ? at.done : 0
      const repository = repositories[done]
      const acts =
        repository === undefined
          ? []
          : await newestMove(run.github, { org: run.org.login, repository, webUrl: run.webUrl }, person.login)
      const last = done + 1 >= repositories.length
      at = last ? { person: person.id + 1, done: 0 } : { person: person.id, done: done + 1 }
      yield {
        statements: [
          recordActivity(run.register, run.org.id, acts, run),
          ...(last ? [dated(run, 'newest_moves', [person])] : []),
        ],
        next: at,
      }
    }
  },
  past: (run, cursor, trouble) => nextPerson(run, 'newest_moves', cursor, trouble),
}

async function nextPerson(run: Run, source: string, cursor: unknown, trouble: GitHubTrouble): Promise<Page> {
  const at = (cursor as Pair | null) ?? { person: 0, done: 0 }
  const [person] = await undated(run, source, at.person === 0 ? 0 : at.person - 1, 1)
  return {
    statements: person === undefined ? [] : [notDated(run, [person], trouble)],
    next: person === undefined ? null : ({ person: person.id + 1, done: 0 } satisfies Pair),
  }
}

async function everPushed(run: Run): Promise<Repository[]> {
  const repositories = (await openRepositories(run.register, run.org.id)).filter((r) => r.pushedAt !== null)
  return repositories.sort((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''))
}

/** Silent accounts that were never dated by this source; nothing older than silence can come to be. */
async function undated(run: Run, source: string, after: Id, limit: number): Promise<Person[]> {
  const people = await silentUnread(
    run.register,
    run.org.id,
    run.cutoff,
    { source, since: run.asOf, readTo: '' },
    after,
    limit,
  )
  return people.filter((p): p is Person => p.nodeId !== null)
}

function dated(run: Run, source: string, people: readonly SilentAccount[]) {
  return recordWatermarks(
    run.register,
    run.org.id,
    source,
    people.map((p) => ({ scope: p.id, since: BEGINNING, readTo: run.asOf, mark: null })),
  )
}

function notDated(run: Run, people: readonly SilentAccount[], trouble: Error) {
  return recordReadings(
    run.register,
    run.audit.id,
    people.map(({ id }) => notRead('newest_act', trouble, { kind: 'account', id })),
  )
}
