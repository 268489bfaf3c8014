/**
 * Works out the drawing of how somebody holds access: from the organisation along each path to the repositories, and what was
 * used.
 */

import type { USES } from '../verdict/use-here.ts'
import {
  type ActivityKind,
  type Id,
  type Instant,
  isWeaker,
  REPOSITORY_ROLES,
  type RepositoryRole,
  type VerdictName,
} from '../words.ts'

/** Whether it was used within the window; `unknown`: no use was seen, but not everything was read. */
export type Use = (typeof USES)[number]

/** One grant that opens something. */
export interface HeldPath {
  readonly words: string
  /** The strongest role that it gives. */
  readonly role: RepositoryRole
  /** The repositories that it opens, with the role there; `all`: every one of the organisation. */
  readonly opens: readonly { readonly repository: Id; readonly role: RepositoryRole }[] | 'all'
  /** Of the grant as a whole, as the table says it. */
  readonly verdict: VerdictName
}

/** What is known of somebody's work in a repository. */
export interface WorkThere {
  /** `owner/name` */
  readonly name: string
  /** Kind and moment of the newest act. */
  readonly newest: { readonly kind: ActivityKind; readonly at: Instant } | null
  /** Whether a role of that strength was used there. */
  readonly use: (role: RepositoryRole) => Use
}

/** The most boxes that are drawn of each. */
const MOST_PATHS = 8
const MOST_REPOSITORIES = 12

export interface PathBox {
  readonly words: string
  readonly role: RepositoryRole
  readonly use: Use
  /** Opens every repository of the organisation. */
  readonly isEverywhere: boolean
}

export interface RepositoryBox {
  /** `owner/name` */
  readonly name: string
  /** The strongest by any path. */
  readonly role: RepositoryRole
  readonly use: Use
  readonly newest: WorkThere['newest']
}

/** Everything that is drawn. */
export interface AccessPicture {
  readonly paths: readonly PathBox[]
  readonly repositories: readonly RepositoryBox[]
  /** Which path opens which repository, by their places in the lists above. */
  readonly links: readonly { readonly path: number; readonly repository: number; readonly use: Use }[]
  /** How many are left out. */
  readonly morePaths: number
  readonly moreRepositories: number
}

/** Those that were used come first, then the strongest. What opens every repository is one path and no repository. */
export function accessPicture(
  held: readonly HeldPath[],
  workIn: (repository: Id) => WorkThere,
): AccessPicture {
  const repositories = repositoriesOf(held, workIn)
  const paths = held
    .map((path) => ({ ...path, use: useBy(path.verdict) }))
    .sort((a, b) => firstDrawn(a, b) || a.words.localeCompare(b.words))
  const shownPaths = paths.slice(0, MOST_PATHS)
  const shown = repositories.slice(0, MOST_REPOSITORIES)
  const placeOf = new Map(shown.map(({ id }, place) => [id, place]))
  return {
    paths: shownPaths.map(({ words, role, use, opens }) => ({
      words,
      role,
      use,
      isEverywhere: opens === 'all',
    })),
    repositories: shown.map(({ id: _id, ...box }) => box),
    links: shownPaths.flatMap(({ opens, verdict }, path) =>
      opens === 'all'
        ? []
        : opens.flatMap(({ repository, role }) => {
            const place = placeOf.get(repository)
            if (place === undefined) return []
            return [{ path, repository: place, use: useThere(workIn(repository), role, isNew(verdict)) }]
          }),
    ),
    morePaths: paths.length - shownPaths.length,
    moreRepositories: repositories.length - shown.length,
  }
}

function repositoriesOf(
  held: readonly HeldPath[],
  workIn: (repository: Id) => WorkThere,
): readonly (RepositoryBox & { readonly id: Id })[] {
  const opened = new Map<Id, { readonly role: RepositoryRole; readonly isNew: boolean }>()
  for (const { opens, verdict } of held)
    for (const { repository, role } of opens === 'all' ? [] : opens) {
      const before = opened.get(repository)
      if (before === undefined || isWeaker(before.role, role))
        opened.set(repository, { role, isNew: isNew(verdict) })
      else if (before.role === role) opened.set(repository, { role, isNew: before.isNew && isNew(verdict) })
    }
  return [...opened]
    .map(([id, { role, isNew }]) => {
      const work = workIn(id)
      return { id, name: work.name, role, use: useThere(work, role, isNew), newest: work.newest }
    })
    .sort(
      (a, b) =>
        firstDrawn(a, b) ||
        (b.newest?.at ?? '').localeCompare(a.newest?.at ?? '') ||
        a.name.localeCompare(b.name),
    )
}

/** The use by the verdict on the grant: the drawing does not judge by itself. */
function useBy(verdict: VerdictName): Use {
  switch (verdict) {
    case 'active':
      return 'used'
    case 'inactive':
      return 'unused'
    case 'new':
    case 'exempt':
    case 'unknown':
      return 'unknown'
  }
}

/** Where the grant is too new to be judged, no use counts as unknown, never as unused. */
function useThere({ use }: WorkThere, role: RepositoryRole, isNew: boolean): Use {
  const seen = use(role)
  return isNew && seen === 'unused' ? 'unknown' : seen
}

function isNew(verdict: VerdictName): boolean {
  return verdict === 'new'
}

interface Drawn {
  readonly use: Use
  readonly role: RepositoryRole
}

function firstDrawn(a: Drawn, b: Drawn): number {
  return (
    Number(b.use === 'used') - Number(a.use === 'used') ||
    REPOSITORY_ROLES.indexOf(b.role) - REPOSITORY_ROLES.indexOf(a.role)
  )
}
