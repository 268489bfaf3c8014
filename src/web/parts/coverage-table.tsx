/** What an audit read, and by name what it could not read. It never hides a gap behind a number. */

import { decides } from '../../policy/verdict/coverage.ts'
import type { Source } from '../../policy/words.ts'
import type { Coverage } from '../../register/audits/audit-views.ts'
import { inWords } from './print.tsx'
import { Table } from './table.tsx'

/** One line: all was read, or what was not. */
export function CoverageNotice({ coverage }: { coverage: readonly Coverage[] }) {
  const unread = coverage.filter(({ complete }) => !complete)
  if (coverage.length === 0) return null
  if (unread.length === 0) return <p>Every source was read in full.</p>
  return (
    <div class="notice">
      <Unread
        said="Not read in full; an account that these could have shown to be active is unknown, not inactive:"
        sources={unread.filter(isDeciding)}
      />
      <Unread
        said="Not read in full; nobody's verdict waits for these, but what they would show is missing:"
        sources={unread.filter((one) => !isDeciding(one))}
      />
    </div>
  )
}

function Unread({ said, sources }: { said: string; sources: readonly Coverage[] }) {
  if (sources.length === 0) return null
  return (
    <>
      <p>{said}</p>
      <ul>
        {sources.map(({ source, reason }) => (
          <li>
            {inWords(source)}: {reason}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The cast: the register's readings are written by source alone. */
function isDeciding({ source }: Coverage): boolean {
  return decides(source as Source)
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
          'in full'
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
