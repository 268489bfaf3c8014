/** The rows of the list of repositories: what each holds, which are shown, and in which order. */

import { type Administrator, type Keyholders, keyholdersAmong } from '../../../policy/access/keyholders.ts'
import { isBefore } from '../../../policy/calendar.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { RepositoryFacts } from '../repositories.ts'

/** One repository of the list. */
export interface RepositoryItem {
  id: Id
  name: string
  archived: boolean
  private: boolean
  pushedAt: Instant | null
  /** People seen at work there within the window, at least. */
  activePeople: number
  canPush: number
  canAdminister: number
  /** Null where it is not known: no environment is known to ask for an approval. */
  canRelease: number | null
  keyholders: Keyholders
  /** Whether everything that says who holds it was read in full; false: there may be more. */
  complete: boolean
}

/** The row of a repository. */
export function itemOf(
  { id, name, archived, private: isPrivate, pushedAt }: RepositoryFacts,
  of: {
    readonly activePeople: number
    readonly canPush: number
    readonly administrators: readonly Administrator[]
    readonly canRelease: number | null
    readonly complete: boolean
  },
): RepositoryItem {
  const { activePeople, administrators, canPush, canRelease, complete } = of
  return {
    ...{ id, name, archived, private: isPrivate, pushedAt, activePeople, canPush },
    canAdminister: administrators.length,
    canRelease,
    keyholders: keyholdersAmong(administrators),
    complete,
  }
}

/** What somebody can do to a repository. */
export const REPOSITORY_POWERS = ['push', 'administer', 'release'] as const
export type RepositoryPower = (typeof REPOSITORY_POWERS)[number]

/** Fewer than two active people who can administer it; no push within the window. Archived repositories are in neither. */
export const REPOSITORY_VIEWS = ['few_keyholders', 'no_push'] as const

export const REPOSITORY_SORTS = [
  'name',
  'push',
  'administer',
  'release',
  'keyholders',
  'active',
  'pushed',
] as const
export type RepositorySort = (typeof REPOSITORY_SORTS)[number]
export const ORDERS = ['asc', 'desc'] as const

/** Filters and sorts the list; whatever is missing filters nothing. */
export interface RepositoryFilter {
  /** A part of the name, whatever its case. */
  readonly q?: string | undefined
  /** With `account`, what that account can do there; without, what somebody can do there and not everywhere. */
  readonly power?: RepositoryPower | undefined
  /** A login; it filters by `power`, which is to push unless told. */
  readonly account?: string | undefined
  readonly view?: (typeof REPOSITORY_VIEWS)[number] | undefined
  readonly sort?: RepositorySort | undefined
  readonly order?: (typeof ORDERS)[number] | undefined
}

/** A repository with who can do what there. */
export interface RepositoryRow {
  readonly item: RepositoryItem
  readonly holds: Readonly<Record<RepositoryPower, () => readonly Id[]>>
  /** Without those who can do it everywhere. */
  readonly others: Readonly<Record<RepositoryPower, readonly Id[]>>
}

/** A filter whose login was looked up: null where nobody has it. */
type Asked = Pick<RepositoryFilter, 'q' | 'power' | 'view'> & {
  readonly account?: Id | null | undefined
  readonly cutoff: Instant
}

/** Whether the filter shows this repository. */
export function fits(
  { item, holds, others }: RepositoryRow,
  { q, power, account, view, cutoff }: Asked,
): boolean {
  if (q !== undefined && !item.name.toLowerCase().includes(q.toLowerCase())) return false
  if (view !== undefined && (item.archived || !isInView(item, view, cutoff))) return false
  if (account === null) return false
  if (account !== undefined) return holds[power ?? 'push']().includes(account)
  return power === undefined || others[power].length > 0
}

function isInView(
  { keyholders, pushedAt }: RepositoryItem,
  view: (typeof REPOSITORY_VIEWS)[number],
  cutoff: Instant,
): boolean {
  switch (view) {
    case 'few_keyholders':
      return keyholders.two === 'no'
    case 'no_push':
      return pushedAt === null || isBefore(pushedAt, cutoff)
  }
}

/** The first click on a column: names from A on, numbers and days from the top. */
export function usualOrder(sort: RepositorySort): (typeof ORDERS)[number] {
  return sort === 'name' ? 'asc' : 'desc'
}

type Keys = readonly (string | number)[]

/** How many keys a cursor of this list has. */
export const SORT_KEYS = 3

/** What the row is sorted by; those with equal values stand by name. What is not known counts less than everything. */
export function sortKeysOf({ sort = 'push' }: RepositoryFilter, item: RepositoryItem): Keys {
  return [sortedBy(sort, item), item.name.toLowerCase(), item.id]
}

/** Most people first unless told. */
export function compareKeys({ sort = 'push', order }: RepositoryFilter, a: Keys, b: Keys): number {
  const direction = (order ?? usualOrder(sort)) === 'asc' ? 1 : -1
  const [value = 0, ...rest] = a
  const [otherValue = 0, ...otherRest] = b
  const first = compared(value, otherValue) * direction
  if (first !== 0) return first
  return rest.reduce<number>((known, key, n) => (known !== 0 ? known : compared(key, otherRest[n] ?? 0)), 0)
}

/** Whether a row comes after the one whose keys a cursor holds. */
export function isAfter(filter: RepositoryFilter, keys: Keys, cursor: Keys): boolean {
  return compareKeys(filter, keys, cursor) > 0
}

function sortedBy(sort: RepositorySort, item: RepositoryItem): string | number {
  switch (sort) {
    case 'name':
      return item.name.toLowerCase()
    case 'push':
      return item.canPush
    case 'administer':
      return item.canAdminister
    case 'release':
      return item.canRelease ?? -1
    case 'keyholders':
      return item.keyholders.active
    case 'active':
      return item.activePeople
    case 'pushed':
      return item.pushedAt ?? ''
  }
}

function compared(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
