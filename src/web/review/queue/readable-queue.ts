/** Reads the queue for pages that are to open even where it cannot be foretold. */

import { Refusal } from '../../../policy/refusal.ts'
import type { Organization } from '../../../register/organizations.ts'
import { readQueue, type WholeQueue } from '../../../review.ts'
import type { Visit } from '../../access/visit.ts'

/** Null where the rules, or a version of them that binds something queued, cannot be read: the settings say so. */
export async function readableQueue(c: Visit, org: Organization): Promise<WholeQueue | null> {
  try {
    return await readQueue(c.var.platform, org, c.var.platform.now)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'conflict') return null
    throw error
  }
}
