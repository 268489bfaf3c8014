/** The stage that reads security advisories. They clear and decide nothing; not being shown them is no fault. */

import { advisories } from '../../github/activity/uncommon/advisories.ts'
import type { Reading } from '../../policy/words.ts'
import { recordReadings, repeatReading } from '../../register/audits/readings.ts'
import { acted } from '../activity/record-acts.ts'
import { probedRepositories } from '../engine/repositories-now.ts'
import { notRead, readWhole, type Stage } from '../engine/stage.ts'
import { plannedRepositories } from './plan.ts'

/** Of the whole organisation at once, on days on which rare acts are looked for at all. */
export const advised: Stage = {
  says: 'reading security advisories',
  spends: 'rare',
  async *read(run, cursor) {
    if (cursor === null && (await plannedRepositories(run)).length === 0) {
      // Until it is asked again the coverage tells what the last asking found.
      yield { statements: [repeatReading(run.register, run.org.id, run.audit.id, 'advisories')], next: null }
      return
    }
    const named = new Map((await probedRepositories(run)).map(({ id, name }) => [name, id]))
    const place = { org: run.org.login, repository: (name: string) => named.get(name) ?? null }
    // A cursor is read by the stage that wrote it.
    for await (const { acts, next, notShown } of advisories(
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
          ...acted(run, acts),
          ...(next === null ? [recordReadings(run.register, run.audit.id, [reading])] : []),
        ],
        next,
      }
    }
  },
  past: async (run, _cursor, trouble) => ({
    statements: [recordReadings(run.register, run.audit.id, [notRead('advisories', trouble)])],
    next: null,
  }),
}
