/** The pieces of the public pages: one line of an organisation, the change in a cell, the tables of quarters. */

import { counted, signedPercent } from '../../../policy/english.ts'
import { changeState, type PublishedChange, type Together } from '../../../policy/stale-access/published.ts'
import { Name } from '../../parts/print.tsx'
import { Table } from '../../parts/table.tsx'
import type { PublicNumbers, PublicOrganization } from './numbers.ts'

/** One line each. */
export function OrganizationsTable({ organizations }: Pick<PublicNumbers, 'organizations'>) {
  return (
    <Table
      caption="Organisations whose owners have switched their page on"
      columns={['Organisation', 'Stale access since the baseline', 'As of', 'Last review', 'On time']}
      none="No organisation here has switched its public page on."
      rows={organizations.map((organization) => [
        <a href={`/${organization.login}`}>
          <Name text={organization.login} />
        </a>,
        <Change change={organization.newest} />,
        organization.newest === null ? 'none yet' : `end of ${organization.newest.quarter}`,
        organization.review === null ? 'none yet' : organization.review.quarter,
        onTimeInWords(organization),
      ])}
    />
  )
}

/** A percentage where it may be shown, else words. */
export function Change({ change }: { change: PublishedChange | null }) {
  if (change === null) return <span class="may">no quarter yet</span>
  const { state, percent } = change
  const words = SHORT[state]
  if (percent === null) return <span class={state === 'goal_met' ? 'yes' : 'may'}>{words}</span>
  return (
    <>
      <b>{signedPercent(percent)}</b> <span class={state === 'goal_met' ? 'yes' : 'may'}>{words}</span>
    </>
  )
}

/** All organisations together, newest first, each with its page. */
export function TogetherTable({ quarters }: Pick<PublicNumbers, 'quarters'>) {
  return (
    <Table
      caption="All organisations together, by quarter"
      columns={['Quarter', 'Stale access since the baseline', 'Organisations', 'Reviews finished']}
      none="A quarter stands here once at least three organisations can be summed up."
      rows={quarters.map((each) => [
        <a href={`/report/${each.quarter}`}>{each.quarter}</a>,
        <Change change={{ state: changeState(each.goalMet, each.percent), percent: each.percent }} />,
        each.organizations,
        `${each.reviewsFinished} of ${each.of}`,
      ])}
    />
  )
}

/** The quarters of one organisation, newest first: the change, and how much of its access lies unused. */
export function QuartersTable(props: { quarters: PublicOrganization['quarters']; windowMonths: number }) {
  const { quarters, windowMonths } = props
  return (
    <Table
      caption="Stale access by quarter, newest first"
      columns={[
        'End of',
        'Stale access since the baseline',
        `Not used for ${counted(windowMonths, 'month')}`,
      ]}
      none="The first number is kept by the first complete audit after a quarter’s end."
      rows={quarters
        .toReversed()
        .map((each) => [
          each.quarter,
          <Change change={each} />,
          each.unusedInTen === null ? 'not shown' : `about ${each.unusedInTen} in 10`,
        ])}
    />
  )
}

/**
 * How many people can write, always over all organisations together; empty where no organisation is large enough to be counted.
 */
export function peopleInWords(
  { people, organizations }: Pick<Together, 'people' | 'organizations'>,
  hold: 'hold' | 'held',
): string {
  if (people === null) return ''
  return `At least ${people} people at ${organizations} organisations ${hold} access to write.`
}

function onTimeInWords({ onTime }: PublicOrganization): string {
  if (onTime === null) return 'none yet'
  return onTime ? 'yes' : 'no'
}

const SHORT: Readonly<Record<PublishedChange['state'], string>> = {
  goal_met: 'goal met',
  on_the_way: 'on the way',
  unchanged: 'unchanged',
  risen: 'risen',
  too_small: 'too small to show',
  not_read: 'not read in full',
  no_baseline: 'no baseline yet',
}
