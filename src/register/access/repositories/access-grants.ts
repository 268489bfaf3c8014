/** Reads the open grants for what they give, without when they were seen. */

import { sql } from 'drizzle-orm'
import type { Grant, Id } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'

/** A grant without whose it is: the columns that `grantsStatements` fills for its kind. Invitations give nothing yet. */
type GrantColumns<G = Grant> = G extends {
  readonly kind: 'organization_invitation' | 'repository_invitation'
}
  ? never
  : Omit<G, 'account'>

/** Grants that differ only in whose they are. */
type Row = GrantColumns & {
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

function toGrants(row: Row, accounts: readonly Id[]): Grant[] {
  switch (row.kind) {
    case 'organization_role':
      return accounts.map((account) => ({ kind: row.kind, account, role: row.role }))
    case 'base_permission':
      return [{ kind: row.kind, role: row.role }]
    case 'team_membership':
      return accounts.map((account) => ({ kind: row.kind, account, team: row.team, role: row.role }))
    case 'team_repository':
      return [{ kind: row.kind, team: row.team, repository: row.repository, role: row.role }]
    case 'team_parent':
      return [{ kind: row.kind, team: row.team, parent: row.parent }]
    case 'repository_role':
      return accounts.map((account) => ({
        kind: row.kind,
        account,
        repository: row.repository,
        role: row.role,
      }))
    case 'outside_collaborator':
      return accounts.map((account) => ({ kind: row.kind, account }))
  }
}
