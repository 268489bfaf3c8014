/** Finds an account's newest public act in each other organisation served here. */

import { sql } from 'drizzle-orm'
import type { ActivityKind, Id, Instant } from '../../../policy/words.ts'
import { type Register, rowsOf } from '../../open.ts'

/** An account's newest public act in another organisation, without repository and link. */
export interface ActElsewhere {
  /** The other organisation's login. */
  organization: string
  at: Instant
  kind: ActivityKind
}

/**
 * The account's newest act in each other organisation, newest first. Context only: no verdict and no grant's use reads it.
 * The rule is the same for every viewer, so nobody learns from it who owns what. An act counts if GitHub shows it to
 * everybody: its repository was public when last read, its organisation is served now, its kind has no hidden form, and it
 * is not after `now`. Accounts that `orgId` has only invited are left out: otherwise anybody could ask about a stranger by
 * inviting them. Beyond GitHub it reveals that the other organisation is served here, and that the account has or had
 * access there.
 */
export async function findActsElsewhere(
  register: Register,
  orgId: Id,
  account: Id,
  now: Instant,
): Promise<ActElsewhere[]> {
  // The cross join makes SQLite look up activity once per organisation, by its primary key.
  return await register.rows<ActElsewhere>(sql`
    select organizations.login as organization, max(activity.at) as at, activity.kind
    from organizations
      cross join activity on activity.org_id = organizations.id and activity.account_id = ${account}
      join repositories on repositories.id = activity.repository_id and repositories.org_id = organizations.id
    where organizations.id <> ${orgId} and organizations.closed_at is null
      and not repositories.private and repositories.closed_at is null
      and activity.at <= ${now} and activity.kind in (select value from ${rowsOf(PUBLIC_KINDS)})
      and exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = ${account}
        and grants.closed_at is null and grants.kind not in ('organization_invitation', 'repository_invitation'))
    group by organizations.id order by at desc, organizations.login`)
}

/**
 * What everybody sees of a public repository; a new kind stays hidden until it is added here. Advisories and releases are
 * left out because the register cannot tell a draft, which few may see, from a published one; administrative acts because
 * GitHub shows the audit log to owners alone.
 */
export const PUBLIC_KINDS: readonly ActivityKind[] = [
  'commit',
  'push',
  'merge',
  'branch',
  'tag',
  'pull_request',
  'review',
  'issue',
  'issue_comment',
  'review_comment',
  'commit_comment',
  'triage',
  'workflow_run',
  'deployment',
  'discussion',
  'discussion_comment',
]
