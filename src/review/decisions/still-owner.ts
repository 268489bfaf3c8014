/** Asks GitHub whether somebody whose word still waits for its effect is an owner to this day. */

import type { Platform } from '../../platform.ts'
import type { Actor } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'

/** Whether `by` owns the organisation now; whatever is no person lost no ownership. */
export async function isStillOwner(
  { organizationRoleOf }: Pick<Platform, 'organizationRoleOf'>,
  org: Pick<Organization, 'id' | 'login' | 'installationId'>,
  by: Actor,
): Promise<boolean> {
  return by.kind !== 'person' || (await organizationRoleOf(org, { id: by.id, login: by.login })) === 'owner'
}
