/** GitHub's words for the roles in a repository, there and back. A custom role is none of the five. */

import { REPOSITORY_ROLES, type RepositoryRole } from '../../policy/words.ts'

/** REST's words for the roles that it takes, and for some that it tells. */
export const ROLE_WORDS: Readonly<Record<RepositoryRole, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
}

/** The role behind a word of REST's or GraphQL's; null for a custom role. */
export function roleFromWord(name: string | null): RepositoryRole | null {
  const word = name?.toLowerCase() ?? ''
  return REPOSITORY_ROLES.find((role) => role === word || ROLE_WORDS[role] === word) ?? null
}
