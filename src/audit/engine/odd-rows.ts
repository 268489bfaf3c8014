/** Records the rows of GitHub's answers that were left out because they are not as GitHub documents them. */

import type { OddRow } from '../../github/http/decode.ts'
import type { Reading } from '../../policy/words.ts'
import { oddRowsStatement, readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import type { Run, Stage } from './stage.ts'

/**
 * What a page writes of its odd rows. Each is told by name and costs only itself; but whose act it would have been is in
 * doubt from then on: they were seen, and nobody knows when.
 */
export function oddRowStatements(run: Run, stage: Stage): readonly Statement[] {
  const odd = run.github.takeOddRows()
  if (odd.length === 0) return []
  const doubts = isOfActivity(stage) ? odd.flatMap(doubtOf) : []
  return [
    oddRowsStatement(
      run.register,
      run.audit.id,
      odd.map(({ sentence }) => sentence),
    ),
    ...(doubts.length === 0 ? [] : [readingsStatement(run.register, run.audit.id, doubts)]),
  ]
}

function isOfActivity(stage: Stage): boolean {
  return !('compute' in stage) && (stage.budget === 'activity' || stage.budget === 'uncommon')
}

function doubtOf({ sentence, account }: OddRow): Reading[] {
  if (account === null) return []
  return [
    {
      source: 'odd_acts',
      scope: { kind: 'account', id: account },
      // A row that is odd today is odd tomorrow: as unread it would keep every audit partial.
      state: { kind: 'not_shown', reason: sentence },
    },
  ]
}
