/** What is drawn of how somebody holds access: from the organisation by each path to the repositories, and what of it was used. */

import type { USES } from '../verdict/use-here.ts'
import type { RepositoryRole, VerdictName } from '../words.ts'

/** Within the window; `unknown`: no use was seen, and not everything was read. */
export type Use = (typeof USES)[number]

/** One grant that opens something. */
export interface HeldPath {
  readonly words: string
  /** The strongest role that it gives. */
  readonly role: RepositoryRole
  /** The repositories that it opens, with the role there; `all`: every one of the organisation. */
  readonly opens: readonly { readonly repository: string; readonly role: RepositoryRole }[] | 'all'
  /** Of the grant as a whole. */
  readonly verdict: VerdictName
}

/** What is known of somebody's work in a repository. */
export interface WorkThere {
  readonly repository: string
  /** Kind and moment of the newest act. */
  readonly newest: { readonly kind: string; readonly at: string } | null
  /** Whether a role of that strength was used there. */
  readonly use: (role: RepositoryRole) => Use
}

/** So many boxes are drawn of each. */
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
  readonly repository: string
  /** The strongest by any path. */
  readonly role: RepositoryRole
  readonly use: Use
  readonly newest: WorkThere['newest']
}

export interface AccessPicture {
  readonly paths: readonly PathBox[]
  readonly repositories: readonly RepositoryBox[]
  /** Which path opens which repository, by their places in the lists above. */
  readonly links: readonly { readonly path: number; readonly repository: number; readonly use: Use }[]
  /** How many are left out. */
  readonly morePaths: number
  readonly moreRepositories: number
}

/** Those that were used come first, then the strongest. What opens every repository is drawn as one box, and not counted. */
export function accessPicture(
  held: readonly HeldPath[],
  workIn: (repository: string) => WorkThere,
): AccessPicture {
  const opened = new Map<string, RepositoryRole>()
  for (const { opens } of held) {
    if (opens === 'all') continue
    for (const { repository, role } of opens) {
      const known = opened.get(repository)
      if (known === undefined || rankOf(known) < rankOf(role)) opened.set(repository, role)
    }
  }
  const repositories = [...opened]
    .map(([repository, role]): RepositoryBox => {
      const { newest, use } = workIn(repository)
      return { repository, role, use: use(role), newest }
    })
    .sort((a, b) => firstDrawn(a, b) || compare(b.newest?.at ?? '', a.newest?.at ?? '') || compare(a.repository, b.repository))
  const paths = held
    .map((path) => ({ ...path, use: useOf(path, workIn), isEverywhere: path.opens === 'all' }))
    .sort((a, b) => firstDrawn(a, b) || compare(a.words, b.words))
  const shownPaths = paths.slice(0, MOST_PATHS)
  const shownRepositories = repositories.slice(0, MOST_REPOSITORIES)
  const placeOf = new Map(shownRepositories.map(({ repository }, place) => [repository, place]))
  return {
    paths: shownPaths.map(({ words, role, use, isEverywhere }) => ({ words, role, use, isEverywhere })),
    repositories: shownRepositories,
    links: shownPaths.flatMap(({ opens }, path) =>
      opens === 'all'
        ? []
        : opens.flatMap(({ repository, role }) => {
            const place = placeOf.get(repository)
            return place === undefined ? [] : [{ path, repository: place, use: workIn(repository).use(role) }]
          }),
    ),
    morePaths: paths.length - shownPaths.length,
    moreRepositories: repositories.length - shownRepositories.length,
  }
}

/** Nothing seen in any of its repositories is a path unused; of what opens everything its verdict tells. */
function useOf({ opens, role, verdict }: HeldPath, workIn: (repository: string) => WorkThere): Use {
  if (verdict === 'active') return 'used'
  if (opens === 'all') return verdict === 'inactive' ? 'unused' : 'unknown'
  const uses = opens.map((there) => workIn(there.repository).use(role))
  if (uses.includes('used')) return 'used'
  return uses.every((use) => use === 'unused') ? 'unused' : 'unknown'
}
