/** Says whether a proposal is about an owner's or administrator's right, which nothing takes on one vote. */

import type { AccessMap } from '../access/access-map.ts'
import { accessAbout } from '../proposals/one-grant/grant-in-scope.ts'
import { isPrivileged } from '../proposals/risk.ts'
import type { Grant, ProposalScope, Risk, Subject } from '../words.ts'

/**
 * Whether it was one when it was frozen, or is one by what is held now. `map` has to be made of `grants` and every repository,
 * or the base permission would not count.
 */
export function takesPrivilege(
  proposal: {
    readonly subject: Subject
    readonly scope: ProposalScope | null
    readonly risk: Pick<Risk, 'privileged'>
  },
  map: AccessMap,
  grants: readonly Grant[],
): boolean {
  const access = accessAbout(proposal, map, grants)
  return proposal.risk.privileged || (access !== null && isPrivileged(access))
}
