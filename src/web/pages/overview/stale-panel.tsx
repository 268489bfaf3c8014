/** Stale access against its goal: columns for each frozen moment and now, what became of it, and what the queue would make of it. */

import type { Child } from 'hono/jsx'
import { quarterOf } from '../../../policy/calendar.ts'
import { counted, listed, monthsInWords } from '../../../policy/english.ts'
import type { StaleChange } from '../../../policy/stale-access/change.ts'
import { type GoalProgress, progressOf } from '../../../policy/stale-access/sums.ts'
import type { Instant } from '../../../policy/words.ts'
import type { StaleAccess, StaleAccessCurve } from '../../../register/audits/stale-access.ts'
import { alongTime, type MomentColumn } from '../../parts/charts/along-time.ts'
import { Columns, type Series } from '../../parts/charts/columns.tsx'
import { SameAsTable } from '../../parts/charts/same-as-table.tsx'
import { ShortDay } from '../../parts/lists/ago.tsx'
import { REJOIN_QUARTERS, RejoinsTable } from '../../parts/rejoins-table.tsx'
import type { OverviewFacts } from './overview-facts.ts'

/** So many quarters fit beside the baseline and now; the table has all. */
const MOST_QUARTERS = 6
const MOST_EARLIER = 3

export function StalePanel({ facts: { curve, afterQueue, rejoins, months } }: { facts: OverviewFacts }) {
  const { baseline, quarters, now } = curve
  const progress = progressOf(baseline, now)
  const frozen = quarters.at(-1)
  return (
    <section class="panel pad c5" id="stale-access">
      <h2>{headline(progress)}</h2>
      {now === null ? (
        <p>No audit has counted it yet: pairs of somebody and a place where they can write and did not.</p>
      ) : (
        <>
          <Columns series={seriesOf(curve)} goal={goalOf(progress)} label={labelOf(curve, progress)} />
          <p class="small soft">
            {counted(now.stale, 'pair')} of a person or credential and a place where they can write, not used
            for {monthsInWords(months)}, of {now.total}. {goalInWords(progress)}
            {afterQueue !== null && ` What is queued would bring it to ${afterQueue}.`}
          </p>
          <NotCounted now={now} />
          <WhatChanged frozen={frozen} now={now} />
          <SameAsTable
            columns={['Moment', 'As of', 'Stale', 'Unknown', 'All', 'People']}
            rows={rowsOf(curve)}
          />
        </>
      )}
      {rejoins.length > 0 && (
        <details class="fold">
          <summary>{rejoinedInWords(rejoins)}</summary>
          <RejoinsTable quarters={rejoins} />
        </details>
      )}
    </section>
  )
}

function headline(progress: GoalProgress | null): string {
  if (progress === null) return 'Stale access'
  const percent = percentOf(progress)
  const change = percent === 0 ? 'unchanged' : `${progress.reduction < 0 ? 'up' : 'down'} ${percent} %`
  return `Stale access is ${change}${progress.met ? ': goal met' : ''}`
}

function goalInWords(progress: GoalProgress | null): string {
  if (progress === null)
    return 'The first complete audit of which at most 5 % is unknown is kept as the baseline; there is none yet.'
  const percent = percentOf(progress)
  const change =
    progress.reduction === 0
      ? 'as many as in the baseline'
      : `${percent} % ${progress.reduction < 0 ? 'more' : 'less'} than the baseline`
  return `That is ${change}; the goal is 70 % less, ${progress.atMost} at most.`
}

function percentOf({ reduction }: GoalProgress): number {
  return Math.round(Math.abs(reduction) * 100)
}

function goalOf(progress: GoalProgress | null) {
  return progress === null ? null : { n: progress.atMost, label: `goal ${progress.atMost} (−70 %)` }
}

