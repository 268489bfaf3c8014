/** What a list of history entries is narrowed to, as a condition in SQL. */

import { type SQL, sql } from 'drizzle-orm'
import { actorName } from '../../policy/words/names.ts'
import type { Actor, Id } from '../../policy/words.ts'
import { isNamed } from '../access/lists/account-filter.ts'
import { CARRIED_OVER } from './chain.ts'

/** The views of the history. What is in none of the others is a decision or a removal, so that no act is in none. */
export const HISTORY_VIEWS = ['decisions', 'rules', 'audits', 'looked', 'all'] as const
export type HistoryView = (typeof HISTORY_VIEWS)[number]

/** Narrows the list. Days are `2026-11-22`, both included, in UTC. */
export interface HistoryFilter {
  readonly view: HistoryView
  /** A part of the login or name of who acted, or of what it is about, whatever its case. */
  readonly q?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Acts whose text is hidden from whoever asks: no entry of theirs is found by it. */
  readonly hidden?: readonly string[] | undefined
}

const ACTS: Readonly<Record<Exclude<HistoryView, 'decisions' | 'all'>, readonly string[]>> = {
  rules: [
    ...['rules_changed', 'rule_change_pending', 'rule_change_cancelled', 'token_made', 'token_ended'],
    ...['paused', 'resumed'],
  ],
  audits: [
    ...['audit_finished', 'audit_failed', 'audit_log_handed_in', 'stale_access_frozen'],
    ...['history_begun', CARRIED_OVER],
  ],
  looked: ['looked', 'exported'],
}

/** The view in which an entry of this act stands, beside `all`. */
export function viewOfAct(act: string): Exclude<HistoryView, 'all'> {
  if (ACTS.rules.includes(act)) return 'rules'
  if (ACTS.audits.includes(act)) return 'audits'
  return ACTS.looked.includes(act) ? 'looked' : 'decisions'
}

/** The condition on a row of `history` with its text, which is null where it was erased. */
export function historyMatches(orgId: Id, filter: HistoryFilter): SQL {
  const { view, q = '', from, to, hidden = [] } = filter
  const all = [sql`history.org_id = ${orgId}`]
  if (view === 'decisions') all.push(sql`history.act not in ${Object.values(ACTS).flat()}`)
  else if (view !== 'all') all.push(sql`history.act in ${ACTS[view]}`)
  // A moment's text begins with its day, with or without milliseconds after it.
  if (from !== undefined) all.push(sql`substr(history.at, 1, 10) >= ${from}`)
  if (to !== undefined) all.push(sql`substr(history.at, 1, 10) <= ${to}`)
  if (q !== '') {
    if (hidden.length > 0) all.push(sql`history.act not in ${hidden}`)
    all.push(isAboutOrBy(q))
  }
  return sql.join(all, sql` and `)
}

function isAboutOrBy(q: string): SQL {
  const field = (path: string) => sql`(history_texts.text ->> ${sql.raw(`'$.${path}'`)})`
  const holds = (path: string) => sql`instr(lower(coalesce(${field(path)}, '')), lower(${q}))`
  const named = sql`(select accounts.id from accounts where ${isNamed(q)})`
  const kinds = UNNAMED.filter((actor) => actorName(actor).toLowerCase().includes(q.toLowerCase()))
  return sql`(${sql.join(
    [
      ...['actor.login', 'subject.login', 'subject.name'].map(holds),
      sql`(${field('actor.kind')} = 'person' and ${field('actor.id')} in ${named})`,
      sql`(${field('subject.kind')} = 'account' and ${field('subject.id')} in ${named})`,
      ...(kinds.length === 0 ? [] : [sql`${field('actor.kind')} in ${kinds.map(({ kind }) => kind)}`]),
    ],
    sql` or `,
  )})`
}

const UNNAMED: readonly Actor[] = [{ kind: 'operator' }, { kind: 'calendar' }, { kind: 'github' }]
