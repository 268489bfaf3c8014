/** Deletes what has reached its age: each hourly run takes a few rows of one organisation. */

import type { Platform } from '../../platform.ts'
import { hourNumber, instant } from '../../policy/calendar.ts'
import { agesAt } from '../../policy/people/keeping.ts'
import { deleteByAge, findNextToAge } from '../../register/people/erasure/by-age.ts'

/** Organisations take turns, one an hour, so that a run stays small however many there are. */
export async function deleteOld({ register, deployment, now }: Platform): Promise<void> {
  const org = await findNextToAge(register, hourNumber(now))
  if (org === null) return
  const rows = await deleteByAge(register, org, agesAt(deployment.keeping, now, instant(Date.now())))
  if (rows > 0) console.log(JSON.stringify({ event: 'deleted_by_age', organization: org.id, rows }))
}
