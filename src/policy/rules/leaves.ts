/** Takes rules apart into what changes one by one: the leaves, each a value or one entry of a list. */

import type { ReviewEvery } from './review-calendar.ts'
import type { Contributor, Exemption, LeftOutRepository, Rules, Sponsored } from './rules.ts'

/** The value of each setting's leaf; for a list one entry, null where there is none. */
export interface LeafValues {
  readonly windowMonths: number
  readonly noticeDays: number
  readonly coolingHours: number
  readonly reviewDueDays: number
  readonly reviewEvery: ReviewEvery
  readonly 'removalBudget.count': number
  readonly 'removalBudget.share': number
  readonly exemptions: Exemption | null
  readonly sponsors: Sponsored | null
  readonly leftOut: LeftOutRepository | null
  readonly emeritusTeam: string | null
  readonly 'contributors.team': Rules['contributors']['team']
  readonly 'contributors.people': Contributor | null
  readonly offboarding: string | null
  readonly 'channels.slack': string | null
  readonly 'channels.discord': string | null
  readonly 'channels.names': boolean
  readonly public: boolean
  readonly removals: Rules['removals']
  readonly shareActivity: boolean
}

export type Setting = keyof LeafValues

/** A leaf with two values. `entry` names one of a list: an account's id (`@login` in an earlier version's entry), or a repository in lower case; else ''. */
export interface LeafChange<S extends Setting = Setting> {
  readonly setting: S
  readonly entry: string
  readonly from: LeafValues[S]
  readonly to: LeafValues[S]
}