/** Each way of judging is a series of its own. */
function seriesOf({ baseline, quarters, now, earlier }: StaleAccessCurve): readonly Series[] {
  const column = ({ name, at, stale }: StaleAccess): MomentColumn => ({
    ...placed(name, at),
    n: stale,
    fill: name === 'now' ? 'inactive' : 'unknown',
  })
  return [
    ...earlier.map(({ version, moments }) => ({
      name: `counted as version ${version}`,
      columns: alongTime(moments.slice(-MOST_EARLIER).map(column)),
    })),
    {
      name: earlier.length === 0 ? null : 'counted as now',
      columns: alongTime(
        [
          ...(baseline === null ? [] : [baseline]),
          ...quarters.slice(-MOST_QUARTERS),
          ...(now === null ? [] : [now]),
        ].map(column),
      ),
    },
  ]
}

/** A quarter stands for its end; the baseline and now for their day. */
function placed(name: string, at: Instant): Pick<MomentColumn, 'label' | 'quarter' | 'isWithin'> {
  if (name === 'baseline' || name === 'now')
    return { label: name === 'now' ? name : 'start', quarter: quarterOf(at), isWithin: true }
  return { label: name.slice(-2), quarter: name, isWithin: false }
}

function labelOf({ baseline, quarters, now }: StaleAccessCurve, progress: GoalProgress | null): string {
  const before = [...(baseline === null ? [] : [baseline]), ...quarters].map(({ stale }) => stale)
  const goal = progress === null ? '' : `; the goal is ${progress.atMost}, 70 percent less`
  return `Stale pairs: ${[...before, `now ${now?.stale ?? 0}`].join(', ')}${goal}`
}

function rowsOf({ baseline, quarters, now, earlier }: StaleAccessCurve): readonly [Child, ...Child[]][] {
  const row = (label: string, of: StaleAccess): [Child, ...Child[]] => [
    label,
    <ShortDay at={of.at} />,
    of.stale,
    of.unknown,
    of.total,
    of.people,
  ]
  return [
    ...earlier.flatMap(({ version, moments }) =>
      moments.map((of) => row(`${of.name}, counted as version ${version}`, of)),
    ),
    ...(baseline === null ? [] : [row('Baseline', baseline)]),
    ...quarters.map((of) => row(of.name, of)),
    ...(now === null ? [] : [row('Now', now)]),
  ]
}

/** In the newest quarter, and since then. */
function WhatChanged({ frozen, now }: { frozen: StaleAccess | undefined; now: StaleAccess }) {
  const quarter = frozen?.change ?? null
  if (quarter === null && now.change === null) return null
  return (
    <>
      {frozen !== undefined && quarter !== null && <Change since={`In ${frozen.name}`} change={quarter} />}
      {now.change !== null && (
        <Change since={`Since ${frozen?.name ?? 'the baseline'}`} change={now.change} />
      )}
    </>
  )
}

function Change({ since, change }: { since: string; change: StaleChange }) {
  const parts = [
    [change.takenBack, 'taken back by decision'],
    [change.lowered, 'lowered by decision'],
    [change.usedAgain, 'used again'],
    [change.leftByThemselves, 'left by themselves'],
    [change.archived, 'archived'],
    [change.notRead, 'not read in full this time'],
    [change.newlyStale, 'newly stale'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`]))
  return (
    <p class="small soft">
      {since}: {parts.length === 0 ? 'no change' : listed(parts)}.
    </p>
  )
}

function NotCounted({ now: { unknown, unobservable } }: { now: StaleAccess }) {
  if (unknown === 0 && unobservable === 0) return null
  return (
    <p class="small soft">
      {unknown > 0 &&
        `Of ${counted(unknown, 'pair')} what happened there has not been read in full yet; each audit reads on. `}
      {unobservable > 0 &&
        `Not counted: ${counted(unobservable, 'credential')} whose use GitHub never shows.`}
    </p>
  )
}

function rejoinedInWords(quarters: OverviewFacts['rejoins']): string {
  const shown = quarters.slice(0, REJOIN_QUARTERS)
  const removed = shown.reduce((sum, each) => sum + each.removed, 0)
  const back = shown.reduce((sum, { wayBack, elsewhere }) => sum + wayBack + elsewhere, 0)
  const rate = `${back} of ${counted(removed, 'person', 'people')} came back (${Math.round((back / removed) * 100)} %)`
  return shown.length < quarters.length ? `${rate} in the last ${counted(shown.length, 'quarter')}` : rate
}
