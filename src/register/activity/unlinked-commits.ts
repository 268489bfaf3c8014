/** Commits of the window that GitHub links to no account, by repository. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'

/** Stores commits that no account is linked to; one that is known already is not written. */
export function unlinkedCommitsStatement(
  register: Register,
  orgId: Id,
  commits: readonly { readonly repository: Id; readonly sha: string; readonly at: Instant }[],
): Statement {
  return register.run(sql`
    insert into unlinked_commits (org_id, repository_id, sha, at)
    select ${orgId}, value->>'repository', value->>'sha', value->>'at' from ${rowsOf(commits)} where true
    on conflict (org_id, repository_id, sha) do nothing`)
}

/** Deletes those from before the window. */
export function forgetUnlinkedStatement(register: Register, orgId: Id, cutoff: Instant): Statement {
  return register.run(sql`delete from unlinked_commits where org_id = ${orgId} and at < ${cutoff}`)
}

/** How many the window has in each repository, the most first; of the repositories that an account pushed to, or of all. */
export async function countUnlinkedCommits(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  pushedBy: Id | null,
): Promise<readonly { readonly repository: string; readonly commits: number }[]> {
  const pushed = sql`(select repository_id from activity where org_id = ${orgId} and account_id = ${pushedBy} and kind in ('push', 'merge', 'branch'))`
  return register.rows(sql`
    select repositories.name as repository, count(*) as commits from unlinked_commits
      join repositories on repositories.id = unlinked_commits.repository_id
    where unlinked_commits.org_id = ${orgId} and unlinked_commits.at >= ${cutoff} and repositories.closed_at is null
      ${pushedBy === null ? sql`` : sql`and unlinked_commits.repository_id in ${pushed}`}
    group by repositories.id order by commits desc, repositories.name`)
}
