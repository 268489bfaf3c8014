/** What an audit read, and by name what it could not read. It never hides a gap behind a number. */

import type { Coverage } from '../../register/listing/audits.ts'
import { inWords } from './print.tsx'
import { Table } from './table.tsx'

/** One line: all was read, or what was not. */
export function CoverageNotice({ coverage }: { coverage: readonly Coverage[] }) {
  const unread = coverage.filter(({ complete }) => !complete)
  if (coverage.length === 0) return null
  if (unread.length === 0) return <p>Every source was read to its end.</p>
  return (
    <div class="notice">
      <p>Not read to the end; whom that could have cleared is unknown, not inactive:</p>
      <ul>
        {unread.map(({ source, reason }) => (
          <li>
            {inWords(source)}: {reason}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Every source with its scopes. */
export function CoverageTable({ coverage }: { coverage: readonly Coverage[] }) {
  return (
    <Table
      caption="Sources of this audit"
      columns={['Source', 'Readings', 'Result']}
      none="No source has been read yet."
      rows={coverage.map(({ source, scopes, complete, unread }) => [
        inWords(source),
        String(scopes),
        complete ? (
          'to its end'
        ) : (
          <ul>
            {unread.map(({ where, reason }) => (
              <li>
                {where}: {reason}
              </li>
            ))}
          </ul>
        ),
      ])}
    />
  )
}
