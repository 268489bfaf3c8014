/** Makes CSV and JSON files of lists: the columns of each, and cells that no spreadsheet takes for formulas. */

import Papa from 'papaparse'
import { Refusal } from '../policy/refusal.ts'
import { invisibleShown } from '../policy/words/invisible.ts'
import type { AccountItem } from '../register/access/lists/account-list.ts'
import type { CredentialItem } from '../register/access/lists/credential-list.ts'
import type { Page } from '../register/cursor.ts'
import { readCursor } from '../register/cursor.ts'
import type { HistoryEntry } from '../register/history/history-list.ts'
import type { ProposalView } from '../register/reviews/proposal-list.ts'
import type { Visit } from './access/visit.ts'
import { actorOrErased, subjectName } from './parts/print.tsx'

export type Format = 'csv' | 'json'

/** The characters with which a formula can begin in a spreadsheet. Papa's own pattern misses cells of several lines. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** A formula after a separator inside a cell: a spreadsheet that separates by semicolon or tab ignores our quotes and begins a new cell there. */
const FORMULA_WITHIN = /(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/** The format in `?format=`; null means the page itself. */
export function formatOf(c: Visit): Format | null {
  const format = c.req.query('format')
  if (format === undefined || format === 'html') return null
  if (format === 'csv' || format === 'json') return format
  throw new Refusal('invalid', 'The format must be csv or json.')
}

/** All items of a list, read page by page; `keys` is the number of sort keys in its cursor. */
export async function allItems<Item>(
  page: (after: readonly (string | number)[] | null, limit: number) => Promise<Page<Item>>,
  keys: number,
): Promise<Item[]> {
  const items: Item[] = []
  for (let after: (string | number)[] | null = null; ; ) {
    const { items: more, nextCursor } = await page(after, 500)
    items.push(...more)
    if (nextCursor === null) return items
    after = readCursor(nextCursor, keys)
  }
}

/** The list as a download: JSON as in the API, CSV with one line per item as `toRow` makes it; in both, invisible characters are shown. */
export function exportFile<Item>(
  c: Visit,
  format: Format,
  name: string,
  items: readonly Item[],
  toRow: (item: Item) => object,
): Response {
  c.header('content-disposition', `attachment; filename="${name}.${format}"`)
  if (format === 'json')
    return c.body(invisibleShown(JSON.stringify({ items })), 200, { 'content-type': 'application/json' })
  const rows = items.map((item) =>
    Object.fromEntries(Object.entries(toRow(item)).map(([key, value]) => [key, toCell(value)])),
  )
  return c.body(invisibleShown(Papa.unparse(rows, { escapeFormulae: FORMULA, quotes: true })), 200, {
    'content-type': 'text/csv; charset=utf-8',
  })
}

function toCell(value: unknown): unknown {
  const text =
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value.join('; ')
      : typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : value
  return typeof text === 'string' ? text.replace(FORMULA_WITHIN, "'") : text
}

/** The columns of an account in CSV. */
export function accountRow({ lastActivity, ...item }: AccountItem) {
  return {
    ...item,
    lastAt: lastActivity?.at ?? null,
    lastKind: lastActivity?.kind ?? null,
    lastRepository: lastActivity?.repository ?? null,
    lastUrl: lastActivity?.url ?? null,
    lastSource: lastActivity?.source ?? null,
    lastPrecision: lastActivity?.precision ?? null,
  }
}

/** The columns of a credential in CSV. */
export function credentialRow({ findings, ...item }: CredentialItem) {
  return { ...item, findings: findings.map(({ sentence }) => sentence) }
}

/** The columns of a proposal in CSV. */
export function proposalRow(proposal: ProposalView) {
  const { id, verdict, reason, findings, risk, plan, status, stale, openedAt, decisions, revocation } =
    proposal
  return {
    id,
    subject: subjectName(proposal.subject),
    verdict,
    reason,
    findings: findings.map(({ sentence }) => sentence),
    risk: risk.score,
    opens: [...risk.opens],
    plan: plan.map(({ action, target }) => `${action} ${target}`),
    status,
    stale,
    openedAt,
    decisions: decisions.map(({ decision, at, reason: why }) => `${decision} ${at} ${why}`.trim()),
    revocation: revocation?.status ?? null,
    verified: revocation?.verified ?? null,
  }
}

/** The columns of a history entry in CSV. */
export function historyRow({ actor, subject, ...entry }: HistoryEntry) {
  const { seq, at, act, sentence, erased, facts, ref, digest, previous, hash, form } = entry
  return {
    ...{ seq, at, act },
    actor: actorOrErased(actor),
    subject: subject === null ? null : subjectName(subject),
    ...{ sentence, erased, facts, ref, digest, previous, hash, form },
  }
}
