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
import { type PlanFacts, planDowngrade, planEmeritus, planRevocation } from './plan.ts'

/** Only what is possible: no emeritus without a team or for who is no member, only roles that a step would lower to. */
export function choicesOf(facts: PlanFacts, emeritusTeam: string | null): readonly Choice[] {
  const { access } = facts
  const highest = highestRole(access)
  const choice = (decision: DecisionKind, role: LowerRole | null, plan: readonly PlanStep[]): Choice => ({
    decision,
    role,
    plan,
    ...(decision === 'keep' ? { lost: [], back: [] } : consequencesOf(plan, access)),
  })
  const lower = REPOSITORY_ROLES.filter((role) => highest !== null && isWeaker(role, highest))
    .map((role) => choice('downgrade', role, planDowngrade(facts, role)))
    .filter(({ plan }) => plan.length > 0)
  const emeritus =
    emeritusTeam === null || access.organizationRole === null
      ? []
      : [choice('emeritus', null, planEmeritus(facts, emeritusTeam))].filter(({ plan }) => plan.length > 0)
  return [choice('keep', null, []), ...lower, ...emeritus, choice('revoke', null, planRevocation(facts))]
}

/** The answers to an invitation or a credential: keep it, or take it back by `plan`. */
export function choicesWithoutRole(plan: readonly PlanStep[]): readonly Choice[] {
  return [
    { decision: 'keep', role: null, plan: [], lost: [], back: [] },
    { decision: 'revoke', role: null, plan, ...consequencesOf(plan, null) },
  ]
}
