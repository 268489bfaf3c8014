/** The columns of repositories, and of the people of one, in CSV. */

import type { RepositoryItem } from '../../../register/access/repositories/repository-rows.ts'
import type { RepositoryPerson } from '../../../register/access/repositories/repository-view.ts'
import { columnsOf } from '../../export.ts'

export const REPOSITORY_COLUMNS = columnsOf(
  ({ keyholders, ...item }: RepositoryItem) => ({
    ...item,
    activeKeyholders: keyholders.active,
    unknownKeyholders: keyholders.unknown,
    twoKeyholders: keyholders.two,
  }),
  [
    ...(['id', 'name', 'archived', 'private', 'pushedAt', 'activePeople'] as const),
    ...(['canPush', 'canAdminister', 'canRelease', 'complete'] as const),
    ...(['activeKeyholders', 'unknownKeyholders', 'twoKeyholders'] as const),
  ],
)

export const PERSON_COLUMNS = columnsOf(
  ({ paths, lastUse, lastAct, ...person }: RepositoryPerson) => ({
    ...person,
    through: paths.map(({ words, role }) => `${words} (${role})`),
    lastUsedAt: lastUse?.at ?? null,
    lastUsedBy: lastUse?.kind ?? null,
    lastUsedUrl: lastUse?.url ?? null,
    lastSeenAt: lastAct?.at ?? null,
    lastSeenBy: lastAct?.kind ?? null,
  }),
  [
    ...(['id', 'login', 'name', 'type', 'verdict', 'role', 'use', 'through'] as const),
    ...(['lastUsedAt', 'lastUsedBy', 'lastUsedUrl', 'lastSeenAt', 'lastSeenBy'] as const),
  ],
)
