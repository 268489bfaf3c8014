/** Says whether a proposal is about an owner's or administrator's right, which nothing takes on one vote. */

import type { AccessMap } from '../access/access-map.ts'
import { accessAbout } from '../proposals/one-grant/grant-in-scope.ts'
import { isPrivileged } from '../proposals/risk.ts'
import type { Grant, ProposalScope, Risk, Subject } from '../words.ts'

/** As it was frozen, or by what is held now; `map` is made of `grants` and of every repository, or a base permission counts for nothing. */
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
