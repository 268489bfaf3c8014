/** The table of stale access on the overview: the baseline, the last frozen quarter and now, with the change and the goal. */

import type { Child } from 'hono/jsx'
import { counted } from '../../policy/english.ts'
import type { StaleChange } from '../../policy/stale-access/change.ts'
import { type GoalProgress, progressOf } from '../../policy/stale-access/sums.ts'
import type { StaleAccess, StaleAccessCurve } from '../../register/audits/stale-access.ts'
import { Day } from './print.tsx'
import { Table } from './table.tsx'

/** Nothing before the first audit has counted. `children`: what stands below, as the people who came back. */
export function StaleAccessTable({ curve, children }: { curve: StaleAccessCurve; children?: Child }) {
  const { baseline, quarters, now } = curve
  if (now === null) return null
  const frozen = quarters.at(-1)
  const moments = [
    ...(baseline === null ? [] : [{ label: 'Baseline', moment: baseline }]),
    ...(frozen === undefined ? [] : [{ label: frozen.name, moment: frozen }]),
    { label: 'Now', moment: now },
  ]
  return (
    <section class="sheet" id="stale-access">
      <h2>Stale access</h2>
      <p>
        Every pair of an account or credential and a repository to which it can write counts once; owners, and
        whoever can write everywhere, make one pair with the organisation. A pair is stale where nobody did
        anything there within the window that needs write. Only use counts: who was kept, is away or exempt is
        in the numbers too.
      </p>
      <Goal progress={progressOf(baseline, now)} />
      <Table
        caption="Unused access to write"
        columns={['Moment', 'As of', 'Stale', 'Unknown', 'All', 'People']}
        rows={moments.map(({ label, moment }) => [
          label,
          <Day at={moment.at} />,
          moment.stale,
          moment.unknown,
          moment.total,
          moment.people,
        ])}
        none=""
      />
      {frozen?.change != null && <Change label={`Change in ${frozen.name}`} change={frozen.change} />}
      {now.change !== null && (
        <Change label={`Change since ${frozen?.name ?? 'the baseline'}`} change={now.change} />
      )}
      <NotCounted now={now} />
      {children}
    </section>
  )
}

/** Against the milestone: 70 % less than the baseline. */
function Goal({ progress }: { progress: GoalProgress | null }) {
  if (progress === null)
    return (
      <p>
        There is no baseline yet. The first complete audit of which at most 5 % is unknown is kept as the
        baseline.
      </p>
    )
  const percent = Math.round(Math.abs(progress.reduction) * 100)
  return (
    <p>
      <b>{progress.met ? 'Goal met' : 'On the way'}</b>: {percent} %{' '}
      {progress.reduction < 0 ? 'more' : 'less'} than the baseline. The goal is 70 % less:{' '}
      {counted(progress.atMost, 'stale pair')} at most.
    </p>
  )
}

function Change({ label, change }: { label: string; change: StaleChange }) {
  return (
    <p>
      {label}: {change.takenBack} taken back, {change.lowered} lowered, {change.usedAgain} used again,{' '}
      {change.leftByThemselves} left by themselves, {change.archived} archived, {change.newlyStale} newly
      stale
      {change.notRead > 0 && <>, {change.notRead} not read in full this time</>}.
    </p>
  )
}

function NotCounted({ now: { unknown, unobservable } }: { now: StaleAccess }) {
  return (
    <p class="muted">
      {unknown > 0 &&
        `Of ${counted(unknown, 'pair')} what happened there has not been read in full yet; each audit reads on. `}
      {unobservable > 0 &&
        `Not counted: ${counted(unobservable, 'credential')} whose use GitHub never shows. `}
      A quarter's numbers are kept by the first complete audit after its end, and never changed.
    </p>
  )
}
