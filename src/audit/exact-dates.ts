/** The stages that date the newest act of those who stay silent, however old. What they miss changes no verdict. */

import { COMMITS_PER_QUERY, newestCommits, newestWords, PEOPLE_PER_SEARCH } from '../github/newest-act.ts'
import { newestMove } from '../github/repository-activity.ts'
import type { Id } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordReadings } from '../register/audits.ts'
import { openRepositories, type Repository } from '../register/people.ts'
import { type SilentAccount, silentAccounts } from '../register/silence.ts'
import { notRead, type Run, type Stage } from './stage.ts'

type Person = SilentAccount & { readonly nodeId: string }

/** A pair of person and repository: `repository` counts through the organisation's repositories by id. */
interface Pair {
  readonly person: Id
  readonly repository: Id
}

/** Issues, pull requests, reviews and comments, by search: a few people a query. */
export const datedWords: Stage = {
  says: 'dating the newest words of the silent',
  async *read(run, cursor) {
    for (let after = (cursor as Id | null) ?? 0; ; ) {
      const people = await silentAccounts(run.register, run.org.id, run.cutoff, after, PEOPLE_PER_SEARCH)
      const last = people.at(-1)
      if (last === undefined) return
      const acts = await newestWords(run.github, run.org.login, people.filter(hasNode))
      after = last.id
      yield { statements: [recordActivity(run.register, run.org.id, acts, run.asOf)], next: after }
    }
  },
  async past(run, cursor, trouble) {
    const people = await silentAccounts(
      run.register,
      run.org.id,
      run.cutoff,
      (cursor as Id | null) ?? 0,
      PEOPLE_PER_SEARCH,
    )
    return { statements: [undated(run, people, trouble)], next: people.at(-1)?.id ?? null }
  },
}

/** Commits on default branches: many pairs of person and repository a query. */
export const datedCommits: Stage = perPair(
  'dating the newest commits of the silent',
  COMMITS_PER_QUERY,
  async (run, pairs) => newestCommits(run.github, pairs),
)

/** Pushes and merges: one pair a request, so only where something was ever pushed. */
export const datedMoves: Stage = perPair('dating the newest pushes of the silent', 1, async (run, [pair]) =>
  pair === undefined || pair.repository.pushedAt === null
    ? []
    : newestMove(
        run.github,
        { org: run.org.login, repository: pair.repository, webUrl: run.webUrl },
        pair.person.login,
      ),
)

function perPair(
  says: string,
  size: number,
  ask: (
    run: Run,
    pairs: readonly { person: Person; repository: Repository }[],
  ) => Promise<Parameters<typeof recordActivity>[2]>,
): Stage {
  return {
    says,
    async *read(run, cursor) {
      for (let at = cursor as Pair | null; ; ) {
        const pairs = await pairsAfter(run, at, size)
        const last = pairs.at(-1)
        if (last === undefined) return
        const acts = await ask(run, pairs)
        at = { person: last.person.id, repository: last.repository.id }
        yield { statements: [recordActivity(run.register, run.org.id, acts, run.asOf)], next: at }
      }
    },
    async past(run, cursor, trouble) {
      const pairs = await pairsAfter(run, cursor as Pair | null, size)
      const last = pairs.at(-1)
      return {
        statements: [
          undated(
            run,
            pairs.map((pair) => pair.person),
            trouble,
          ),
        ],
        next:
          last === undefined
            ? null
            : ({ person: last.person.id, repository: last.repository.id } satisfies Pair),
      }
    },
  }
}

async function pairsAfter(run: Run, at: Pair | null, size: number) {
  const repositories = await openRepositories(run.register, run.org.id)
  const pairs: { person: Person; repository: Repository }[] = []
  const here = at === null ? [] : await silentAccounts(run.register, run.org.id, run.cutoff, at.person - 1, 1)
  const following = await silentAccounts(run.register, run.org.id, run.cutoff, at?.person ?? 0, size)
  for (const person of [...here.filter((p) => p.id === at?.person), ...following].filter(hasNode)) {
    for (const repository of repositories) {
      if (person.id === at?.person && repository.id <= at.repository) continue
      pairs.push({ person, repository })
      if (pairs.length === size) return pairs
    }
  }
  return pairs
}

function hasNode(person: SilentAccount): person is Person {
  return person.nodeId !== null
}

function undated(run: Run, people: readonly SilentAccount[], trouble: Error) {
  const ids = [...new Set(people.map((p) => p.id))]
  return recordReadings(
    run.register,
    run.audit.id,
    ids.map((id) => notRead('newest_act', trouble, { kind: 'account', id })),
  )
}
