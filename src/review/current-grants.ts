/** Reads an organisation's current grants and credentials, once for all of its proposals. */

import type { Id, OpenGrant, Subject } from '../policy/words.ts'
import { findOpenCredentials, type OpenCredential } from '../register/access/credentials.ts'
import { findOpenGrants } from '../register/access/grants.ts'
import type { Register } from '../register/open.ts'

/** What is held in an organisation now, as the register knows it. */
export interface CurrentGrants {
  readonly orgId: Id
  readonly grants: readonly OpenGrant[]
  readonly credentials: readonly OpenCredential[]
}

/** Every open grant and credential. */
export async function readCurrentGrants(register: Register, orgId: Id): Promise<CurrentGrants> {
  const grants = await findOpenGrants(register, orgId)
  return { orgId, grants, credentials: await findOpenCredentials(register, orgId) }
}

/** Only what proposals about these kinds of subject need; the other list stays empty. */
export async function readGrantsAbout(
  register: Register,
  orgId: Id,
  kinds: ReadonlySet<Subject['kind']>,
): Promise<CurrentGrants> {
  const [grants, credentials] = await Promise.all([
    kinds.has('account') || kinds.has('invitation') ? findOpenGrants(register, orgId) : [],
    kinds.has('credential') ? findOpenCredentials(register, orgId) : [],
  ])
  return { orgId, grants, credentials }
}
