/** The repositories of this audit: as its probe left them, and as its own list has them. It asks GitHub nothing. */

import type { Id } from '../../policy/words.ts'
import { findOpenRepositories, type Repository } from '../../register/access/repositories.ts'
import { findKeysSeen } from '../../register/audits/readings.ts'
import type { Run } from './stage.ts'

/** The repositories as the probe left them, read once a step: no stage behind it writes any. */
export function checkedRepositories(run: Run): Promise<readonly Repository[]> {
  const known = checked.get(run) ?? findOpenRepositories(run.register, run.org.id)
  checked.set(run, known)
  return known
}

const checked = new WeakMap<Run, Promise<readonly Repository[]>>()

/** Repositories that this audit's own list has; one that is gone is not asked for what was in it. */
export async function listedNow(run: Run): Promise<ReadonlySet<Id>> {
  const open = await findOpenRepositories(run.register, run.org.id)
  const seen = await findKeysSeen(run.register, run.audit.id, 'repositories')
  return new Set(open.map(({ id }) => id).filter((id) => seen === null || seen.has(`repository:${id}`)))
}
