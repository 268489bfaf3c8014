/** The stage that reads, once a review, the files that name those whom it asks about. */

import { readRepositoryFiles } from '../../github/files/repository-files.ts'
import { type GitHubTrouble, isRefusal } from '../../github/http/errors.ts'
import { withoutStop } from '../../policy/english.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { filesReadStatements } from '../../register/audits/file-mentions.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { type BatchPosition, batchPosition, halved, withCursor } from '../engine/cursor.ts'
import { notRead, type Run, readWhole } from '../engine/stage.ts'
import { filesOf } from './mentions.ts'
import { filesToRead } from './plan.ts'

/** Repositories of one query: their workflows come with their texts. */
const BEGIN: BatchPosition = { after: 0, size: 5 }

/** Two queries for a few repositories each. One that GitHub refuses is kept as not read; after a passing fault the next audit reads it. */
export const filesOfProposed = withCursor(batchPosition, {
  label: 'reading workflows and CODEOWNERS for the review',
  budget: 'files',
  canSplit: true,
  async *read(run, cursor) {
    for (let at = cursor ?? BEGIN; ; ) {
      const { review, batch, last } = await batchAt(run, at)
      if (review === null) return
      const shown = await readRepositoryFiles(run.github, batch)
      const read = await filesOf(run, batch, shown)
      at = { ...at, after: batch.at(-1)?.id ?? at.after }
      const gaps = read.flatMap(({ repository, notRead: sentences }) =>
        sentences.length === 0 ? [] : [notShown(repository, sentences)],
      )
      yield {
        statements: [
          ...filesReadStatements(run.register, run.org.id, review, read, run.asOf),
          readingsStatement(run.register, run.audit.id, last ? [...gaps, readWhole(SOURCE)] : gaps),
        ],
        next: last ? null : at,
      }
      if (last) return
    }
  },
  async skip(run, cursor, trouble) {
    const at = cursor ?? BEGIN
    const smaller = halved(at)
    if (smaller !== null && trouble.trouble.kind === 'too_big') return smaller
    const { review, batch, last } = await batchAt(run, at)
    if (review === null) return { statements: [], next: null }
    return {
      statements: [
        ...keptAsNotRead(run, review, batch, trouble),
        readingsStatement(
          run.register,
          run.audit.id,
          batch.map(({ id }) => notRead(SOURCE, trouble, { kind: 'repository', id })),
        ),
      ],
      next: last ? null : { ...at, after: batch.at(-1)?.id ?? at.after },
    }
  },
})

const SOURCE = 'repository_files'

/** The next repositories; `review` is null where there is nothing (more) to read. */
async function batchAt(run: Run, { after, size }: BatchPosition) {
  const toRead = await filesToRead(run)
  const left = (toRead?.repositories ?? []).filter(({ id }) => id > after)
  const batch = left.slice(0, size)
  return { review: batch.length === 0 ? null : (toRead?.review ?? null), batch, last: left.length <= size }
}

/** What GitHub will not show later either; any other fault, also that it takes GitHub too long, leaves the repositories to the next audit. */
function keptAsNotRead(run: Run, review: string, batch: readonly Repository[], trouble: GitHubTrouble) {
  if (!isRefusal(trouble)) return []
  const read = batch.map(({ id }) => ({
    repository: id,
    mentions: [],
    notRead: [withoutStop(trouble.message)],
  }))
  return filesReadStatements(run.register, run.org.id, review, read, run.asOf)
}

function notShown(repository: number, sentences: readonly string[]) {
  return {
    source: SOURCE,
    scope: { kind: 'repository', id: repository },
    state: { kind: 'not_shown', reason: sentences.join('; ') },
  } as const
}
