/** Says which answers are on offer for a proposal today, and what the plan of an answer is. */

import { listed } from '../english.ts'
import { choicesOf, choicesWithoutRole } from '../proposals/choices.ts'
import { type PlanFacts, planOutsideCollaborator } from '../proposals/plans/plan.ts'
import { type Refused, refused } from '../refusal.ts'
import type { Choice, DecisionKind, Id, LowerRole, PlanStep } from '../words.ts'

/** What the offer depends on. */
export interface OfferFacts {
  readonly proposal: {
    /** The steps of *revoke*. */
    readonly plan: readonly PlanStep[]
    /** As they were frozen; null where an earlier version opened the proposal. */
    readonly choices: readonly Choice[] | null
  }
  /** The account's access today; null where the answer needs no new plan. */
  readonly planFacts: PlanFacts | null
  /** The emeritus team of today that is known to open nothing; null where there is none. */
  readonly emeritusTeam: string | null
}

/** An answer to look up among those on offer; `repositories`: those that an outside collaborator keeps, null for all. */
interface AnswerTerms {
  readonly decision: DecisionKind
  readonly role: LowerRole | null
  readonly repositories: readonly Id[] | null
}

/**
 * The answers that were frozen when the proposal opened: what a person was shown is what is carried out. Only emeritus is
 * planned anew, where the team has changed since; all are, where an earlier version froze none.
 */
export function choicesOnOffer({ proposal, planFacts, emeritusTeam }: OfferFacts): readonly Choice[] {
  const today = planFacts === null ? null : choicesOf(planFacts, emeritusTeam)
  const frozen = proposal.choices
  if (frozen === null) return today ?? choicesWithoutRole(proposal.plan)
  const isToday = ({ plan }: Choice) =>
    plan.every((step) => step.action !== 'add_to_emeritus_team' || step.team === emeritusTeam)
  const emeritus = today?.filter(({ decision }) => decision === 'emeritus') ?? []
  const isFrozen = frozen.some((choice) => choice.decision === 'emeritus' && isToday(choice))
  return [...frozen.filter(isToday), ...(isFrozen ? [] : emeritus)]
}

/** The steps of an answer; refused where it is not on offer. */
export function planOfAnswer(
  facts: OfferFacts,
  offered: readonly Choice[],
  { decision, role, repositories }: AnswerTerms,
): { readonly kind: 'plan'; readonly steps: readonly PlanStep[] } | Refused {
  const choice = offered.find((each) => each.decision === decision && each.role === role)
  if (choice === undefined) {
    return refused(
      'invalid',
      `${role ?? decision} is not on offer here: nothing would change. Nothing was decided.`,
    )
  }
  if (repositories === null) return { kind: 'plan', steps: choice.plan }
  const steps = facts.planFacts === null ? [] : planOutsideCollaborator(facts.planFacts, repositories)
  if (steps.length > 0) return { kind: 'plan', steps }
  return refused(
    'conflict',
    'What they reach has changed since, so not every repository can be chosen any more. Nothing was decided; please look at it again.',
  )
}

/** The roles on offer for a downgrade, the mildest first. */
export function rolesOnOffer(offered: readonly Choice[]): readonly LowerRole[] {
  return offered.flatMap(({ decision, role }) => (decision === 'downgrade' && role !== null ? [role] : []))
}

/** The repositories that an outside collaborator may keep. */
export function repositoriesOnOffer(offered: readonly Choice[]): readonly Id[] {
  return offered.flatMap(({ plan }) =>
    plan.flatMap((step) => (step.action === 'convert_to_outside_collaborator' ? step.repositories : [])),
  )
}

/** The roles on offer, for a refusal. */
export function rolesInWords(roles: readonly LowerRole[]): string {
  return listed(roles.map((role) => role.replace('_', ' ')))
}
