/** Finds everybody inactive who can push or more, the most powerful first, with what is said of them already. */

import type { Platform } from '../../../../platform.ts'
import { accessMap } from '../../../../policy/access/access-map.ts'
import { accessIn } from '../../../../policy/access/effective-access.ts'
import { type AskedAbout, saidAlready } from '../../../../policy/people/what-is-known.ts'
import { powerOfAccount } from '../../../../policy/proposals/power.ts'
import { isPrivileged } from '../../../../policy/proposals/risk.ts'
import { rulesOrDefaults } from '../../../../policy/rules/rules.ts'
import { findOpenGrants } from '../../../../register/access/grants.ts'
import type { Organization } from '../../../../register/organizations.ts'
import { findInactivePeople, type InactivePerson } from '../../../../register/people/inactive-people.ts'
import { findLeavesNow } from '../../../../register/people/leaves.ts'

/** One row of the page. */
export interface PersonToAskAbout extends AskedAbout, InactivePerson {
  readonly isOwner: boolean
  /** Null while nothing is said. */
  readonly said: string | null
}

/** Three statements, however many there are. */
export async function findPeopleToAskAbout(
  { register, now }: Pick<Platform, 'register' | 'now'>,
  org: Organization,
): Promise<readonly PersonToAskAbout[]> {
  const [people, grants, away] = await Promise.all([
    findInactivePeople(register, org.id),
    findOpenGrants(register, org.id),
    findLeavesNow(register, org.id, now),
  ])
  const map = accessMap(grants)
  const rules = rulesOrDefaults(org.rules)
  const rows = people.flatMap((person) => {
    const access = accessIn(map, person.id)
    if (!map.accounts.has(person.id) || powerOfAccount(access) === 'membership_only') return []
    const said = saidAlready(person, rules, away.get(person.id)?.until ?? null, now)
    const isOwner = access.organizationRole === 'admin'
    return [{ ...person, isOwner, isPrivileged: isPrivileged(access), said }]
  })
  const rank = ({ isOwner, isPrivileged }: PersonToAskAbout) => Number(isOwner) + Number(isPrivileged)
  return rows.sort((a, b) => rank(b) - rank(a) || a.login.localeCompare(b.login, 'en'))
}
