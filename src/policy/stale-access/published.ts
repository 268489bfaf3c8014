/** What of stale access may be shown to everybody: never a number that says something about one person. */

import { type FrozenName, MOST_UNKNOWN, progressOf, type StaleSums } from './sums.ts'

/** The change is shown exactly where the baseline has so many stale pairs, and so many people hold them. */
const LEAST_PAIRS = 20
const LEAST_PEOPLE = 5

/** In words, where so many pairs were stale: the goal of one or two tells what became of each. */
const LEAST_PAIRS_IN_WORDS = 5

/** Fewer organisations are not summed up: of two, each could subtract its own numbers. */
export const LEAST_ORGANIZATIONS = 3

/** The people of each organisation are counted in steps, before they are summed up: who subtracts the others learns the step alone. */
const PEOPLE_STEP = 50

/** `unchanged` and `risen` only where the change is shown exactly; in words alone, whatever has not met the goal is on the way. */
type ChangeState = 'goal_met' | 'on_the_way' | 'unchanged' | 'risen'

/** The change since the baseline as everybody may see it; `percent` only where it is shown exactly. */
export interface PublishedChange {
  readonly state: ChangeState | 'too_small' | 'not_read' | 'no_baseline'
  /** In whole percent, −70 is the goal. */
  readonly percent: number | null
}

/** A frozen quarter as everybody may see it. */
export interface PublishedQuarter extends PublishedChange {
  readonly quarter: string
  /** How many in ten pairs were unused; null where the change is not shown exactly. */
  readonly unusedInTen: number | null
}

/** The numbers of a frozen moment, by its name. */
export type FrozenMoment = StaleSums & {
  readonly name: string
  /** People who hold the stale pairs; null: not known. */
  readonly stalePeople: number | null
}

/** The curve of one organisation; nothing of what holds now. Oldest first. */
export function publishedQuarters(moments: readonly FrozenMoment[]): readonly PublishedQuarter[] {
  const baseline = baselineOf(moments)
  return quartersOf(moments).map((moment) => {
    const change = publishedChange(baseline, moment)
    const unusedInTen = change.percent === null ? null : Math.round((10 * moment.stale) / moment.total)
    return { quarter: moment.name, ...change, unusedInTen: moment.total === 0 ? null : unusedInTen }
  })
}

/** The change from the baseline to a moment. */
export function publishedChange(baseline: FrozenMoment | null, moment: FrozenMoment | null): PublishedChange {
  const progress = progressOf(baseline, moment)
  if (baseline === null || moment === null || progress === null)
    return { state: 'no_baseline', percent: null }
  const least = Math.min(baseline.stalePeople ?? baseline.people, moment.people)
  if (least < LEAST_PEOPLE || baseline.stale < LEAST_PAIRS_IN_WORDS)
    return { state: 'too_small', percent: null }
  if (moment.unknown > moment.total * MOST_UNKNOWN) return { state: 'not_read', percent: null }
  const isExact = baseline.stale >= LEAST_PAIRS && isOfMany(baseline)
  const percent = isExact ? wholePercent(-progress.reduction) : null
  return { state: changeState(progress.met, percent), percent }
}

/** `on_the_way` is never said of a change that is known not to have fallen. */
export function changeState(met: boolean, percent: number | null): ChangeState {
  if (met) return 'goal_met'
  if (percent === null || percent < 0) return 'on_the_way'
  return percent === 0 ? 'unchanged' : 'risen'
}

/** Whether enough people hold what is stale, so that the number is nobody's own; not known is not enough. */
function isOfMany({ stalePeople }: FrozenMoment): boolean {
  return stalePeople !== null && stalePeople >= LEAST_PEOPLE
}

/** All organisations together at the end of a quarter. */
export interface Together {
  readonly quarter: string
  /** How many are summed up. */
  readonly organizations: number
  readonly percent: number
  readonly goalMet: boolean
  /** At least so many people hold access to write there, each organisation's counted in steps of 50; null: none has 50. */
  readonly people: number | null
}

/**
 * The sum of those whose own change is shown exactly, so that nobody learns of another by subtracting these from it; null
 * where there are fewer than three.
 */
export function allTogether(curves: readonly (readonly FrozenMoment[])[], quarter: string): Together | null {
  const shown = curves.flatMap((moments) => {
    const baseline = baselineOf(moments)
    const moment = moments.find(({ name }) => name === quarter)
    if (baseline === null || moment === undefined) return []
    return publishedChange(baseline, moment).percent === null ? [] : [{ baseline, moment }]
  })
  if (shown.length < LEAST_ORGANIZATIONS) return null
  const sum = (of: (each: (typeof shown)[number]) => number) =>
    shown.reduce((total, each) => total + of(each), 0)
  const progress = progressOf(
    { stale: sum(({ baseline }) => baseline.stale) },
    { stale: sum(({ moment }) => moment.stale) },
  )
  if (progress === null) return null
  const people = sum(({ moment }) => Math.floor(moment.people / PEOPLE_STEP) * PEOPLE_STEP)
  return {
    quarter,
    organizations: shown.length,
    percent: wholePercent(-progress.reduction),
    goalMet: progress.met,
    people: people === 0 ? null : people,
  }
}

/** The names of the frozen quarters among these curves, newest first. */
export function quartersAmong(curves: readonly (readonly FrozenMoment[])[]): readonly string[] {
  return [...new Set(curves.flatMap((moments) => quartersOf(moments).map(({ name }) => name)))]
    .sort()
    .reverse()
}

function baselineOf(moments: readonly FrozenMoment[]): FrozenMoment | null {
  const name: FrozenName = 'baseline'
  return moments.find((moment) => moment.name === name) ?? null
}

function quartersOf(moments: readonly FrozenMoment[]): readonly FrozenMoment[] {
  const quarters = moments.filter(({ name }) => /^\d{4}-Q[1-4]$/.test(name))
  // Quarters sort as text.
  return quarters.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Without a negative zero, which JSON and tests tell apart. */
function wholePercent(share: number): number {
  return Math.round(share * 100) || 0
}
