/** Lists the answers that a proposal about an account can be given, each with what it would do. */

import { highestRole } from '../access/effective-access.ts'
import {
  type Choice,
  type DecisionKind,
  isWeaker,
  type LowerRole,
  type PlanStep,
  REPOSITORY_ROLES,
} from '../words.ts'
import { consequencesOf } from './consequences.ts'
import {
  type PlanFacts,
  planDowngrade,
  planEmeritus,
  planMember,
  planOutsideCollaborator,
  planRevocation,
} from './plans/plan.ts'

/** Only what is possible and changes something, the mildest first; no emeritus without a team or for who is no member. */
export function choicesOf(facts: PlanFacts, emeritusTeam: string | null): readonly Choice[] {
  const choice = (decision: DecisionKind, role: LowerRole | null, plan: readonly PlanStep[]): Choice => ({
    decision,
    role,
    plan,
    ...(decision === 'keep' ? { lost: [], back: [] } : consequencesOf(plan, facts.access)),
  })
  const downgrade = (role: LowerRole, plan: readonly PlanStep[]) =>
    plan.length === 0 ? [] : [choice('downgrade', role, plan)]
  const emeritus =
    emeritusTeam === null || facts.access.organizationRole === null ? [] : planEmeritus(facts, emeritusTeam)
  return [
    choice('keep', null, []),
    ...downgrade('member', planMember(facts)),
    ...lowerRoles(facts).flatMap((role) => downgrade(role, planDowngrade(facts, role))),
    ...downgrade('outside_collaborator', planOutsideCollaborator(facts, null)),
    ...(emeritus.length === 0 ? [] : [choice('emeritus', null, emeritus)]),
    choice('revoke', null, planRevocation(facts)),
  ]
}

/** The answers to an invitation or a credential: keep it, or take it back by `plan`. */
export function choicesWithoutRole(plan: readonly PlanStep[]): readonly Choice[] {
  return [
    { decision: 'keep', role: null, plan: [], lost: [], back: [] },
    { decision: 'revoke', role: null, plan, ...consequencesOf(plan, null) },
  ]
}

/** The strongest first. Of an owner only those that lower more than the ownership itself: else `member` says it. */
function lowerRoles(facts: PlanFacts) {
  const highest = highestRole(facts.access)
  return REPOSITORY_ROLES.filter(
    (role) =>
      highest !== null &&
      isWeaker(role, highest) &&
      planDowngrade(facts, role).length > planMember(facts).length,
  ).toReversed()
}
