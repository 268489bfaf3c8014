/** Reads an organisation's audit log: who acted, and since when somebody has what they have. It accuses nobody. */

import type { Instant } from '../words.ts'
import { type GivenPath, givenPaths } from './audit-log-dates.ts'
import {
  type LeftOutReason,
  type LogEntry,
  type LogOwner,
  type NamedInLog,
  toLogEntry,
} from './audit-log-entry.ts'

/** Everything of the file that is used. */
export interface AuditLog {
  /** How many entries could be used. */
  readonly entries: number
  /** The oldest and the newest of them; null where there is none. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** The newest act of each actor. */
  readonly acts: readonly { readonly who: NamedInLog; readonly at: Instant }[]
  readonly given: readonly GivenPath[]
  /** Entries left out, and entries whose act was left out and which may still date somebody. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>
}

/**
 * The log of `org` as of `now`. An entry that is not as documented costs itself and is counted. Only the actor of an entry
 * has acted, never its user. `by` hands it in, and is neither cleared nor dated by it: nobody spares themselves.
 */
export function readAuditLog(
  rows: readonly unknown[],
  org: LogOwner,
  now: Instant,
  by: NamedInLog | null,
): AuditLog {
  const leftOut: Partial<Record<LeftOutReason, number>> = {}
  const count = (reason: LeftOutReason) => {
    leftOut[reason] = (leftOut[reason] ?? 0) + 1
  }
  const entries: LogEntry[] = []
  for (const row of rows) {
    const entry = toLogEntry(row, org, now)
    if (typeof entry === 'string') count(entry)
    else entries.push(entry)
  }
  const keyOf = keysOf(entries)
  const newest = new Map<string, { readonly who: NamedInLog; readonly at: Instant }>()
  for (const entry of entries) {
    const { at } = entry
    const who = actorOfAct(entry, by, keyOf)
    if (typeof who === 'string') {
      count(who)
      continue
    }
    const known = newest.get(keyOf(who))
    if (known === undefined || known.at < at) newest.set(keyOf(who), { who, at })
  }
  const moments = entries.map(({ at }) => at).sort()
  return {
    entries: entries.length,
    from: moments[0] ?? null,
    to: moments.at(-1) ?? null,
    acts: [...newest.values()],
    given: givenPaths(entries, keyOf).filter(({ who }) => {
      const isOwn = by !== null && isSame(by, who, keyOf)
      if (isOwn) count('your_own_access')
      return !isOwn
    }),
    leftOut,
  }
}

/** Who acted by this entry, or why it is nobody's act. */
function actorOfAct(
  { action, actor, user, by }: LogEntry,
  handedInBy: NamedInLog | null,
  keyOf: (who: NamedInLog) => string,
): NamedInLog | LeftOutReason {
  if (actor === null) return 'no_actor'
  if (by === 'bot') return 'by_a_bot'
  if (by === 'program') return 'by_a_program'
  const isOwn = user !== null && keyOf(user) === keyOf(actor)
  if (isDoneByItself(action) || (isOwn && isAboutMembership(action))) return 'no_own_act'
  if (handedInBy !== null && isSame(handedInBy, actor, keyOf)) return 'your_own_acts'
  return actor
}

/** By id or by login: whoever hands it in is not cleared by an entry that has only one of the two right. */
function isSame(a: NamedInLog, b: NamedInLog, keyOf: (who: NamedInLog) => string): boolean {
  return keyOf(a) === keyOf(b) || (a.login !== null && a.login === b.login)
}

/** Workflows that follow a schedule or a push, what Git's own log tells of tokens and keys, signing in, and joining. */
function isDoneByItself(action: string): boolean {
  return (
    /^git\./.test(action) ||
    /^workflows\.(created|prepared|completed)_/.test(action) ||
    /invitation\.(accept|reject)/.test(action) ||
    action === 'org.sso_response'
  )
}

/** Joining, leaving and accepting are no act in the organisation. */
function isAboutMembership(action: string): boolean {
  return (
    /^(org|team|repo)\.(add|update|remove)_(member|outside_collaborator)$/.test(action) ||
    /invitation|invite|accept/.test(action)
  )
}

/** One key for one person, where some entries give the id and others only the login. */
function keysOf(entries: readonly LogEntry[]): (who: NamedInLog) => string {
  const ids = new Map<string, number>()
  for (const { actor, user } of entries) {
    for (const who of [actor, user]) {
      if (who !== null && who.id !== null && who.login !== null) ids.set(who.login, who.id)
    }
  }
  return ({ id, login }) => String(id ?? ids.get(login ?? '') ?? login)
}