/** The leaves of one setting that differ. */
export function changesOf<S extends Setting>(
  setting: S,
  before: Rules,
  after: Rules,
): readonly LeafChange<S>[] {
  const { entries, at } = LEAVES[setting]
  return [...new Set([...entries(before), ...entries(after)])]
    .map((entry) => ({ setting, entry, from: at(before, entry), to: at(after, entry) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

/** The rules with another value in one leaf; the value is as it was stored, so whoever calls parses the answer. */
export function withLeaf(rules: Rules, setting: Setting, entry: string, value: unknown): unknown {
  return LEAVES[setting].put(rules, entry, value)
}

/** The value of a leaf. */
export function leafAt<S extends Setting>(rules: Rules, setting: S, entry: string): LeafValues[S] {
  return LEAVES[setting].at(rules, entry)
}

/** The name under which a change of a leaf waits: `noticeDays`, `exemptions:583231`. */
export function leafName({ setting, entry }: Pick<LeafChange, 'setting' | 'entry'>): string {
  return entry === '' ? setting : `${setting}:${entry}`
}

/** The leaf of such a name; null where this version knows none. */
export function leafNamed(name: string): Pick<LeafChange, 'setting' | 'entry'> | null {
  const [, first = name, entry = ''] = /^([^:]+):(.+)$/.exec(name) ?? []
  const setting = SETTINGS.find((each) => each === first)
  return setting === undefined ? null : { setting, entry }
}

/** What names an entry about an account: its id, else (an earlier version's entry) its login. */
export function entryOfAccount({ id, login }: { id?: number | undefined; login: string }): string {
  return id === undefined ? `@${login.toLowerCase()}` : String(id)
}

interface Leaf<V> {
  readonly entries: (rules: Rules) => readonly string[]
  readonly at: (rules: Rules, entry: string) => V
  readonly put: (rules: Rules, entry: string, value: unknown) => unknown
}

const ofRepository = ({ repository }: LeftOutRepository) => repository.toLowerCase()

const LEAVES: { readonly [S in Setting]: Leaf<LeafValues[S]> } = {
  windowMonths: whole(
    (rules) => rules.windowMonths,
    (rules, windowMonths) => ({ ...rules, windowMonths }),
  ),
  noticeDays: whole(
    (rules) => rules.noticeDays,
    (rules, noticeDays) => ({ ...rules, noticeDays }),
  ),
  coolingHours: whole(
    (rules) => rules.coolingHours,
    (rules, coolingHours) => ({ ...rules, coolingHours }),
  ),
  reviewDueDays: whole(
    (rules) => rules.reviewDueDays,
    (rules, reviewDueDays) => ({ ...rules, reviewDueDays }),
  ),
  reviewEvery: whole(
    (rules) => rules.reviewEvery,
    (rules, reviewEvery) => ({ ...rules, reviewEvery }),
  ),
  'removalBudget.count': whole(
    (rules) => rules.removalBudget.count,
    (rules, count) => ({ ...rules, removalBudget: { ...rules.removalBudget, count } }),
  ),
  'removalBudget.share': whole(
    (rules) => rules.removalBudget.share,
    (rules, share) => ({ ...rules, removalBudget: { ...rules.removalBudget, share } }),
  ),
  exemptions: oneOf(
    (rules) => rules.exemptions,
    entryOfAccount,
    (rules, exemptions) => ({ ...rules, exemptions }),
  ),
  sponsors: oneOf(
    (rules) => rules.sponsors,
    entryOfAccount,
    (rules, sponsors) => ({ ...rules, sponsors }),
  ),
  leftOut: oneOf(
    (rules) => rules.leftOut,
    ofRepository,
    (rules, leftOut) => ({ ...rules, leftOut }),
  ),
  emeritusTeam: whole(
    (rules) => rules.emeritusTeam,
    (rules, emeritusTeam) => ({ ...rules, emeritusTeam }),
  ),
  'contributors.team': whole(
    (rules) => rules.contributors.team,
    (rules, team) => ({ ...rules, contributors: { ...rules.contributors, team } }),
  ),
  'contributors.people': oneOf(
    (rules) => rules.contributors.people,
    entryOfAccount,
    (rules, people) => ({ ...rules, contributors: { ...rules.contributors, people } }),
  ),
  offboarding: oneOf(
    (rules) => rules.offboarding,
    (line) => line,
    (rules, offboarding) => ({ ...rules, offboarding }),
  ),
  'channels.slack': whole(
    (rules) => rules.channels.slack,
    (rules, slack) => ({ ...rules, channels: { ...rules.channels, slack } }),
  ),
  'channels.discord': whole(
    (rules) => rules.channels.discord,
    (rules, discord) => ({ ...rules, channels: { ...rules.channels, discord } }),
  ),
  'channels.names': whole(
    (rules) => rules.channels.names,
    (rules, names) => ({ ...rules, channels: { ...rules.channels, names } }),
  ),
  public: whole(
    (rules) => rules.public,
    (rules, shown) => ({ ...rules, public: shown }),
  ),
  removals: whole(
    (rules) => rules.removals,
    (rules, removals) => ({ ...rules, removals }),
  ),
  shareActivity: whole(
    (rules) => rules.shareActivity,
    (rules, shown) => ({ ...rules, shareActivity: shown }),
  ),
}

/** Every setting, in the order of the settings page. */
export const SETTINGS = [
  'windowMonths',
  'noticeDays',
  'coolingHours',
  'reviewDueDays',
  'removalBudget.count',
  'removalBudget.share',
  'reviewEvery',
  'exemptions',
  'sponsors',
  'leftOut',
  'emeritusTeam',
  'contributors.team',
  'contributors.people',
  'offboarding',
  'channels.slack',
  'channels.discord',
  'channels.names',
  'public',
  'removals',
  'shareActivity',
] as const satisfies readonly Setting[]

function whole<V>(read: (rules: Rules) => V, write: (rules: Rules, value: unknown) => unknown): Leaf<V> {
  return { entries: () => [''], at: read, put: (rules, _entry, value) => write(rules, value) }
}

/** Leaves that are the entries of a list: a new one comes last, null takes one away. */
function oneOf<E>(
  read: (rules: Rules) => readonly E[],
  nameOf: (entry: E) => string,
  write: (rules: Rules, list: readonly unknown[]) => unknown,
): Leaf<E | null> {
  return {
    entries: (rules) => read(rules).map(nameOf),
    at: (rules, entry) => read(rules).find((each) => nameOf(each) === entry) ?? null,
    put: (rules, entry, value) => {
      const list = read(rules)
      if (value === null)
        return write(
          rules,
          list.filter((each) => nameOf(each) !== entry),
        )
      const isThere = list.some((each) => nameOf(each) === entry)
      const replaced = list.map((each) => (nameOf(each) === entry ? value : each))
      return write(rules, isThere ? replaced : [...list, value])
    },
  }
}
