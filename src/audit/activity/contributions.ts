/** The stages that ask for the contributions of those whom nothing has cleared yet. Silence here is one source's silence only. */

import { readContributions } from '../../github/activity/contributions.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant, Reading } from '../../policy/words.ts'
import { accountsStatement } from '../../register/access/accounts.ts'
import { BEGINNING, findWatermarks, watermarksStatement } from '../../register/activity/watermarks.ts'
import {
  type AccountWithoutActivity,
  findWithoutActivityUnread,
} from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { notRead, type Page, type Run, readWhole, type Stage } from '../engine/stage.ts'
import { exactCommits } from './commit-days.ts'
import { areThreadsRead } from './timelines.ts'

interface People {
  readonly after: Id
  /** People of the next query: grows while GitHub answers easily, halves when it does not. */
  readonly size: number
}

const FIRST_PEOPLE: People = { after: 0, size: 20 }
const MOST_PEOPLE = 60

/**
 * For everybody who is or turns silent the whole window, and the newest before it; again where anything was pushed since:
 * a merge brings commits in that were written earlier, and co-authors show nowhere else.
 */
export const contributed: Stage = asking(
  'asking for contributions of those not yet explained',
  async () => true,
  async (run) => latest(run.cutoff, await newestPush(run)) ?? run.cutoff,
)

/** Again for those already asked, where the timelines of what moved since could not be read to their end. */
export const contributedAgain: Stage = asking(
  'asking again for contributions, where timelines were not shown',
  async (run) => !(await areThreadsRead(run)),
  async (run) => run.asOf,
)

/** Asks all silent accounts whose contributions were not read from the window's beginning up to `upTo`. */
function asking(
  label: string,
  isNeeded: (run: Run) => Promise<boolean>,
  upTo: (run: Run) => Promise<Instant>,
): Stage {
  const withoutActivity = async (run: Run, at: People) =>
    findWithoutActivityUnread(
      run.register,
      run.org.id,
      run.cutoff,
      { source: 'contributions', since: run.cutoff, readTo: await upTo(run) },
      at.after,
      at.size,
    )
  return {
    label,
    budget: 'activity',
    canSplit: true,
    async *read(run, cursor) {
      if (cursor === null && !(await isNeeded(run))) return
      for (let at = (cursor as People | null) ?? FIRST_PEOPLE; ; ) {
        const people = await withoutActivity(run, at)
        const last = people.at(-1)
        if (last === undefined) break
        const statements = await contributionsOf(run, people)
        at = { after: last.id, size: Math.min(MOST_PEOPLE, at.size * 2) }
        yield { statements, next: at }
      }
      yield {
        statements: [readingsStatement(run.register, run.audit.id, [readWhole('contributions')])],
        next: null,
      }
    },
    async skip(run, cursor, trouble) {
      const at = (cursor as People | null) ?? FIRST_PEOPLE
      if (at.size > 1)
        return { statements: [], next: { after: at.after, size: Math.floor(at.size / 2) } satisfies People }
      const [person] = await withoutActivity(run, at)
      if (person === undefined) return { statements: [], next: null }
      return {
        statements: [readingsStatement(run.register, run.audit.id, [unreadOf(person.id, trouble)])],
        next: { after: person.id, size: 1 } satisfies People,
      }
    },
  }
}

/** When anything was pushed last, as far as this audit counts. */
async function newestPush(run: Run): Promise<Instant | null> {
  const pushed = (await checkedRepositories(run)).flatMap(({ pushedAt }) =>
    pushedAt === null || isBefore(run.asOf, pushedAt) ? [] : [pushedAt],
  )
  return latest(...pushed)
}

/** Contributions, and of those who are told by the day alone the exact commit. */
async function contributionsOf(
  run: Run,
  people: readonly AccountWithoutActivity[],
): Promise<Page['statements']> {
  const asked = people.flatMap(({ id, nodeId }) => (nodeId === null ? [] : [{ id, nodeId }]))
  const nameless = people
    .filter((p) => p.nodeId === null)
    .map((p) => unreadOf(p.id, new Error('GitHub gave no node id for this account')))
  const told = await readContributions(run.github, run.org.nodeId, asked, { from: run.cutoff, to: run.asOf })
  const before = await findWatermarks(run.register, run.org.id, 'contributions')
  // Of whoever was asked before, what lies before the window is known.
  const earlier = told.earlier.commitDays.filter((day) => !before.has(day.account))
  const acts = [...told.acts, ...told.earlier.acts]
  const exact = await exactCommits(run, people, { inside: told.commitDays, earlier }, acts)
  const unread = new Set(told.unread.map((u) => u.id))
  return [
    ...actStatements(run, [...acts, ...exact]),
    accountsStatement(
      run.register,
      people.flatMap(({ id, login, nodeId }) => {
        const createdAt = told.createdAt.get(id)
        return createdAt === undefined
          ? []
          : [{ id, login, type: 'User' as const, nodeId, name: null, createdAt }]
      }),
    ),
    readingsStatement(run.register, run.audit.id, [
      ...nameless,
      ...told.unread.map(({ id, reason }) => unreadOf(id, new Error(reason))),
    ]),
    // Of these the newest commit is known, or that something newer is: nobody needs to walk through branches for them.
    watermarksStatement(
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
    watermarksStatement(
      run.register,
      run.org.id,
      'contributions',
      asked
        .filter((p) => !unread.has(p.id))
        .map((p) => ({ scope: p.id, since: run.cutoff, readTo: run.asOf, mark: null })),
    ),
  ]
}

function unreadOf(account: Id, why: Error): Reading {
  return notRead('contributions', why, { kind: 'account', id: account })
}
