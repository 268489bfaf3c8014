/** Closes the rows of a subject that is no longer found on GitHub. */

import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Id, Instant, ProposalScope, Subject } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { credentials, grants, verdicts } from '../schema.ts'

/**
 * Closes the subject's rows at once, or of a proposal about one grant that grant alone, so that no page shows them until the
 * next audit. Only where `recorded` holds.
 */
export function closeGoneStatements(
  register: Register,
  orgId: Id,
  { subject, scope }: { readonly subject: Subject; readonly scope: ProposalScope | null },
  now: Instant,
  recorded: SQL,
): readonly Statement[] {
  switch (subject.kind) {
    case 'account':
      if (scope !== null) return [closeGrantStatement(register, orgId, subject.id, scope, now, recorded)]
      return [
        register
          .update(grants)
          .set({ closedAt: now })
          .where(
            and(eq(grants.orgId, orgId), eq(grants.accountId, subject.id), isNull(grants.closedAt), recorded),
          ),
        register
          .delete(verdicts)
          .where(and(eq(verdicts.orgId, orgId), eq(verdicts.accountId, subject.id), recorded)),
      ]
    case 'invitation':
      return [
        register
          .update(grants)
          .set({ closedAt: now })
          .where(
            and(
              eq(grants.orgId, orgId),
              inArray(grants.key, [
                `organization_invitation:${subject.id}`,
                `repository_invitation:${subject.id}`,
              ]),
              isNull(grants.closedAt),
              recorded,
            ),
          ),
      ]
    case 'credential':
      return [
        register
          .update(credentials)
          .set({ closedAt: now })
          .where(
            and(
              eq(credentials.orgId, orgId),
              eq(credentials.kind, subject.credentialKind),
              eq(credentials.githubId, subject.id),
              isNull(credentials.closedAt),
              recorded,
            ),
          ),
      ]
  }
}

/** Closes the one grant that a proposal was about; the account and its verdict stay. Only where `recorded` holds. */
function closeGrantStatement(
  register: Register,
  orgId: Id,
  account: Id,
  { kind, id }: ProposalScope,
  now: Instant,
  recorded: SQL,
): Statement {
  const key = `${kind === 'team' ? 'team_membership' : 'repository_role'}:${id}:${account}`
  return register
    .update(grants)
    .set({ closedAt: now })
    .where(and(eq(grants.orgId, orgId), eq(grants.key, key), isNull(grants.closedAt), recorded))
}
