/** What a page of acts writes: what counts, and apart from it what cannot count for its date. It judges nobody. */

import { isDatedByHand } from '../../policy/activity/plausible.ts'
import type { Activity } from '../../policy/words.ts'
import { implausibleStatement } from '../../register/activity/implausible.ts'
import { activityStatement } from '../../register/activity/newest-acts.ts'
import type { Statement } from '../../register/open.ts'
import type { Run } from '../engine/stage.ts'

export function actStatements({ register, org, asOf }: Run, acts: readonly Activity[]): readonly Statement[] {
  const doubtful = acts.filter(({ kind }) => isDatedByHand(kind))
  return [
    ...(acts.length === 0 ? [] : [activityStatement(register, org.id, acts, asOf)]),
    ...(doubtful.length === 0 ? [] : [implausibleStatement(register, org.id, doubtful, asOf)]),
  ]
}
