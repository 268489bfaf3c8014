/** Deletes by age what the hourly run finds due: of one organisation a run, a few rows. */

import type { Platform } from '../../platform.ts'
import { agesAt } from '../../policy/people/keeping.ts'
import { deleteByAge, findNextToAge } from '../../register/people/erasure/by-age.ts'

/** Each organisation has its turn in an hour of its own, so that a run stays small however many there are. */
export async function deleteOld({ register, deployment, now }: Platform): Promise<void> {
  const org = await findNextToAge(register, Math.floor(Date.parse(now) / 3_600_000))
  if (org === null) return
  const rows = await deleteByAge(register, org, agesAt(deployment.keeping, now))
  if (rows > 0) console.log(JSON.stringify({ event: 'deleted_by_age', organization: org.id, rows }))
}
