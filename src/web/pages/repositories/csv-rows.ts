/** The columns of repositories, and of the people of one, in CSV. */

import type { RepositoryItem } from '../../../register/access/repositories/repository-rows.ts'
import type { RepositoryPerson } from '../../../register/access/repositories/repository-view.ts'

export function repositoryRow({ keyholders, ...item }: RepositoryItem) {
  return {
    ...item,
    activeKeyholders: keyholders.active,
    unknownKeyholders: keyholders.unknown,
    twoKeyholders: keyholders.two,
  }
}

export function repositoryPersonRow({ paths, lastUse, lastAct, ...person }: RepositoryPerson) {
  return {
    ...person,
    through: paths.map(({ words, role }) => `${words} (${role})`),
    lastUsedAt: lastUse?.at ?? null,
    lastUsedBy: lastUse?.kind ?? null,
    lastUsedUrl: lastUse?.url ?? null,
    lastSeenAt: lastAct?.at ?? null,
    lastSeenBy: lastAct?.kind ?? null,
  }
}
