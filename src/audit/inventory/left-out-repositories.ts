/** The stage that notes the repositories whose activity the owners want left out, with their reason. */

import type { Reading } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import type { ComputingStage } from '../engine/stage.ts'

/** A rule that names no repository of the organisation changes nothing. */
export const leftOutRepositories: ComputingStage = {
  label: 'noting what the owners leave out',
  async *compute(run) {
    const { register, org, audit, rules } = run
    const all = rules.leftOut.length === 0 ? [] : await findOpenRepositories(register, org.id)
    const readings = all.flatMap(({ id, name }): Reading[] => {
      const rule = rules.leftOut.find(({ repository }) => repository.toLowerCase() === name.toLowerCase())
      if (rule === undefined) return []
      const reason = `${rule.by ?? 'an owner'} leaves it out: ${rule.reason}`
      return [
        {
          source: 'left_out_repositories',
          scope: { kind: 'repository', id },
          state: { kind: 'not_shown', reason },
        },
      ]
    })
    yield { statements: [readingsStatement(register, audit.id, readings)], next: null }
  },
}
