/** What the list of work by hand is made with, and its links beside the outcomes of a revocation. */

import type { Platform } from '../../../platform.ts'
import type { ByHandItem } from '../../../policy/revocation/by-hand/item.ts'
import { rehearsalReason } from '../../../policy/revocation/in-earnest.ts'
import type { RuleVersion } from '../../../policy/rules/rule-versions.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { RevocationView } from '../../../register/reviews/proposal-views.ts'
import type { HandsOf } from '../../../register/revocations/by-hand-list.ts'

/** The list of this organisation as of now. */
export function handsOf(
  { deployment, now }: Pick<Platform, 'deployment' | 'now'>,
  org: Pick<Organization, 'id' | 'login' | 'pausedAt'>,
  rules: Rules,
  versions: readonly RuleVersion[],
): HandsOf {
  const rehearsal = rehearsalReason(deployment, rules) !== null
  return { org, rules, versions, pausedAt: org.pausedAt, webUrl: deployment.webUrl, rehearsal, now }
}

/** The revocation with the links of the steps that are left to people, or why they are not shown. */
export function withLinks(revocation: RevocationView, item: ByHandItem | undefined) {
  if (revocation.status !== 'by_hand' || item === undefined) return revocation
  const { withheld, from } = item
  return {
    ...revocation,
    outcomes: revocation.outcomes.map((outcome, index) => {
      const { link } = item.steps[index] ?? { link: null }
      return link === null ? outcome : { ...outcome, links: [link] }
    }),
    withheld: withheld === null ? null : { why: withheld, from },
  }
}
