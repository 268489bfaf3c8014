/** Who is not asked about by what owners and people have said since the newest audit judged: exempt, sponsored, or away. */

import type { AccessMap } from '../../policy/access/access-map.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { isPrivileged } from '../../policy/proposals/risk.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import { exemptionOf } from '../../policy/verdict/inactivity.ts'
import { type Id, type Instant, subjectKeyOf } from '../../policy/words.ts'
import type { Register } from '../../register/open.ts'
import { findLeavesNow } from '../../register/people/leaves.ts'

/** The subject keys of those who are not asked about. Leave does not stop a question about an owner's or admin's rights. */
export async function sparedNow(
  register: Register,
  orgId: Id,
  rules: Rules,
  map: AccessMap,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const away = [...(await findLeavesNow(register, orgId, now)).keys()].filter(
    (account) => !isPrivileged(accessIn(map, account)),
  )
  const exempt = [...rules.exemptions, ...rules.sponsors].flatMap(({ id, login }) =>
    id !== undefined && exemptionOf({ id, login, type: 'User' }, rules, now) !== null ? [id] : [],
  )
  return new Set([...away, ...exempt].map((id) => subjectKeyOf({ kind: 'account', id })))
}
