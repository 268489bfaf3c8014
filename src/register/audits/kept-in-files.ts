/** Finds the lines of files by which somebody's access would come back after a removal. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, KeptInFile } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'

/** By account, as last read; whoever is named in no such file is absent. One statement. */
export async function findKeptInFiles(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
): Promise<ReadonlyMap<Id, readonly KeptInFile[]>> {
  const rows = await register.rows<KeptInFile & { readonly account: Id }>(sql`
    select account_id as account, repositories.name as repository, path, line, login, url from file_mentions
    join repositories on repositories.id = file_mentions.repository_id and repositories.closed_at is null
    where file_mentions.org_id = ${orgId} and kind = 'access_file'
      and account_id in (select value from ${rowsOf(accounts)})
    order by repositories.name, path, line`)
  return new Map(
    [...Map.groupBy(rows, ({ account }) => account)].map(([account, lines]) => [
      account,
      lines.map(({ account: _, ...line }) => line),
    ]),
  )
}

/** Selects those of one account as a JSON list of `KeptInFile`, for another statement to join. */
export function keptInFilesJson(orgId: SQL, account: SQL): SQL {
  return sql`(select json_group_array(json_object('repository', name, 'path', path, 'line', line, 'login', login, 'url', url))
    from (select repositories.name, path, line, login, url from file_mentions
      join repositories on repositories.id = file_mentions.repository_id and repositories.closed_at is null
      where file_mentions.org_id = ${orgId} and kind = 'access_file' and account_id = ${account}
      order by repositories.name, path, line))`
}
