/**
 * What contributors and team maintainers see of a proposal. There is no field for a second factor, a leave, an answer of a
 * person, a reason, a vote or what was answered earlier, nor for the score and the order of risk, which count the second factor.
 */

import type { NamedActivity } from '../../words/activity.ts'
import type { KeptInFile } from '../../words/kept-in-file.ts'
import type {
  Choice,
  Finding,
  Id,
  Instant,
  PlanStep,
  Power,
  ProposalScope,
  Risk,
  SmallestRole,
  Subject,
} from '../../words.ts'

/** What is wrong with a key; of a person nothing. */
export type KeyFinding = Finding & { readonly code: Exclude<Finding['code'], 'two_factor_off'> }

/** One proposal as contributors and team maintainers see it. */
export interface SharedProposal {
  readonly id: string
  readonly subject: Subject
  /** The account's name at GitHub; null where it has none, or it is no account. */
  readonly name: string | null
  /** Whose own case it is. */
  readonly caseOf: Id | null
  readonly power: Power
  /** The one grant that it is about; null where it is about everything. */
  readonly scope: ProposalScope | null
  readonly openedAt: Instant
  readonly lastActiveAt: Instant | null
  readonly evidence: readonly NamedActivity[]
  readonly findings: readonly KeyFinding[]
  readonly risk: Pick<Risk, 'opens' | 'privileged' | 'holds'>
  readonly smallestRole: SmallestRole | null
  readonly plan: readonly PlanStep[]
  readonly choices: readonly Choice[] | null
  readonly keptInFiles: readonly KeptInFile[]
  /** Whether owners have yet to decide it; how they did is not told. */
  readonly isOpen: boolean
}

/** A proposal as it is stored, with what contributors see of it among the rest. */
export interface WholeProposal extends Omit<SharedProposal, 'findings' | 'risk' | 'isOpen'> {
  readonly findings: readonly Finding[]
  readonly risk: Risk
  readonly status: string
}

/** The shared part: each field is named, so that what a proposal gains is not shown by itself. */
export function sharedProposal(whole: WholeProposal): SharedProposal {
  const { id, subject, name, caseOf, power, scope, openedAt, lastActiveAt, evidence } = whole
  const { smallestRole, plan, choices, keptInFiles, status } = whole
  const { opens, privileged, holds } = whole.risk
  return {
    ...{ id, subject, name, caseOf, power, scope, openedAt, lastActiveAt, evidence },
    ...{ smallestRole, plan, choices, keptInFiles },
    findings: whole.findings.filter(isOfKey),
    risk: { opens, privileged, ...(holds !== undefined && { holds }) },
    isOpen: status === 'open' || status === 'needs_second',
  }
}

function isOfKey(finding: Finding): finding is KeyFinding {
  return finding.code !== 'two_factor_off'
}
