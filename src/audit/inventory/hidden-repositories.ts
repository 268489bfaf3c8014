/** The stage that keeps what is known of repositories that GitHub lists and shows nothing of. */

import { whole } from '../../github/http/decode.ts'
import { readListedRepositories } from '../../github/inventory/listed-repositories.ts'
import { isAdvisoryFork } from '../../github/recheck/refused-repository.ts'
import type { Id, Source } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { findKeysSeen, findReadings, seenPageStatement } from '../../register/audits/readings.ts'
import { deferredSeenStatement } from '../../register/audits/removed.ts'
import type { Statement } from '../../register/open.ts'
import { withCursor } from '../engine/cursor.ts'
import type { Run } from '../engine/stage.ts'

/**
 * A repository that the list does not show any more may be one of those that it hides. REST's list tells which: then it and the
 * access to it stay as they were known, and the change check finds out whether GitHub shows it. What neither list has is
 * looked up and closed as usual. Where REST's list cannot be read, all that is missing stays.
 */
export const hiddenRepositories = withCursor(whole, {
  label: 'looking up what GitHub lists and does not show',
  budget: 'inventory',
  async *read(run, cursor) {
    const missing = await findMissing(run)
    if (missing.length === 0) {
      yield { statements: [], next: null }
      return
    }
    for await (const { ids, next } of readListedRepositories(run.github, run.org.login, cursor ?? 1)) {
      const hidden = missing.filter(({ id, name }) => ids.has(id) || isAdvisoryFork(name))
      yield { statements: keepStatements(run, `before ${next ?? 'the end'}`, hidden), next }
    }
  },
  skip: async (run) => ({ statements: keepStatements(run, 'all', await findMissing(run)), next: null }),
})

/** The known repositories that the list did not show; none where it hides none. */
async function findMissing({ register, org, audit }: Run) {
  const isAnyHidden = (await findReadings(register, audit.id)).some(
    ({ source, scope }) => source === 'hidden_repositories' && scope.kind === 'organization',
  )
  const seen = isAnyHidden ? await findKeysSeen(register, audit.id, 'repositories') : null
  if (seen === null) return []
  return (await findOpenRepositories(register, org.id)).filter(({ id }) => !seen.has(`repository:${id}`))
}

function keepStatements(
  { register, org, audit }: Run,
  page: string,
  repositories: readonly { readonly id: Id }[],
): readonly Statement[] {
  const ids = repositories.map(({ id }) => id)
  if (ids.length === 0) return []
  return [
    seenPageStatement(
      register,
      audit.id,
      'repositories',
      `hidden repositories ${page}`,
      ids.map((id) => `repository:${id}`),
    ),
    ...HELD_IN.map((source) =>
      deferredSeenStatement(register, org.id, audit.id, source, ids, `held in hidden ones ${page}`),
    ),
  ]
}

/** The sources that show what is held in a repository. */
const HELD_IN: readonly Source[] = ['repositories', 'teams', 'deploy_keys', 'repository_invitations']
