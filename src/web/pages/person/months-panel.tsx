/** What somebody did, two years by month and repository, and behind it the same in numbers and every kind of act. */

import { latest, monthInWords, monthsBefore, printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'
import type { MonthsIn, MonthsView } from '../../../register/access/dossier/months-of.ts'
import type { Dossier } from '../../../register/access/dossier.ts'
import { cellInWords, MonthsLegend, MonthsStrip } from '../../parts/charts/months.tsx'
import { SameAsTable } from '../../parts/charts/same-as-table.tsx'
import { shortDay } from '../../parts/lists/ago.tsx'
import { repositoryUrl } from '../../parts/page-addresses.ts'
import { inWords, Name } from '../../parts/print.tsx'
import { shortOf } from './access-drawing.tsx'

/** So many repositories are drawn. */
const MOST_DRAWN = 8

/** `org`: where repositories link to their pages; null where they do not. */
export function Months(props: {
  months: MonthsView
  activity: Dossier['activity']
  org: string | null
  now: Instant
}) {
  const { months, activity, org, now } = props
  const { windowMonths } = months
  const drawn = months.repositories.slice(0, MOST_DRAWN)
  const [first] = drawn
  if (first === undefined)
    return <p>No act within two years is known. That says nothing about months that were not read.</p>
  const more = months.repositories.length + months.more - drawn.length
  const hasUnread = drawn.some(({ months }) => months.some(({ state }) => state === 'not_read'))
  const ends = [first.months[0], first.months[MIDDLE]].map((cell) => monthInWords(cell?.month ?? ''))
  return (
    <>
      <div class="months">
        {drawn.map((row) => (
          <>
            <RepositoryName row={row} org={org} />
            <MonthsStrip cells={row.months} windowFrom={monthsBefore(now, windowMonths)} name={nameOf(row)} />
            <span class="small soft nowrap">{newestIn(row, activity)}</span>
          </>
        ))}
        <span />
        <div class="axis">
          {ends.map((label) => (
            <span>{label}</span>
          ))}
          <span>now</span>
        </div>
        <span />
      </div>
      {more > 0 && <p class="small soft">and {counted(more, 'more repository', 'more repositories')}</p>}
      <MonthsLegend windowMonths={windowMonths} hasUnread={hasUnread} />
      <p class="small soft">{readInWords(drawn, months.auditedTo)}</p>
      <SameAsTable
        columns={['Month', ...drawn.map(nameOf)]}
        rows={first.months
          .map(
            ({ month }, at) =>
              [
                monthInWords(month),
                ...drawn.map((row) => {
                  const cell = row.months[at]
                  return cell === undefined ? '' : cellInWords(cell)
                }),
              ] as const,
          )
          .toReversed()}
      />
    </>
  )
}

const MIDDLE = 12

function RepositoryName({ row, org }: { row: MonthsIn; org: string | null }) {
  const name = nameOf(row)
  return (
    <span>
      {org === null || row.repository === null ? (
        <Name text={name} />
      ) : (
        <a class="plain" href={repositoryUrl(org, name)}>
          <Name text={name} />
        </a>
      )}
    </span>
  )
}

function nameOf({ repository }: MonthsIn): string {
  return repository === null ? 'no repository' : shortOf(repository)
}

/** The kind and day of the newest act there: `review, 10 Feb 2026`. */
function newestIn({ repository }: MonthsIn, activity: Dossier['activity']): string {
  const newest = activity.find((act) => act.repository === repository)
  return newest === undefined ? '' : `${inWords(newest.kind)}, ${shortDay(newest.at)}`
}

/** From which day on nothing is missing, and what is. */
function readInWords(drawn: readonly MonthsIn[], auditedTo: Instant | null): string {
  const since = latest(...drawn.map(({ read }) => read?.since))
  if (since === null)
    return 'No month was read in full: what is drawn is what is known, and may be incomplete.'
  const begins = drawn[0]?.months[0]?.month ?? ''
  const unread = drawn.filter(({ read }) => read === null).map(nameOf)
  return [
    ...(since.slice(0, 7) < begins
      ? []
      : [`Months before ${printedDay(since)} are drawn from what is known and may be incomplete.`]),
    ...(unread.length === 0 ? [] : [`Of ${unread.join(', ')} no month was read in full.`]),
    ...(auditedTo === null
      ? []
      : [`The present month is drawn up to the audit of ${printedDay(auditedTo)}.`]),
    'What only workflow runs, deployments and tags show is not read month by month.',
  ].join(' ')
}
