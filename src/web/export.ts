/** Makes CSV and JSON files of lists: the columns of each, and cells that no spreadsheet takes for formulas. */

import Papa from 'papaparse'
import { Refusal } from '../policy/refusal.ts'
import { invisibleShown } from '../policy/words/invisible.ts'
import type { Finding } from '../policy/words.ts'
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

/** The columns of a list in CSV: their names in order, which stand there for an empty list too, and the cells of an item. */
export interface Columns<Item> {
  readonly names: readonly string[]
  readonly rowOf: (item: Item) => object
}

/** Makes the columns from a function that makes a row. Fields of the row that are not named are left out. */
export function columnsOf<Item, Name extends string>(
  rowOf: (item: Item) => Readonly<Record<Name, unknown>>,
  names: readonly Name[],
): Columns<Item> {
  return { names, rowOf }
}

/** The list as a download: JSON as in the API, CSV with one line per item; in both, invisible characters are shown. */
export function exportFile<Item>(
  c: Visit,
  format: Format,
  name: string,
  items: readonly Item[],
  columns: Columns<Item>,
): Response {
  c.header('content-disposition', `attachment; filename="${name}.${format}"`)
  if (format === 'json')
    return c.body(invisibleShown(JSON.stringify({ items })), 200, { 'content-type': 'application/json' })
  const data = items.map((item) => {
    const row = new Map<string, unknown>(Object.entries(columns.rowOf(item)))
    return columns.names.map((name) => toCell(row.get(name)))
  })
  const table = { fields: [...columns.names], data }
  return c.body(invisibleShown(Papa.unparse(table, { escapeFormulae: FORMULA, quotes: true })), 200, {
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

export const ACCOUNT_COLUMNS = columnsOf(
  ({ lastActivity, ...item }: AccountItem) => ({
    ...item,
    lastAt: lastActivity?.at ?? null,
    lastKind: lastActivity?.kind ?? null,
    lastRepository: lastActivity?.repository ?? null,
    lastUrl: lastActivity?.url ?? null,
    lastSource: lastActivity?.source ?? null,
    lastPrecision: lastActivity?.precision ?? null,
  }),
  [
    ...([
      'id',
      'login',
      'name',
      'type',
      'role',
      'grants',
      'verdict',
      'twoFactor',
      'access',
      'teams',
    ] as const),
    ...(['repositories', 'reason', 'findings'] as const),
    ...(['lastAt', 'lastKind', 'lastRepository', 'lastUrl', 'lastSource', 'lastPrecision'] as const),
  ],
)

export const CREDENTIAL_COLUMNS = columnsOf(
  ({ findings, ...item }: CredentialItem) => ({ ...item, findings: sentencesOf(findings) }),
  [
    ...(['kind', 'id', 'name', 'owner', 'repository', 'scopes', 'createdAt', 'lastUsedAt', 'use'] as const),
    ...(['expiresAt', 'verdict', 'reason', 'findings'] as const),
  ],
)

export const PROPOSAL_COLUMNS = columnsOf(
  ({ subject, findings, risk, plan, decisions, revocation, ...proposal }: ProposalView) => ({
    ...proposal,
    subject: subjectName(subject),
    findings: sentencesOf(findings),
    risk: risk.score,
    opens: [...risk.opens],
    plan: plan.map(({ action, target }) => `${action} ${target}`),
    decisions: decisions.map(({ decision, at, reason }) => `${decision} ${at} ${reason}`.trim()),
    revocation: revocation?.status ?? null,
    verified: revocation?.verified ?? null,
  }),
  [
    ...(['id', 'subject', 'verdict', 'reason', 'findings', 'risk', 'opens', 'plan', 'status'] as const),
    ...(['stale', 'openedAt', 'decisions', 'revocation', 'verified'] as const),
  ],
)

/** The columns of history entries. */
export const HISTORY_COLUMNS = columnsOf(
  ({ actor, subject, ...entry }: HistoryEntry) => ({
    ...entry,
    actor: actorOrErased(actor),
    subject: subject === null ? null : subjectName(subject),
  }),
  [
    ...(['seq', 'at', 'act', 'actor', 'subject', 'sentence', 'erased', 'facts'] as const),
    ...(['ref', 'digest', 'previous', 'hash', 'form'] as const),
  ],
)

function sentencesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ sentence }) => sentence)
}
