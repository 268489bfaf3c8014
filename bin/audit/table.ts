/** Prints an audit for people: a table of accounts by verdict and what could not be read. */
import type { AccountRow, AuditView } from '../../local/api.ts'

/** What deserves attention first. */
const ORDER = ['inactive', 'unknown', 'new', 'active', 'exempt']

/** The whole answer as text for a terminal. */
export function tableOf(organization: string, audit: AuditView, accounts: readonly AccountRow[]): string {
  const parts = [
    ...ORDER.map((verdict) => section(verdict, accounts)),
    unreadOf(audit),
    `${organization}: ${accounts.length} accounts, audit ${audit.status}; ${requestsOf(audit)}.`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function section(verdict: string, accounts: readonly AccountRow[]): string {
  const rows = accounts.filter((account) => account.verdict === verdict).map(cellsOf)
  if (rows.length === 0) return ''
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`,
  )
  return [`${verdict} (${rows.length})`, ...lines.map((line) => line.trimEnd())].join('\n')
}

function cellsOf(account: AccountRow): readonly string[] {
  const act = account.lastActivity
  const last = act === null ? '–' : `${act.at.slice(0, 10)} ${act.kind.replaceAll('_', ' ')}`
  return [account.login, account.role ?? 'outside', last, account.verdict === 'active' ? '' : account.reason]
}

function unreadOf(audit: AuditView): string {
  const unread = audit.coverage.filter(({ complete }) => !complete)
  if (unread.length === 0) return ''
  return [
    'Not read:',
    ...unread.map(({ source, reason }) => `  ${source}: ${reason ?? 'no reason given'}`),
  ].join('\n')
}

function requestsOf({ requests }: AuditView): string {
  return `${requests.rest} REST and ${requests.graphql} GraphQL requests (${requests.graphqlPoints} points)`
}
