/** The order of GitHub's repository roles. It never says who holds one. */

import { REPOSITORY_ROLES, type RepositoryRole } from '../words.ts'

/** Whether `a` is strictly weaker than `b`. */
export function isWeaker(a: RepositoryRole, b: RepositoryRole): boolean {
  return REPOSITORY_ROLES.indexOf(a) < REPOSITORY_ROLES.indexOf(b)
}

/** The stronger of two roles. */
export function stronger(a: RepositoryRole, b: RepositoryRole): RepositoryRole {
  return isWeaker(a, b) ? b : a
}
