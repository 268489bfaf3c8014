/** The stage that reads security advisories. They clear and decide nothing; not being shown them is no fault. */

import { readAdvisories } from '../../github/activity/uncommon/advisories.ts'
import type { Reading } from '../../policy/words.ts'
import { readingsStatement, repeatReadingStatement } from '../../register/audits/readings.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { notRead, readWhole, type Stage } from '../engine/stage.ts'
import { scheduledRepositories } from './plan.ts'

/** Of the whole organisation at once, on days on which rare acts are looked for at all. */
export const advised: Stage = {
  label: 'reading security advisories',
  budget: 'uncommon',
  async *read(run, cursor) {
    if (cursor === null && (await scheduledRepositories(run)).length === 0) {
      // Until it is asked again the coverage tells what the last asking found.
      yield {
        statements: [repeatReadingStatement(run.register, run.org.id, run.audit.id, 'advisories')],
        next: null,
      }
      return
    }
    const named = new Map((await checkedRepositories(run)).map(({ id, name }) => [name, id]))
    const place = { org: run.org.login, repository: (name: string) => named.get(name) ?? null }
    // A cursor is read by the stage that wrote it.
    for await (const { acts, next, notShown } of readAdvisories(
      run.github,
      place,
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
