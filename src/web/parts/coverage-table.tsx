/** Shows what an audit read, and by name what it could not read. */

import { counted, numberInWords } from '../../policy/english.ts'
import { NEVER_READ_SOURCES } from '../../policy/words.ts'
import type { Coverage } from '../../register/audits/audit-views.ts'
import { inWords } from './print.tsx'
import { Table } from './table.tsx'

/** Every source with the number of its readings and what they left out; first where something is missing. */
export function CoverageTable({ coverage }: { coverage: readonly Coverage[] }) {
  return (
    <Table
      caption="Sources of this audit"
      columns={['Source', 'Readings', 'Result']}
      none="No source has been read yet."
      rows={coverage.toSorted(gapsFirst).map(({ source, scopes, complete, unread }) => [
        inWords(source),
        String(scopes),
        complete ? (
          'in full'
        ) : unread.length === 1 ? (
          inOneLine(unread)
        ) : (
          <ul>
            {unread.map(({ where, reason }) => (
              <li>{inOneLine([{ where, reason }])}</li>
            ))}
          </ul>
        ),
      ])}
    />
  )
}

/** How much was read, for a heading. */
export function coverageInWords(coverage: readonly Coverage[]): string {
  if (coverage.length === 0) return 'What was read'
  return `${sourcesInWords(coverage)} read in full${neverReadInWords(coverage)}`
}

/** `29 of 33 sources`: of all there are, also those that no audit reads, as the report of a review counts them. */
export function sourcesInWords(coverage: readonly Coverage[]): string {
  const whole = coverage.filter(({ complete }) => complete).length
  return `${whole} of ${counted(coverage.length, 'source')}`
}

/** `; four are never read by this version`, to follow it. */
export function neverReadInWords(coverage: readonly Coverage[]): string {
  const never = coverage.filter(isNeverRead).length
  return never === 0
    ? ''
    : `; ${numberInWords(never)} ${never === 1 ? 'is' : 'are'} never read by this version`
}

function inOneLine(unread: Coverage['unread']): string {
  return unread.map(({ where, reason }) => `${where}: ${reason}`).join('; ')
}

/** Sources that this version never reads stay apart: no audit could read more. */
export function isNeverRead({ source }: Coverage): boolean {
  return NEVER_READ_SOURCES.some((never) => never === source)
}

function gapsFirst(a: Coverage, b: Coverage): number {
  return rank(a) - rank(b)
}

function rank(of: Coverage): number {
  return of.complete ? 2 : Number(isNeverRead(of))
}
