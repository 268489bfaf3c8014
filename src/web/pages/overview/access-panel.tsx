/** Who holds what, and uses it: accounts by the most that they can do and their verdict, as bars and as a table. */

import { counted } from '../../../policy/english.ts'
import type { VerdictName } from '../../../policy/words.ts'
import type { GroupCounts } from '../../../register/access/overview-counts.ts'
import { Legend } from '../../parts/charts/legend.tsx'
import { SameAsTable } from '../../parts/charts/same-as-table.tsx'
import { ShareBar } from '../../parts/charts/share-bar.tsx'
import { repositoryUrl } from '../../parts/page-addresses.ts'
import { Name } from '../../parts/print.tsx'
import type { OverviewFacts } from './overview-facts.ts'
import { GROUP_NAMES } from './panel-words.ts'

/** From what is fine to what is not, so that red ends each bar. */
const ORDER = ['active', 'new', 'exempt', 'unknown', 'inactive'] as const satisfies readonly VerdictName[]

export function AccessPanel({ facts }: { facts: OverviewFacts }) {
  const { counts, here, credentials } = facts
  const shown = counts.filter(({ access, all }) => access !== 'none' || all > 0)
  const listOf = ({ access }: GroupCounts, verdict?: VerdictName) =>
    `${here}/accounts?access=${access}${verdict === undefined ? '' : `&verdict=${verdict}`}`
  return (
    <section class="panel pad c7" id="access">
      <h2>Who holds what, and uses it</h2>
      <div class="bars">
        {shown.map((row) => (
          <>
            <span>
              <a class="plain" href={listOf(row)}>
                {GROUP_NAMES[row.access]}
              </a>
            </span>
            <ShareBar
              isMild={row.access === 'read_or_triage' || row.access === 'none'}
              shares={ORDER.map((verdict) => ({
                fill: verdict,
                n: row.verdicts[verdict],
                label: `${row.verdicts[verdict]} ${verdict} of ${row.all}: ${GROUP_NAMES[row.access]}`,
                href: listOf(row, verdict),
              }))}
            />
            <span class="nowrap">
              <Count row={row} listOf={listOf} />
            </span>
          </>
        ))}
      </div>
      <Legend
        fills={ORDER.filter((verdict) => shown.some(({ verdicts }) => verdicts[verdict] > 0)).map(
          (verdict) => [verdict, verdict],
        )}
      />
      <SameAsTable
        columns={['Access', ...ORDER, 'all']}
        rows={shown.map((row) => [
          GROUP_NAMES[row.access],
          ...ORDER.map((verdict) =>
            row.verdicts[verdict] === 0 ? 0 : <a href={listOf(row, verdict)}>{row.verdicts[verdict]}</a>,
          ),
          <a href={listOf(row)}>{row.all}</a>,
        ])}
      />
      <p class="small soft">
        By the highest access each holds, outside collaborators included. What can change nothing is drawn
        paler. {counted(credentials.all, 'credential')}:{' '}
        <a href={`${here}/credentials?stale=true`}>{credentials.unused} unused</a>.
      </p>
      <Busiest facts={facts} />
    </section>
  )
}

/** The most people at work: its page says who can push there. */
function Busiest({ facts: { busiest, here, months, org } }: { facts: OverviewFacts }) {
  if (busiest === null) return null
  return (
    <p>
      Busiest repository:{' '}
      <a href={repositoryUrl(org.login, busiest.name)}>
        <Name text={busiest.name} />
      </a>
      , where {counted(busiest.people, 'person was', 'people were')} at work in the last{' '}
      {counted(months, 'month')}. <a href={`${here}/repositories?sort=active`}>All, busiest first</a>
    </p>
  )
}

/** What matters most of the row: who is inactive, else of whom nobody can tell. */
function Count(props: { row: GroupCounts; listOf: (row: GroupCounts, verdict: VerdictName) => string }) {
  const { row, listOf } = props
  if (row.all === 0) return <span class="soft">nobody</span>
  const { inactive, unknown } = row.verdicts
  const verdict = inactive === 0 && unknown > 0 ? 'unknown' : 'inactive'
  const n = row.verdicts[verdict]
  return (
    <a class="plain" href={listOf(row, verdict)}>
      {n === 0 ? <span class="soft">0</span> : <b class={verdict === 'inactive' ? 'bad' : undefined}>{n}</b>}{' '}
      <span class="soft">
        of {row.all} {verdict}
      </span>
    </a>
  )
}
