/** Who is named in files of repositories: written by the reading that runs once a review, and how far it came. */

import { sql } from 'drizzle-orm'
import type { FileMention } from '../../policy/access/file-mentions.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { watermarksStatement } from '../activity/watermarks.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'

/** What was read of one repository's files. */
export interface FilesRead {
  readonly repository: Id
  readonly mentions: readonly (FileMention & { readonly url: string })[]
  /** A sentence without full stop for each file that was not read. */
  readonly notRead: readonly string[]
}

/** Replaces what was known of these repositories; an unchanged row is not written. Logins are looked up among those who hold access. */
export function filesReadStatements(
  register: Register,
  orgId: Id,
  reviewId: string,
  read: readonly FilesRead[],
  now: Instant,
): Statement[] {
  const rows = rowsOf(
    read.flatMap(({ repository, mentions }) => mentions.map((each) => ({ ...each, repository }))),
  )
  const repositories = rowsOf(read.map(({ repository }) => repository))
  return [
    register.run(sql`
      delete from file_mentions where org_id = ${orgId} and repository_id in (select value from ${repositories})
        and (repository_id, kind, path, line, login) not in (select value->>'repository', value->>'kind', value->>'path',
          value->>'line', value->>'login' from ${rows})`),
    register.run(sql`
      insert into file_mentions (org_id, repository_id, kind, path, line, login, account_id, text, url, read_at)
      select ${orgId}, value->>'repository', value->>'kind', value->>'path', value->>'line', value->>'login',
        coalesce(value->>'account', (select accounts.id from accounts where lower(accounts.login) = lower(value->>'login')
          and exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = accounts.id and grants.closed_at is null))),
        value->>'text', value->>'url', ${now}
      from ${rows} where true
      on conflict (org_id, repository_id, kind, path, line, login) do update set account_id = excluded.account_id,
        text = excluded.text, url = excluded.url, read_at = excluded.read_at
      where account_id is not excluded.account_id or text is not excluded.text or url is not excluded.url`),
    watermarksStatement(
      register,
      orgId,
      'repository_files',
      read.map(({ repository, notRead }) => ({
        scope: repository,
        since: now,
        readTo: now,
        mark: JSON.stringify({ review: reviewId, notRead }),
      })),
    ),
  ]
}

/** Whose files a review needs: the accounts it asks about, and the repositories that were read for it already. */
export async function findFilesPlan(
  register: Register,
  orgId: Id,
  reviewId: string,
): Promise<{ readonly accounts: readonly Id[]; readonly read: ReadonlySet<Id> }> {
  const rows = await register.rows<{ kind: 'account' | 'read'; id: Id }>(sql`
    select distinct 'account' as kind, cast(substr(subject_key, 9) as integer) as id from proposals
      where review_id = ${reviewId} and org_id = ${orgId} and subject_key like 'account:%'
    union all select 'read', scope_id from watermarks
      where org_id = ${orgId} and source = 'repository_files' and mark->>'review' = ${reviewId}`)
  const idsOf = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
  return { accounts: idsOf('account'), read: new Set(idsOf('read')) }
}

/** The logins, in lower case, of everybody who holds access. */
export async function findHolderLogins(register: Register, orgId: Id): Promise<ReadonlySet<string>> {
  const rows = await register.rows<{ login: string }>(sql`
    select lower(login) as login from accounts where id in (select account_id from grants
      where org_id = ${orgId} and closed_at is null)`)
  return new Set(rows.map(({ login }) => login))
}
