/** Shows what an audit read, and by name what it could not read. */

import type { Coverage } from '../../register/audits/audit-views.ts'
import { inWords } from './print.tsx'
import { Table } from './table.tsx'

/** Every source with the number of its readings and what they left out. */
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
