/** The credentials of the report, one line each: what can write first, then what deserves attention. */
import type { CredentialRow } from '../../../local/api.ts'
import { type Cell, type Paper, paint, rowsOn } from './columns.ts'
import { placeOf, verdictCell } from './totals.ts'

export function credentialsOn(paper: Paper, credentials: readonly CredentialRow[]): readonly string[] {
  if (credentials.length === 0) return []
  const sorted = credentials.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) || placeOf(a.verdict) - placeOf(b.verdict) || a.name.localeCompare(b.name),
  )
  return [
    paint(paper, `Credentials (${credentials.length})`, 'bold'),
    ...rowsOn(paper, [26, 18, 8, 10, 60], sorted.map(cellsOf)),
  ]
}

/** In the order of what they open; a credential that has none of these findings can only read. */
const WIDEST_FIRST = ['wide_scope', 'write_access']

function rankOf({ findings }: CredentialRow): number {
  const codes = findings.map(({ code }) => code)
  const at = WIDEST_FIRST.findIndex((code) => codes.includes(code))
  return at === -1 ? WIDEST_FIRST.length : at
}

const UNUSED = { used: '', never: 'never used', unobservable: 'not shown' } as const

function cellsOf(credential: CredentialRow): readonly Cell[] {
  const { name, kind, verdict, lastUsedAt, use, owner, repository, scopes } = credential
  const where = repository === null ? [] : [repository.replace(/^.*\//, '')]
  const opens = [...where, ...scopes.filter((scope) => !scope.startsWith('repository '))]
  return [
    { text: name },
    { text: kind.replaceAll('_', ' ') },
    verdictCell(verdict),
    { text: lastUsedAt?.slice(0, 10) ?? UNUSED[use] },
    { text: [...(owner === null ? [] : [`${owner}:`]), opens.join(', ')].join(' ') },
  ]
}
