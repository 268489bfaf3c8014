/** The organisation's invitations that lapsed or failed, as the newest audit that could read them saw them. */

import { eq, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { accounts, failedInvitations } from '../schema.ts'

/** One failed invitation, to be shown. */
export interface FailedInvitationView {
  readonly id: Id
  /** Null where an e-mail address was invited, which is not kept. */
  readonly login: string | null
  readonly role: string
  readonly failedAt: Instant | null
  readonly reason: string | null
}

/** They are replaced as a whole: what GitHub does not list any more has been cancelled. */
export function failedInvitationsStatements(
  register: Register,
  orgId: Id,
  failed: readonly {
    readonly invitation: Id
    readonly account: Id | null
    readonly role: string
    readonly failedAt: Instant | null
    readonly reason: string | null
  }[],
): Statement[] {
  const rows = rowsOf(failed)
  return [
    register.run(sql`delete from failed_invitations where org_id = ${orgId}
      and invitation_id not in (select value->>'invitation' from ${rows})`),
    register.run(sql`
      insert into failed_invitations (org_id, invitation_id, account_id, role, failed_at, reason)
      select ${orgId}, value->>'invitation', value->>'account', value->>'role', value->>'failedAt', value->>'reason'
      from ${rows} where true
      on conflict (org_id, invitation_id) do nothing`),
  ]
}

/** By the time at which they failed, the newest first. */
export async function listFailedInvitations(
  register: Register,
  orgId: Id,
): Promise<readonly FailedInvitationView[]> {
  return register
    .select({
      id: failedInvitations.invitationId,
      login: accounts.login,
      role: failedInvitations.role,
      failedAt: failedInvitations.failedAt,
      reason: failedInvitations.reason,
    })
    .from(failedInvitations)
    .leftJoin(accounts, eq(accounts.id, failedInvitations.accountId))
    .where(eq(failedInvitations.orgId, orgId))
    .orderBy(sql`${failedInvitations.failedAt} desc, ${failedInvitations.invitationId}`)
}
