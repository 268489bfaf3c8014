/** The stage that keeps what is known of repositories while GitHub lists some and shows nothing of them. */

import type { Source } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { findKeysSeen, findReadings, seenPageStatement } from '../../register/audits/readings.ts'
import { deferredSeenStatement } from '../../register/audits/removed.ts'
import type { ComputingStage } from '../engine/stage.ts'

/**
 * A repository that the list does not show any more may be one of those that it hides: then it and the access to it stay as
 * they were known, and the change check finds out which of them GitHub shows. Once the list hides none, whatever is missing
 * from it is looked up and closed as usual.
 */
export const hiddenRepositories: ComputingStage = {
  label: 'keeping what GitHub lists and does not show',
  async *compute(run) {
    const { register, org, audit } = run
    const isAnyHidden = (await findReadings(register, audit.id)).some(
      ({ source, scope }) => source === 'hidden_repositories' && scope.kind === 'organization',
    )
    const seen = isAnyHidden ? await findKeysSeen(register, audit.id, 'repositories') : null
    if (seen === null) {
      yield { statements: [], next: null }
      return
    }
    const missing = (await findOpenRepositories(register, org.id))
      .map(({ id }) => id)
      .filter((id) => !seen.has(`repository:${id}`))
    yield {
      statements: [
        seenPageStatement(
          register,
          audit.id,
          'repositories',
          'hidden repositories',
          missing.map((id) => `repository:${id}`),
        ),
        ...HELD_IN.map((source) =>
          deferredSeenStatement(register, org.id, audit.id, source, missing, 'held in hidden ones'),
        ),
      ],
      next: null,
    }
  },
}

/** The sources that show what is held in a repository. */
const HELD_IN: readonly Source[] = ['repositories', 'teams', 'deploy_keys', 'repository_invitations']
