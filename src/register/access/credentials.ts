/** The credentials of an organisation over time. */

import { sql } from 'drizzle-orm'
import { instant } from '../../policy/calendar.ts'
import type { Credential, CredentialKind, Id, Instant } from '../../policy/words.ts'
import { fromJson, type Register, rowsOf, type Statement } from '../open.ts'
import { credentials } from '../schema.ts'

/** A row as SQLite returns it: `scopes` and `details` are still text. */
interface CredentialRow extends Omit<typeof credentials.$inferSelect, 'scopes' | 'details'> {
  readonly scopes: string
  readonly details: string
}

/** A credential that has not been closed. */
export type OpenCredential = Credential & { readonly firstSeen: Instant; readonly rowId: number }

/**
 * The organisation's open credentials, in the order in which they were first seen; with `repository` those alone that are
 * not of another one.
 */
export async function findOpenCredentials(
  register: Register,
  orgId: Id,
  repository?: Id,
): Promise<OpenCredential[]> {
  const among =
    repository === undefined ? sql`` : sql` and (repository_id is null or repository_id = ${repository})`
  // Raw SQL: drizzle takes longer to map hundreds of rows than to read them.
  const rows = await register.rows<CredentialRow>(sql`
    select id, kind, github_id as githubId, name, owner_id as ownerId, repository_id as repositoryId, scopes,
      created_at as createdAt, last_used as lastUsed, expires_at as expiresAt, details, first_seen as firstSeen
    from ${credentials} where org_id = ${orgId} and closed_at is null${among} order by id`)
  return rows.map(toCredential)
}

/** Inserts credentials, or updates name, owner, scopes, use and expiry in place. An unchanged row is not written. */
export function credentialsStatement(
  register: Register,
  orgId: Id,
  seen: readonly Credential[],
  now: Instant,
): Statement {
  const rows = seen.map((c) => ({
    ...c,
    lastUsed: typeof c.lastUsed === 'string' ? c.lastUsed : c.lastUsed.at,
  }))
  return register.run(sql`
    insert into credentials (org_id, kind, github_id, name, owner_id, repository_id, scopes, created_at, last_used, expires_at, details, first_seen)
    select ${orgId}, value->>'kind', value->>'id', value->>'name', value->>'owner', value->>'repository', value->'scopes',
      value->>'createdAt', value->>'lastUsed', value->>'expiresAt', value->'details', ${now}
    from ${rowsOf(rows)} where true
    on conflict (org_id, kind, github_id) where closed_at is null do update set name = excluded.name,
      owner_id = excluded.owner_id, scopes = excluded.scopes, last_used = excluded.last_used,
      expires_at = excluded.expires_at, details = excluded.details
    where name is not excluded.name or owner_id is not excluded.owner_id or scopes is not excluded.scopes
      or last_used is not excluded.last_used or expires_at is not excluded.expires_at or details is not excluded.details`)
}

/** Names a credential within its organisation. */
export function credentialKey(kind: CredentialKind, id: string): string {
  return `${kind}:${id}`
}

function toCredential(row: CredentialRow): OpenCredential {
  return {
    kind: row.kind,
    id: row.githubId,
    name: row.name,
    owner: row.ownerId,
    repository: row.repositoryId,
    scopes: fromJson(credentials.scopes, row.scopes),
    createdAt: row.createdAt,
    lastUsed:
      row.lastUsed === 'never' || row.lastUsed === 'unobservable'
        ? row.lastUsed
        : { at: instant(row.lastUsed) },
    expiresAt: row.expiresAt,
    details: fromJson(credentials.details, row.details),
    firstSeen: row.firstSeen,
    rowId: row.id,
  }
}
