/** Everything that the overview of an organisation shows, found once and handed to its panels. */

import { STRONG_GROUPS } from '../../../policy/access/access-groups.ts'
import { monthsBefore } from '../../../policy/calendar.ts'
import { rehearsalReason } from '../../../policy/revocation/in-earnest.ts'
import { nextReviewFrom } from '../../../policy/rules/review-calendar.ts'
import { DEFAULT_RULES, readableRules } from '../../../policy/rules/rules.ts'
import { judgeCredential } from '../../../policy/verdict/credential-use.ts'
import type { TwoFactor, VerdictName } from '../../../policy/words.ts'
import { findOpenCredentials } from '../../../register/access/credentials.ts'
import { findOverviewCounts, type OverviewCounts } from '../../../register/access/overview-counts.ts'
import { findBusiestRepository } from '../../../register/access/repositories/active-people.ts'
import { countUnlinkedCommits } from '../../../register/activity/unlinked-commits.ts'
import { type AuditView, type Coverage, findNewestAudits } from '../../../register/audits/audit-views.ts'
import { listFailedInvitations } from '../../../register/audits/failed-invitations.ts'
import { findStaleAccess } from '../../../register/audits/stale-access.ts'
import { findWaiting, type WaitingInOrganization } from '../../../register/people/owners/waiting.ts'
import { listOpenRequests } from '../../../register/people/return-requests.ts'
import { findMissing, NOBODY_MISSING } from '../../../register/reviews/missing.ts'
import { findReviewTally } from '../../../register/reviews/page/review-tally.ts'
import { findRejoinsByQuarter } from '../../../register/revocations/restorations/rejoins.ts'
import { staleAfterQueue } from '../../../review.ts'
import type { Visit } from '../../access/visit.ts'
import type { Authorized } from '../../permissions/permissions.ts'
import { seesPersonal } from '../../permissions/seen-by-owners.ts'
import { readableQueue } from '../../review/queue/readable-queue.ts'

export type OverviewFacts = Awaited<ReturnType<typeof overviewFacts>>

/** As whoever looks may see it. A fixed number of statements, whatever the organisation's size. */
export async function overviewFacts(c: Visit, authorized: Authorized) {
  const { org, actor, role } = authorized
  const { register, now, deployment } = c.var.platform
  const rules = readableRules(org.rules)
  const months = rules?.windowMonths ?? DEFAULT_RULES.windowMonths
  // The operator is no owner, so nothing waits for them as another owner's vote.
  const viewer = actor.kind === 'person' ? actor.id : 0
  const cutoff = monthsBefore(now, months)
  const [counts, audits, waitingBy, failed, unlinked, curve, rejoins, asking, credentials, queue, busiest] =
    await Promise.all([
      findOverviewCounts(register, org.id, { hidesPersonal: !seesPersonal(authorized) }),
      findNewestAudits(register, org.id),
      findWaiting(register, viewer, [org.id]),
      listFailedInvitations(register, org.id),
      countUnlinkedCommits(register, org.id, cutoff, null),
      findStaleAccess(register, org.id),
      findRejoinsByQuarter(register, org.id),
      listOpenRequests(register, org.id),
      findOpenCredentials(register, org.id),
      readableQueue(c, org),
      findBusiestRepository(register, org.id, cutoff),
    ])
  const waiting = waitingBy.get(org.id)
  if (waiting === undefined) throw new Error(`Organisation ${org.id} has no row.`)
  const [tally, afterQueue] = await Promise.all([
    waiting.review === null ? null : findReviewTally(register, org.id, waiting.review.id, now),
    queue === null || curve.now === null ? null : staleAfterQueue(register, org, queue.places),
  ])
  // The review's tally knows whether anybody is missing.
  const isNobodyMissing = tally !== null && tally.leftOut.beingRead.length === 0
  return {
    ...{ org, role, now, months, counts, audits, curve, afterQueue, rejoins, asking, queue },
    here: `/orgs/${org.login}`,
    githubUrl: deployment.webUrl,
    waiting: role === 'owner' ? waiting : withoutOwners(waiting),
    tally,
    busiest,
    credentials: {
      all: credentials.length,
      unused: credentials.filter((each) => judgeCredential(each, null, now, months).verdict === 'inactive')
        .length,
    },
    /** Why nothing is removed in earnest; null where it is. */
    rehearsal: rehearsalReason(deployment, rules ?? DEFAULT_RULES),
    rulesChangedAt: queue?.versions.at(-1)?.at ?? null,
    nextReviewFrom:
      rules === null
        ? null
        : nextReviewFrom(
            {
              firstCompleteAt: org.firstCompleteAt,
              newestQuarter: waiting.newestQuarter,
              every: rules.reviewEvery,
            },
            now,
          ),
    unread: {
      failed,
      unlinked,
      missing: isNobodyMissing ? NOBODY_MISSING : await findMissing(register, org.id),
      sources: incompleteIn(audits.finished),
    },
  }
}

/** Accounts of the rows that hold strong keys; of every row where none is named. */
export function sumOf(
  counts: OverviewCounts,
  of: { readonly verdict?: VerdictName; readonly twoFactor?: TwoFactor },
  groups: readonly string[] = STRONG_GROUPS,
): number {
  return counts
    .filter(({ access }) => groups.includes(access))
    .reduce((sum, { all, verdicts, twoFactor }) => {
      if (of.verdict !== undefined) return sum + verdicts[of.verdict]
      return sum + (of.twoFactor === undefined ? all : twoFactor[of.twoFactor])
    }, 0)
}

/** The operator gives no second answer and agrees to no change of a rule. */
function withoutOwners(waiting: WaitingInOrganization): WaitingInOrganization {
  return { ...waiting, second: 0, ruleChanges: 0 }
}

function incompleteIn(audit: AuditView | null): readonly Coverage[] {
  return (audit?.coverage ?? []).filter(({ complete }) => !complete)
}
