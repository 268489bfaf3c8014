/** Reads the open grants for what they give, without when they were seen. */

import { sql } from 'drizzle-orm'
import type {
  BasePermission,
  Grant,
  Id,
  OrganizationRole,
  RepositoryRole,
  TeamRole,
} from '../../../policy/words.ts'
import type { Register } from '../../open.ts'

/** Grants that differ only in whose they are. */
interface Row {
  readonly kind: Grant['kind']
  readonly team: Id
  readonly parent: Id
  readonly repository: Id
  readonly role: string
  /** Ids with commas between them; null where the kind is nobody's. */
  readonly accounts: string | null
}

/**
 * The organisation's open grants, invitations left out, since they give nothing yet. One statement, whose rows hold many
 * accounts each: taking thousands of them apart would cost a page more than all else.
 */
export async function findAccessGrants(register: Register, orgId: Id): Promise<Grant[]> {
  const rows = await register.rows<Row>(sql`
    select kind, team_id as team, parent_id as parent, repository_id as repository, role, group_concat(account_id) as accounts
    from grants where org_id = ${orgId} and closed_at is null
      and kind not in ('organization_invitation', 'repository_invitation')
    group by kind, team_id, parent_id, repository_id, role`)
  return rows.flatMap((row) => toGrants(row, row.accounts?.split(',').map(Number) ?? []))
}

/** The casts are safe: only `grantsStatements` writes these rows, from a Grant. */
function toGrants({ kind, team, parent, repository, role }: Row, accounts: readonly Id[]): Grant[] {
  switch (kind) {
    case 'organization_role':
      return accounts.map((account) => ({ kind, account, role: role as OrganizationRole }))
    case 'base_permission':
      return [{ kind, role: role as BasePermission }]
    case 'team_membership':
      return accounts.map((account) => ({ kind, account, team, role: role as TeamRole }))
    case 'team_repository':
      return [{ kind, team, repository, role: role as RepositoryRole }]
    case 'team_parent':
      return [{ kind, team, parent }]
    case 'repository_role':
      return accounts.map((account) => ({ kind, account, repository, role: role as RepositoryRole }))
    case 'outside_collaborator':
      return accounts.map((account) => ({ kind, account }))
    case 'organization_invitation':
    case 'repository_invitation':
      return []
  }
}
