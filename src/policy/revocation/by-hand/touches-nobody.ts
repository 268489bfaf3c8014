/** Says which removals touch nobody, so that their links stand at once and no notice or cooling time is owed. */

import type { Finding, Id, PlanStep, Power, Subject } from '../../words.ts'

/** What a proposal was frozen with, and which repositories are archived now. */
export interface Touching {
  readonly subject: Subject
  readonly power: Power
  readonly findings: readonly Pick<Finding, 'code'>[]
  readonly plan: readonly PlanStep[]
  readonly isArchived: (repository: Id) => boolean
}

/**
 * An invitation that has lapsed, a key that has expired, is suspended, or whose owner is gone, and one on an archived
 * repository. An invitation whose inviter is gone can still be accepted, and an account is always somebody.
 */
export function touchesNobody({ subject, power, findings, plan, isArchived }: Touching): boolean {
  const has = (code: string) => findings.some((finding) => finding.code === code)
  switch (subject.kind) {
    case 'account':
      return false
    case 'invitation':
      return has('invitation_lapsed')
    case 'credential':
      return (
        power === 'clean_up' ||
        has('expired') ||
        has('suspended') ||
        has('owner_gone') ||
        plan.some((step) => step.action === 'delete_deploy_key' && isArchived(step.repository))
      )
  }
}
