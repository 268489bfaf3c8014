/** Finds who is inactive and not proposed yet, because uncommon activity is still being read where they can write. */

import { type SQL, sql } from 'drizzle-orm'
import { accessMap } from '../../policy/access/access-map.ts'
import { strongestGiven } from '../../policy/access/effective-access.ts'
import { MOST_UNCOMMON_REPOSITORIES } from '../../policy/activity/uncommon.ts'
import type { Missing, MissingPerson } from '../../policy/proposals/missing-in-words.ts'
import type { Grant, Id } from '../../policy/words.ts'
import { findGrantsReaching } from '../access/grants.ts'
import type { Register } from '../open.ts'

export const NOBODY_MISSING: Missing = { people: [], joinsWithinDays: 0 }

/** Somebody whose verdict is marked as not looked through; `unread`: of how many repositories something is still to be read. */
export interface NotLookedThrough {
  readonly id: Id
  readonly login: string
  readonly unread: number
}

/** Selects them, by login. */
export function notLookedThrough(orgId: Id): SQL {
  return sql`
    select accounts.id, accounts.login, (select count(*) from repositories where org_id = ${orgId} and closed_at is null
      and not exists (select 1 from watermarks where watermarks.org_id = ${orgId} and source = 'workflow_runs'
        and scope_id = repositories.id)) as unread
    from verdicts join accounts on accounts.id = verdicts.account_id
    where verdicts.org_id = ${orgId} and verdicts.verdict = 'inactive'
      and json_extract(verdicts.facts, '$.rareActsUnread') = 1
    order by lower(accounts.login)`
}

/** Everybody whose verdict is marked as not looked through, owners first. Reads no grants where nobody is. */
export async function findMissing(register: Register, orgId: Id): Promise<Missing> {
  const rows = await register.rows<NotLookedThrough>(notLookedThrough(orgId))
  if (rows.length === 0) return NOBODY_MISSING
  const accounts = rows.map(({ id }) => id)
  return missingAmong(rows, await findGrantsReaching(register, orgId, accounts))
}

/** The same for people who have already been found. `grants`: at least those that reach them. */
export function missingAmong(rows: readonly NotLookedThrough[], grants: readonly Grant[]): Missing {
  const [first] = rows
  if (first === undefined) return NOBODY_MISSING
  const map = accessMap(grants)
  const strongest = strongestGiven(map)
  const powerOf = (id: Id): MissingPerson['power'] => {
    if (map.organizationRoles.get(id) === 'admin') return 'owner'
    return strongest(id) === 'admin' ? 'admin' : 'write'
  }
  const people = rows.map(({ id, login }) => ({ id, login, power: powerOf(id) }))
  return {
    people: ORDER.flatMap((power) => people.filter((person) => person.power === power)),
    joinsWithinDays: Math.max(1, Math.ceil(first.unread / MOST_UNCOMMON_REPOSITORIES)),
  }
}

const ORDER: readonly MissingPerson['power'][] = ['owner', 'admin', 'write']
