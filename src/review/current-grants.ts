/** What is held in an organisation now, read once for all of its proposals. It judges nothing. */

import type { HeldGrant, Id } from '../policy/words.ts'
import { type HeldCredential, openCredentials } from '../register/access/credentials.ts'
import { grantsOf } from '../register/access/grants.ts'
import type { Register } from '../register/open.ts'

export interface Held {
  readonly orgId: Id
  readonly grants: readonly HeldGrant[]
  readonly credentials: readonly HeldCredential[]
}

/** Every open grant and credential. */
export async function heldIn(register: Register, orgId: Id): Promise<Held> {
  const grants = await grantsOf(register, orgId)
  return { orgId, grants, credentials: await openCredentials(register, orgId) }
}
