/** Finds the audits that stopped in the middle and that the next hourly run continues. */

import type { Instant } from '../../../policy/words.ts'
import { findAuditsWithExpiredLease } from '../../../register/audits/checkpoint.ts'
import type { Register } from '../../../register/open.ts'

/** Their ids. */
export async function findStopped(register: Register, now: Instant): Promise<ReadonlySet<string>> {
  return new Set((await findAuditsWithExpiredLease(register, now)).map(({ id }) => id))
}
