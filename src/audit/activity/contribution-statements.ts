/** Reads the contributions of a batch of people and says what to keep of them. */

import { type Contributions, readContributions } from '../../github/activity/contributions.ts'
import { type Decoder, fields, whole } from '../../github/http/decode.ts'
import { instant, isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant, Reading } from '../../policy/words.ts'
import { accountsStatement } from '../../register/access/accounts.ts'
import { BEGINNING, findWatermarks, watermarksStatement } from '../../register/activity/watermarks.ts'
import type { AccountWithoutActivity } from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { actStatements } from '../engine/record-seen.ts'
import { notRead, type Page, type Run } from '../engine/stage.ts'
import { exactCommits } from './commit-days.ts'

/** One of equal parts in which one person's window is read. */
export interface WindowPart {
  readonly person: Id
  readonly of: number
  readonly next: number
}

export const windowPart: Decoder<WindowPart> = fields({
  person: whole,
  of: whole,
  next: whole,
})

/** Reads the contributions of a batch of people, with the exact commits where GitHub gives only the day. */
export async function contributionStatements(
  run: Run,
  people: readonly AccountWithoutActivity[],
  part: WindowPart | undefined,
): Promise<Page['statements']> {
  const withNodeId = people.flatMap(({ id, nodeId }) => (nodeId === null ? [] : [{ id, nodeId }]))
  const withoutNodeId = people
    .filter((p) => p.nodeId === null)
    .map((p) => unreadReading(p.id, new Error('GitHub gave no node id for this account')))
  const window = part === undefined ? { from: run.cutoff, to: run.asOf } : partOf(run, part)
  const found = await readContributions(run.github, run.org.nodeId, withNodeId, window, part === undefined)
  const readBefore = await findWatermarks(run.register, run.org.id, 'contributions')
  // For accounts that were read before, what lies before the window is known already.
  const earlier = found.earlier.commitDays.filter((day) => !readBefore.has(day.account))
  const acts = [...found.acts, ...found.earlier.acts]
  const exact = await exactCommits(run, people, { inside: found.commitDays, earlier }, acts)
  const unread = new Set(found.unread.map((u) => u.id))
  return [
    ...actStatements(run, [...acts, ...exact]),
    accountsStatement(
      run.register,
      people.flatMap(({ id, login, nodeId }) => {
        const createdAt = found.createdAt.get(id)
        return createdAt === undefined
          ? []
          : [{ id, login, type: 'User' as const, nodeId, name: null, createdAt }]
      }),
    ),
    readingsStatement(run.register, run.audit.id, [
      ...withoutNodeId,
      ...found.unread.map(({ id, reason }) => unreadReading(id, new Error(reason))),
    ]),
    // For these the newest commit, or something newer, is known: `datedCommits` need not search branches for them.
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
      (window.to === run.asOf ? withNodeId : [])
        .filter((p) => !unread.has(p.id))
        .map((p) => ({ scope: p.id, since: readFrom(run, found, p.id), readTo: run.asOf, mark: null })),
    ),
  ]
}

/** One of equal parts of the window. */
function partOf({ cutoff, asOf }: Run, { of, next }: WindowPart) {
  const begin = Date.parse(cutoff)
  const length = (Date.parse(asOf) - begin) / of
  const at = (part: number) => (part === of ? asOf : instant(Math.floor(begin + part * length)))
  return { from: at(next), to: at(next + 1) }
}

/**
 * From when on an account's contributions are read: where the window has none, GitHub returns the newest before it, so
 * there are none between.
 */
function readFrom(run: Run, { acts, commitDays, earlier }: Contributions, account: Id): Instant {
  const isTheirs = (found: { readonly account: Id }) => found.account === account
  if (acts.some(isTheirs) || commitDays.some(isTheirs)) return run.cutoff
  const newest = latest(
    ...earlier.acts.filter(isTheirs).map(({ at }) => at),
    ...earlier.commitDays.filter(isTheirs).map(({ day }) => day),
  )
  return newest !== null && isBefore(newest, run.cutoff) ? newest : run.cutoff
}

/** That somebody's contributions were not read, with the reason. */
export function unreadReading(account: Id, reason: Error): Reading {
  return notRead('contributions', reason, { kind: 'account', id: account })
}
