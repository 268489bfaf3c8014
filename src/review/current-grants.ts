/** What is held in an organisation now, read once for all of its proposals. It judges nothing. */

import type { Id, OpenGrant } from '../policy/words.ts'
import { findOpenCredentials, type OpenCredential } from '../register/access/credentials.ts'
import { findOpenGrants } from '../register/access/grants.ts'
import type { Register } from '../register/open.ts'

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
