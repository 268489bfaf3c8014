/** Records the rows of GitHub's answers that were left out because they are not as GitHub documents them. */

import type { OddRow } from '../../github/http/decode.ts'
import { type OddAct, oddActsStatement } from '../../register/activity/odd-acts.ts'
import { oddRowsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import type { Run, Stage } from './stage.ts'

/**
 * What a page writes of its odd rows. Each is told by name and costs only itself; but whose act it would have been is in
 * doubt for as long as the window: they were seen, nobody knows when, and what was read once is not read again.
 */
export function oddRowStatements(run: Run, stage: Stage): readonly Statement[] {
  const odd = run.github.takeOddRows()
  if (odd.length === 0) return []
  const doubts = isOfActivity(stage) ? odd.flatMap(doubtsOf) : []
  return [
    oddRowsStatement(
      run.register,
      run.audit.id,
      odd.map(({ sentence }) => sentence),
    ),
    ...(doubts.length === 0 ? [] : [oddActsStatement(run.register, run.org.id, doubts, run.asOf)]),
  ]
}

function isOfActivity(stage: Stage): boolean {
  return !('compute' in stage) && (stage.budget === 'activity' || stage.budget === 'uncommon')
}

function doubtsOf({ sentence, accounts }: OddRow): OddAct[] {
  return accounts.map((account) => ({ account, sentence }))
}
