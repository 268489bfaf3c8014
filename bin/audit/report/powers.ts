/** What each person can do at most, computed from the grants on this machine as a review computes it. */
import type { D1Database } from '@cloudflare/workers-types'
import type { AccountRow } from '../../../local/api.ts'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { accessIn, highestRole } from '../../../src/policy/access/effective-access.ts'
import { powerOfAccount } from '../../../src/policy/proposals/power.ts'
import type { Id, Power } from '../../../src/policy/words.ts'
import { findOpenGrants } from '../../../src/register/access/grants.ts'
import { findOpenRepositories } from '../../../src/register/access/repositories.ts'
import { openRegister } from '../../../src/register/open.ts'
import { findOrganization } from '../../../src/register/organizations.ts'

/** A person's strongest role anywhere, in GitHub's words; `owner`, or `member` where there is none. */
export interface Strength {
  readonly power: Power
  readonly strongest: string
}

/** An account of the API's list, with what it can do. */
export type Person = AccountRow & Strength

export async function strengthsOf(
  database: D1Database,
  organization: string,
): Promise<(account: Id) => Strength> {
  const register = openRegister(database)
  const org = await findOrganization(register, organization)
  if (org === undefined) throw new Error(`${organization} is not in the database, so nothing can be printed.`)
  const repositories = await findOpenRepositories(register, org.id)
  const map = accessMap(
    await findOpenGrants(register, org.id),
    repositories.map(({ id }) => id),
  )
  return (account) => {
    const access = accessIn(map, account)
    const strongest = access.organizationRole === 'admin' ? 'owner' : (highestRole(access) ?? 'member')
    return { power: powerOfAccount(access), strongest }
  }
}
