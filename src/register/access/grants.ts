/** Edges of access over time: what pages showed opens or changes rows; only a confirmed absence closes one. */

import { sql } from 'drizzle-orm'
import { grantKey } from '../../policy/access/grant-key.ts'
import type { Grant, Id, Instant, OpenGrant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import type { grants } from '../schema.ts'

type Edge = Omit<typeof grants.$inferSelect, 'id' | 'orgId' | 'key'>

/** The organisation's open grants. */
export async function findOpenGrants(register: Register, orgId: Id): Promise<OpenGrant[]> {
  // By hand: drizzle takes longer to map these many rows than D1 to read them.
  const rows = await register.all<Edge>(sql`
    select kind, account_id as accountId, team_id as teamId, parent_id as parentId, repository_id as repositoryId, role,
      details, first_seen as firstSeen, closed_at as closedAt
    from grants where org_id = ${orgId} and closed_at is null order by id`)
  return rows.map(toGrant)
}

/**
 * Opens what was not held, and where the role changed closes the old span and opens another. Unchanged: no write, not even
 * of SQLite's counter, which an insert that only meets a conflict would count up.
 */
export function grantsStatements(
  register: Register,
  orgId: Id,
  seen: readonly Grant[],
  now: Instant,
): Statement[] {
  const rows = seen.map(toRow)
  return [
    register.run(sql`
      update grants set closed_at = ${now} where id in (
        select held.id from ${rowsOf(rows)} as seen cross join grants as held
          on held.org_id = ${orgId} and held.key = seen.value->>'key' and held.closed_at is null
        where held.role is not seen.value->>'role')`),
    register.run(sql`
      insert into grants (org_id, key, kind, account_id, team_id, parent_id, repository_id, role, details, first_seen)
      select ${orgId}, value->>'key', value->>'kind', value->>'accountId', value->>'teamId', value->>'parentId',
        value->>'repositoryId', value->>'role', value->>'details', ${now}
      from ${rowsOf(rows)}
      where not exists (select 1 from grants as held
        where held.org_id = ${orgId} and held.key = value->>'key' and held.closed_at is null)
      on conflict (org_id, key) where closed_at is null do nothing`),
  ]
}

function toRow(grant: Grant) {
  const invited = grant.kind === 'organization_invitation' || grant.kind === 'repository_invitation'
  return {
    key: grantKey(grant),
    kind: grant.kind,
    accountId: 'account' in grant ? grant.account : null,
    teamId: 'team' in grant ? grant.team : null,
    parentId: grant.kind === 'team_parent' ? grant.parent : null,
    repositoryId: 'repository' in grant ? grant.repository : null,
    role: grant.kind === 'team_parent' ? String(grant.parent) : 'role' in grant ? grant.role : '',
    details: invited
      ? JSON.stringify({ invitation: grant.invitation, createdAt: grant.createdAt, inviter: grant.inviter })
      : null,
  }
}

/** Rows are written by `rowFrom` alone, so each kind's columns are there; the cast carries that. */
function toGrant(row: Edge): OpenGrant {
  const details = row.details === null ? {} : (JSON.parse(row.details) as Record<string, unknown>)
  const fields: Record<string, unknown> = {
    kind: row.kind,
    ...details,
    firstSeen: row.firstSeen,
    closedAt: row.closedAt,
  }
  if (row.accountId !== null || 'invitation' in details) fields.account = row.accountId
  if (row.teamId !== null) fields.team = row.teamId
  if (row.parentId !== null) fields.parent = row.parentId
  if (row.repositoryId !== null) fields.repository = row.repositoryId
  if (row.kind !== 'team_parent' && row.role !== '') fields.role = row.role
  return fields as unknown as OpenGrant
}
