/** Shows what an audit read, and by name what it could not read. */

import { UNCOMMON_SOURCES } from '../../policy/activity/uncommon.ts'
import { type Missing, missingInWords } from '../../policy/proposals/missing-in-words.ts'
import { decides } from '../../policy/verdict/coverage.ts'
import { NEVER_READ_SOURCES, type Source } from '../../policy/words.ts'
import type { Coverage } from '../../register/audits/audit-views.ts'
import { inWords } from './print.tsx'
import { Table } from './table.tsx'

/** Says that every source was read, or lists those that were not. */
export function CoverageNotice({ coverage }: { coverage: readonly Coverage[] }) {
  const incomplete = coverage.filter(({ complete }) => !complete)
  const neverRead = incomplete.filter(isNeverRead)
  const unread = incomplete.filter((source) => !isNeverRead(source))
  if (coverage.length === 0) return null
  const never =
    neverRead.length === 0 ? null : (
      <p class="muted">
        Not read by this version: {neverRead.map(({ source }) => inWords(source)).join(', ')}.
      </p>
    )
  if (unread.length === 0)
    return (
      <>
        <p>Every source was read in full.</p>
        {never}
      </>
    )
  return (
    <div class="notice">
      <Unread
        heading="Not read in full; an account that these could have shown to be active is unknown, not inactive:"
        sources={unread.filter(isDeciding)}
      />
      <Unread
        heading="Not read in full; who can write where these are unread is not proposed before:"
        sources={unread.filter(isUncommon)}
      />
      <Unread
        heading="Not read in full; nobody's verdict waits for these, but what they would show is missing:"
        sources={unread.filter((source) => !isDeciding(source) && !isUncommon(source))}
      />
      {never}
    </div>
  )
}

/** Who is not proposed yet although inactive; nothing where nobody is. */
export function MissingNotice({ missing }: { missing: Missing }) {
  const sentence = missingInWords(missing, true)
  return sentence === null ? null : <p class="notice">{sentence}</p>
}

function Unread({ heading, sources }: { heading: string; sources: readonly Coverage[] }) {
  if (sources.length === 0) return null
  return (
    <>
      <p>{heading}</p>
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

function isNeverRead({ source }: Coverage): boolean {
  return NEVER_READ_SOURCES.some((never) => never === source)
}

/** Whether a verdict may wait for this source. The cast: the register's readings are written with a `Source`. */
function isDeciding({ source }: Coverage): boolean {
  return decides(source as Source)
}

/** Whether a proposal may wait for this source, though no verdict does. */
function isUncommon({ source }: Coverage): boolean {
  return UNCOMMON_SOURCES.some((uncommon) => uncommon === source)
}

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
