/** The grants of an organisation over time, one row per grant, role and span. */

import { sql } from 'drizzle-orm'
import { grantKey } from '../../policy/access/grant-key.ts'
import type { Grant, Id, Instant, OpenGrant } from '../../policy/words.ts'
import { fromJson, type Register, rowsOf, type Statement } from '../open.ts'
import { grants } from '../schema.ts'

/** A row as SQLite returns it: `details` is still text. */
type GrantRow = Omit<typeof grants.$inferSelect, 'id' | 'orgId' | 'key' | 'details'> & {
  readonly details: string | null
}

export async function findOpenGrants(register: Register, orgId: Id): Promise<OpenGrant[]> {
  // Raw SQL: drizzle takes longer to map this many rows than D1 to read them.
  const rows = await register.rows<GrantRow>(
    sql`select ${COLUMNS} from grants where org_id = ${orgId} and closed_at is null order by id`,
  )
  return rows.map(toGrant)
}

/**
 * The open grants by which these accounts, and the members of these teams and of the teams below them, can hold something:
 * their own, those of their teams and of the teams above them, the base permission.
 */
export async function findGrantsReaching(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
  teams: readonly Id[] = [],
): Promise<readonly OpenGrant[]> {
  const here = sql`org_id = ${orgId} and closed_at is null`
  const rows = await register.rows<GrantRow>(sql`
    with recursive named(team) as (
      select value from ${rowsOf(teams)}
      union select team_id from grants join named on parent_id = named.team where ${here} and kind = 'team_parent'),
    theirs(account) as (
      select value from ${rowsOf(accounts)}
      union select account_id from grants
        where ${here} and kind = 'team_membership' and team_id in (select team from named)),
    mine(team) as (
      select team from named
      union select team_id from grants
        where ${here} and kind = 'team_membership' and account_id in (select account from theirs)
      union select parent_id from grants join mine on team_id = mine.team where ${here} and kind = 'team_parent')
    select ${COLUMNS} from grants where ${here}
      and (account_id in (select account from theirs) or kind = 'base_permission'
        or (kind in ('team_repository', 'team_parent') and team_id in (select team from mine)))
    order by id`)
  return rows.map(toGrant)
}

const COLUMNS =
  sql.raw(`kind, account_id as accountId, team_id as teamId, parent_id as parentId, repository_id as repositoryId, role,
  details, first_seen as firstSeen, closed_at as closedAt`)

/**
 * Opens a row for each new grant. Where the role changed, closes the old row and opens another. An unchanged grant writes
 * nothing, not even SQLite's autoincrement counter, which an insert that ends in a conflict would raise.
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
        select known.id from ${rowsOf(rows)} as seen cross join grants as known
          on known.org_id = ${orgId} and known.key = seen.value->>'key' and known.closed_at is null
        where known.role is not seen.value->>'role')`),
    register.run(sql`
      insert into grants (org_id, key, kind, account_id, team_id, parent_id, repository_id, role, details, first_seen)
      select ${orgId}, value->>'key', value->>'kind', value->>'accountId', value->>'teamId', value->>'parentId',
        value->>'repositoryId', value->>'role', nullif(value->'details', 'null'), ${now}
      from ${rowsOf(rows)}
      where not exists (select 1 from grants as known
        where known.org_id = ${orgId} and known.key = value->>'key' and known.closed_at is null)
      on conflict (org_id, key) where closed_at is null do nothing`),
  ]
}

function toRow(grant: Grant) {
  const isInvitation = grant.kind === 'organization_invitation' || grant.kind === 'repository_invitation'
  return {
    key: grantKey(grant),
    kind: grant.kind,
    accountId: 'account' in grant ? grant.account : null,
    teamId: 'team' in grant ? grant.team : null,
    parentId: grant.kind === 'team_parent' ? grant.parent : null,
    repositoryId: 'repository' in grant ? grant.repository : null,
    role: grant.kind === 'team_parent' ? String(grant.parent) : 'role' in grant ? grant.role : '',
    details: isInvitation
      ? { invitation: grant.invitation, createdAt: grant.createdAt, inviter: grant.inviter }
      : null,
  }
}

/** The cast is safe: only `toRow` makes these rows, so each kind's columns are filled. */
function toGrant(row: GrantRow): OpenGrant {
  const details = row.details === null ? {} : fromJson(grants.details, row.details)
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
