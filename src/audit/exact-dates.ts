/** The stages that date the newest act of those who stay silent, however old. What they miss changes no verdict. */

import { newestCommits, newestWords, PEOPLE_PER_SEARCH } from '../github/newest-act.ts'
import { newestMove } from '../github/repository-activity.ts'
import { writableBy } from '../policy/access.ts'
import { liveliestFirst } from '../policy/liveliest.ts'
import type { Activity, Id } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import type { Repository } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { type SilentAccount, silentUnread } from '../register/silence.ts'
import { BEGINNING, recordWatermarks } from '../register/watermarks.ts'
import { leftOver } from './allowance.ts'
import { probedRepositories } from './per-repository.ts'
import { accessOf } from './rare-plan.ts'
import { notRead, type Run, type Stage } from './stage.ts'

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

/** Branches of one query. */
const WALKS = 25

/** Commits on default branches, of those whose contributions did not tell: walks through branches, many a query. */
export const datedCommits: Stage = everywhere({
  source: 'newest_commits',
  says: 'dating the newest commits of the silent',
  atOnce: WALKS,
  newest: (run, person, repositories) =>
    newestCommits(
      run.github,
      repositories.map((repository) => ({ person, repository })),
    ),
})

/** Pushes and merges: one person and repository a request, those first where they can write now. */
export const datedMoves: Stage = everywhere({
  source: 'newest_moves',
  says: 'dating the newest pushes of the silent',
  atOnce: 1,
  order: async (run, person, repositories) => {
    const writable = new Set(writableBy(await accessOf(run))(person.id))
    return repositories.toSorted((a, b) => Number(writable.has(b.id)) - Number(writable.has(a.id)))
  },
  newest: async (run, person, [repository]) =>
    repository === undefined
      ? []
      : newestMove(run.github, { org: run.org.login, repository, webUrl: run.webUrl }, person.login),
})

interface Search {
  readonly source: string
  readonly says: string
  /** Repositories of one question. */
  readonly atOnce: number
  /** The order in which the repositories are looked into. Absent: the liveliest first. */
  order?(run: Run, person: Person, repositories: readonly Repository[]): Promise<readonly Repository[]>
  newest(run: Run, person: Person, repositories: readonly Repository[]): Promise<readonly Activity[]>
}

interface Pair {
  readonly person: Id
  /** How many of the person's repositories are done. */
  readonly done: number
}

const FIRST_PAIR: Pair = { person: 0, done: 0 }

/** One person after another, each through every repository, the liveliest first, as far as the day's allowance goes. */
function everywhere({ source, says, atOnce, order, newest }: Search): Stage {
  const from = async (run: Run, { person }: Pair) =>
    (await undated(run, source, person === 0 ? 0 : person - 1, 1))[0]
  return {
    says,
    spends: 'dates',
    async *read(run, cursor) {
      const all = await everPushed(run)
      // No account has the number 0.
      let ordered = { person: 0, repositories: all }
      // A cursor is read by the stage that wrote it.
      for (let at = (cursor as Pair | null) ?? FIRST_PAIR; ; ) {
        const person = await from(run, at)
        if (person === undefined || leftOver(run) <= 0) return
        const done = person.id === at.person ? at.done : 0
        if (ordered.person !== person.id)
          ordered = { person: person.id, repositories: (await order?.(run, person, all)) ?? all }
        const { repositories } = ordered
        const acts = await newest(run, person, repositories.slice(done, done + atOnce))
        const last = done + atOnce >= repositories.length
        at = last ? { person: person.id + 1, done: 0 } : { person: person.id, done: done + atOnce }
        yield {
          statements: [
            recordActivity(run.register, run.org.id, acts, run),
            ...(last ? [dated(run, source, [person])] : []),
          ],
          next: at,
        }
      }
    },
    async past(run, cursor, trouble) {
      const person = await from(run, (cursor as Pair | null) ?? FIRST_PAIR)
      if (person === undefined) return { statements: [], next: null }
      const next: Pair = { person: person.id + 1, done: 0 }
      return { statements: [notDated(run, [person], trouble)], next }
    },
  }
}

async function everPushed(run: Run): Promise<readonly Repository[]> {
  return liveliestFirst((await probedRepositories(run)).filter((r) => r.pushedAt !== null))
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
