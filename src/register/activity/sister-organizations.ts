/** What the other organisations served here show everybody of one account's acts. It never shows what only their own people may see. */

import { sql } from 'drizzle-orm'
import type { ActivityKind, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'

/** An account's newest public act in a sibling organisation: no repository and no address, so it is read at a glance and leads nowhere. */
export interface ActElsewhere {
  /** The sibling's login. */
  organization: string
  at: Instant
  kind: ActivityKind
}

/**
 * The account's newest act in each other organisation, newest first: context, which no verdict and no grant's use reads.
 * The rule is the same for every viewer, owners of both and the operator included, so no right is asked of GitHub and
 * nobody learns by it who owns what. An act counts where GitHub shows it to everybody: in a repository that the sibling,
 * served now, was last seen to hold in public, of a kind that has no hidden form, and not after `now`. Who is merely
 * invited by `orgId` is not looked for: else an invitation to a stranger would be a question about them.
 * What it tells beyond GitHub: that the sibling is served here and keeps the account's acts, so holds or held something on it.
 */
export async function findActsElsewhere(
  register: Register,
  orgId: Id,
  account: Id,
  now: Instant,
): Promise<ActElsewhere[]> {
  // The cross join keeps SQLite to one look-up per organisation in the key of activity, which begins with it.
  return await register.all<ActElsewhere>(sql`
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
 * What everybody sees of a public repository; a kind that is added later stays hidden until it is added here. Left out:
 * advisories and releases, because the register does not tell a draft, which few may see, from what was published.
 */
const PUBLIC_KINDS: readonly ActivityKind[] = [
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
