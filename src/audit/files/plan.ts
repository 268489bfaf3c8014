/** Finds the repositories whose files the running review needs and that were not read for it yet. */

import { ACCESS_REPOSITORIES } from '../../policy/access/access-files.ts'
import { accessMap } from '../../policy/access/access-map.ts'
import { writableBy } from '../../policy/access/effective-access.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { findFilesPlan } from '../../register/audits/file-mentions.ts'
import { findOpenReview } from '../../register/reviews/reviews.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import type { Run } from '../engine/stage.ts'

/** What is left to read at the beginning of a step. */
export interface FilesToRead {
  readonly review: string
  readonly repositories: readonly Repository[]
}

/**
 * The repositories in which somebody who is asked about can write, and those in which files that keep access usually lie, each
 * once in a review. Null while no review is open. Archived ones are left out: nothing runs there, and nobody is asked for a
 * review of code.
 */
export function filesToRead(run: Run): Promise<FilesToRead | null> {
  const known = planned.get(run) ?? findToRead(run)
  planned.set(run, known)
  return known
}

const planned = new WeakMap<Run, Promise<FilesToRead | null>>()

async function findToRead(run: Run): Promise<FilesToRead | null> {
  const review = await findOpenReview(run.register, run.org.id)
  if (review === null) return null
  const { accounts, read } = await findFilesPlan(run.register, run.org.id, review.id)
  const shown = await checkedRepositories(run)
  const left = shown.filter(({ id, archived }) => !archived && !read.has(id))
  if (accounts.length === 0 || left.length === 0) return { review: review.id, repositories: [] }
  const ids = shown.map(({ id }) => id)
  const writable = writableBy(accessMap(await findOpenGrants(run.register, run.org.id), ids))
  const theirs = new Set(accounts.flatMap((account) => [...writable(account)]))
  return {
    review: review.id,
    repositories: left.filter(({ id, name }) => theirs.has(id) || ACCESS_REPOSITORIES.test(name)),
  }
}
