/** What was said on proposals: the rows of `comments`. */

import { type SQL, sql } from 'drizzle-orm'
import type { Comment } from '../../../policy/people/contributing/comment.ts'
import type { Id } from '../../../policy/words.ts'
import { insertFrom, type Register, rowsOf, type Statement } from '../../open.ts'
import { comments } from '../../schema.ts'

/** The comments on each proposal that has any, oldest first. */
export async function findCommentsOf(
  register: Register,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Comment[]>> {
  if (proposalIds.length === 0) return new Map()
  const { id, proposalId, by, text, recommends, role, at } = comments
  const rows = await register
    .select({ id, proposalId, by, text, recommends, role, at })
    .from(comments)
    .where(sql`${proposalId} in (select value from ${rowsOf(proposalIds)})`)
    .orderBy(at, id)
  return Map.groupBy(rows, (row) => row.proposalId)
}

/** Keeps a comment, unless the same person has said exactly that on this proposal: a double click says it once. */
export function commentStatement(
  register: Register,
  about: { readonly orgId: Id; readonly proposalId: string },
  { id, by, text, recommends, role, at }: Comment,
): Statement {
  const said: SQL = sql`select 1 from comments where proposal_id = ${about.proposalId} and text = ${text}
    and recommends is ${recommends} and role is ${role}
    and ("by" ->> 'kind') = ${by.kind} and ("by" ->> 'id') is ${by.kind === 'person' ? by.id : null}`
  return insertFrom(
    register,
    comments,
    { id, ...about, by: JSON.stringify(by), text, recommends, role, at },
    sql`where not exists (${said})`,
  )
}
