/** The stage that reads security advisories; a token that is not shown them does not make the audit partial. */

import { readAdvisories } from '../../github/activity/uncommon/advisories.ts'
import type { Reading } from '../../policy/words.ts'
import { readingsStatement, repeatReadingStatement } from '../../register/audits/readings.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { notRead, readWhole, type Stage } from '../engine/stage.ts'
import { scheduledRepositories } from './plan.ts'

/** For the whole organisation at once, on days for which any uncommon activity is scheduled. */
export const advisories: Stage = {
  label: 'reading security advisories',
  budget: 'uncommon',
  async *read(run, cursor) {
    if (cursor === null && (await scheduledRepositories(run)).length === 0) {
      // Until the next reading the coverage repeats the result of the last one.
      yield {
        statements: [repeatReadingStatement(run.register, run.org.id, run.audit.id, 'advisories')],
        next: null,
      }
      return
    }
    const idsByName = new Map((await checkedRepositories(run)).map(({ id, name }) => [name, id]))
    const location = { org: run.org.login, repository: (name: string) => idsByName.get(name) ?? null }
    // A cursor is read by the stage that wrote it.
    for await (const { acts, next, notShown } of readAdvisories(
      run.github,
      location,
      run.cutoff,
      cursor as string | null,
    )) {
      const reading: Reading =
        notShown === null
          ? readWhole('advisories')
          : {
              source: 'advisories',
              scope: { kind: 'organization' },
              state: { kind: 'not_shown', reason: notShown },
            }
      yield {
        statements: [
          ...actStatements(run, acts),
          ...(next === null ? [readingsStatement(run.register, run.audit.id, [reading])] : []),
        ],
        next,
      }
    }
  },
  skip: async (run, _cursor, trouble) => ({
    statements: [readingsStatement(run.register, run.audit.id, [notRead('advisories', trouble)])],
    next: null,
  }),
}
