/** Finds paths that a plan did not know of: repositories in which somebody can do more than the plan should have left. */

import type { GitHub } from '../../github/http/client.ts'
import { readEffectiveRoles } from '../../github/recheck/effective-roles.ts'
import { accessMap } from '../../policy/access/access-map.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { grantsAfter } from '../../policy/proposals/plans/after-plan.ts'
import { type Id, isWeaker, type RepositoryRole } from '../../policy/words.ts'
import type { CaseWithAccess } from '../case.ts'
import { recordedRepositoryName, type SubjectNow } from './subject-now.ts'

/** Repositories that are read at the end, with four GraphQL queries. */
const MOST_READ = 100

/**
 * The repositories, by name and role, in which the account can do more than the plan should have left, as GitHub computes it
 * from all paths. Only private repositories are looked at, and those in which the plan takes a path away; that everybody can
 * read a public one does not count. Empty for other subjects.
 */
export async function pathsLeft(
  github: GitHub,
  revocationCase: CaseWithAccess,
  subject: SubjectNow,
): Promise<readonly string[]> {
  const proposed = revocationCase.proposal.subject
  if (subject.kind !== 'account' || proposed.kind !== 'account' || subject.holdings.login === null) return []
  const { before, after } = expected(revocationCase, proposed.id)
  const looked = revocationCase.repositories
    .filter(({ id, private: hidden }) => before.has(id) && (hidden || before.get(id) !== after.get(id)))
    .slice(0, MOST_READ)
  const now = await readEffectiveRoles(github, looked, subject.holdings.login, proposed.id)
  return looked.flatMap(({ id, private: hidden }) => {
    const role = now.get(id)
    const allowed = after.get(id) ?? (hidden ? undefined : 'read')
    if (role === undefined || (allowed !== undefined && !isWeaker(allowed, role))) return []
    return [`${recordedRepositoryName(revocationCase, id) ?? id} (${role} by a path outside the plan)`]
  })
}

type Roles = ReadonlyMap<Id, RepositoryRole>

/** The roles before the first removal, by the snapshot, and those that the plan leaves. */
function expected({ grants, revocation, repositories, plan }: CaseWithAccess, account: Id) {
  const others = grants.filter((grant) => !('account' in grant) || grant.account !== account)
  const own = revocation.snapshot?.kind === 'account' ? revocation.snapshot.grants : []
  const all = [...others, ...own]
  const ids = repositories.map(({ id }) => id)
  const rolesBy = (given: typeof all): Roles =>
    new Map([...accessIn(accessMap(given, ids), account).repositories].map(([id, { role }]) => [id, role]))
  return { before: rolesBy(all), after: rolesBy([...grantsAfter(all, account, plan)]) }
}
