/** How invented people work: who does what, how often, where, and until when. */
import type { ActKind } from '../../fake-github/world/act.ts'
import { type Rng, runningTotal } from './rng.ts'

/** What a person does, with weights; half of the field does one thing only, which is where scanners go wrong. */
const HABITS = {
  coder: {
    commit: 40,
    push: 18,
    pull_request: 14,
    issue_comment: 10,
    review: 8,
    review_comment: 6,
    issue: 4,
    label: 3,
    merge: 3,
    close: 2,
  },
  commenter: { issue_comment: 1 },
  reviewer: { review: 1 },
  line_reviewer: { review_comment: 1 },
  triager: { label: 3, close: 1 },
  merger: { merge: 1 },
  pusher: { push: 1 },
  releaser: { release: 1 },
  reporter: { issue: 1 },
} as const satisfies Record<string, Partial<Record<ActKind, number>>>
export type Behaviour = keyof typeof HABITS

/** Of 100 people. */
const SHARES: Readonly<Record<Behaviour, number>> = {
  coder: 58,
  commenter: 12,
  reviewer: 9,
  line_reviewer: 3,
  triager: 6,
  merger: 4,
  pusher: 3,
  releaser: 2,
  reporter: 3,
}

/** Share of members without an act for six months, and of those the share that never acted here. */
const SILENT = 0.4
const NEVER = 0.3

const DAY = 86_400_000

export interface Person {
  readonly login: string
  readonly id: number
  readonly behaviour: Behaviour
  /** Indexes of the repositories worked in. */
  readonly homes: readonly number[]
  /** Milliseconds; null: never did anything here. */
  readonly last: number | null
  readonly acts: number
}

export interface Field {
  readonly now: number
  /** Six calendar months before `now`. */
  readonly cutoff: number
  /** Running total of the liveliness of the repositories that moved in the window: the first ones. */
  readonly recentlyPushed: readonly number[]
  /** The same of all repositories. */
  readonly all: readonly number[]
}

/** Makes people with habits; `acts` is about how many acts they do together. */
export function peopleOf(
  rng: Rng,
  field: Field,
  named: readonly { readonly login: string; readonly id: number }[],
  acts: number,
): Person[] {
  const behaviours = Object.keys(SHARES) as Behaviour[] // its keys are the habits, by type
  const shares = runningTotal(behaviours.map((behaviour) => SHARES[behaviour]))
  const drawn = named.map((name) => {
    const withoutActivity = rng.next() < SILENT
    const never = withoutActivity && rng.next() < NEVER
    const behaviour = behaviours[rng.byWeight(shares)] ?? 'coder'
    // A heavy tail: most do little, few do nearly everything. Those of one habit do little.
    const zeal = never ? 0 : Math.min(4000, (1 - rng.next()) ** -0.9) * (behaviour === 'coder' ? 1 : 0.3)
    return { ...name, behaviour: behaviour, silent: withoutActivity, never, zeal }
  })
  const scale = acts / drawn.reduce((sum, { zeal }) => sum + zeal, 0)
  return drawn.map(({ login, id, behaviour, silent: withoutActivity, never, zeal }) => ({
    login,
    id,
    behaviour: behaviour,
    homes: homesOf(rng, withoutActivity ? field.all : field.recentlyPushed),
    last: never ? null : lastOf(rng, field, withoutActivity),
    acts: never ? 0 : Math.max(1, Math.round(zeal * scale)),
  }))
}

/** What a person of that habit does next. */
export function kindOf(rng: Rng, behaviour: Behaviour): ActKind {
  const weights: Partial<Record<ActKind, number>> = HABITS[behaviour]
  const kinds = Object.keys(weights) as ActKind[] // its keys are kinds, by type
  return kinds[rng.byWeight(runningTotal(kinds.map((kind) => weights[kind] ?? 0)))] ?? 'commit'
}

/** Most work in one to three repositories, a few in many. */
function homesOf(rng: Rng, totals: readonly number[]): number[] {
  const count = rng.next() < 0.9 ? 1 + rng.below(3) : 4 + rng.below(9)
  return [...new Set(Array.from({ length: count }, () => rng.byWeight(totals)))]
}

function lastOf(rng: Rng, { now, cutoff }: Field, withoutActivity: boolean): number {
  // Many were here this week; the silent ones left at any time in four and a half years. Nobody turns silent within
  // 36 hours of `now`: the second audit, a day later, is to meet an unchanged world, the third a few who turn.
  if (!withoutActivity) return now - 60_000 - Math.floor((now - cutoff - 1.5 * DAY) * rng.next() ** 2.2)
  return cutoff - DAY - Math.floor(1600 * DAY * rng.next())
}
