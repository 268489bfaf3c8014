/** Drafts the proposal about one grant of an account, active or not: the membership of a team, or a direct role. */

import type { AccessMap } from '../../access/access-map.ts'
import { type EffectiveAccess, highestRole } from '../../access/effective-access.ts'
import { keysAndRoles, STRONGEST } from '../../access/grant-key.ts'
import { actInWords } from '../../activity/act-in-words.ts'
import { type Names, repositoryName } from '../../words/names.ts'
import {
  type Account,
  type Choice,
  type Grant,
  isWeaker,
  type LowerRole,
  type PlanStep,
  type ProposalScope,
  proposalKeyOf,
  REPOSITORY_ROLES,
  type RepositoryRole,
} from '../../words.ts'
import { consequencesOf } from '../consequences.ts'
import type { JudgedAccount, ProposalDraft } from '../draft.ts'
import { powerOfAccount } from '../power.ts'
import { riskOf } from '../risk.ts'
import { accessInScope, grantsInScope, usesIn } from './grant-in-scope.ts'

/** The proposal about this grant; `grants`: the account's own, and what teams open. Its evidence is what used the grant. */
export function draftAboutGrant(
  { account, verdict, evidence }: Omit<JudgedAccount, 'twoFactor'>,
  scope: ProposalScope,
  grants: readonly Grant[],
  map: AccessMap,
  names: Names,
): ProposalDraft & { readonly scope: ProposalScope } {
  const subject = { kind: 'account', id: account.id, login: account.login } as const
  const access = accessInScope(scope, account.id, grants)
  const uses = usesIn(access, evidence)
  const revoke = planWithout(account, scope, access, names)
  const base = map.organizationRoles.has(account.id) ? map.base : 'none'
  const choices = choicesAbout(account, scope, access, base, names)
  const consequences = consequencesOf(revoke, access)
  return {
    subjectKey: proposalKeyOf({ subject, scope }),
    subject,
    scope,
    verdict,
    reason: reasonAbout(scope, uses),
    findings: [],
    evidence: uses,
    risk: riskOf(access),
    power: powerOfAccount(access),
    choices,
    smallestRole: null,
    lastActiveAt: uses[0]?.at ?? null,
    plan: revoke,
    consequences,
    grantsThen: {
      ...keysAndRoles(grantsInScope(scope, account.id, grants), account.id),
      [STRONGEST]: highestRole(access) ?? '',
    },
  }
}

/**
 * The answers about one grant: keep it, any lower direct role that GitHub accepts, and leaving the team or losing the role.
 * Nothing else is changed.
 */
function choicesAbout(
  account: Account,
  scope: ProposalScope,
  access: EffectiveAccess,
  base: AccessMap['base'],
  names: Names,
): readonly Choice[] {
  const choice = (
    decision: Choice['decision'],
    role: LowerRole | null,
    plan: readonly PlanStep[],
  ): Choice => ({
    decision,
    role,
    plan,
    ...(decision === 'keep' ? { lost: [], back: [] } : consequencesOf(plan, access)),
  })
  const held = highestRole(access)
  // GitHub refuses a direct role at or below the base permission; a team's role cannot be lowered for one person.
  const isOffered = (role: RepositoryRole) =>
    scope.kind === 'repository' &&
    held !== null &&
    isWeaker(role, held) &&
    (base === 'none' || isWeaker(base, role))
  const lower = REPOSITORY_ROLES.filter(isOffered).map((role) => {
    const target = `${repositoryName(names, scope.id)} (${held} → ${role})`
    const step = {
      action: 'lower_repository_role',
      target,
      account: account.id,
      repository: scope.id,
      role,
    } as const
    return choice('downgrade', role, [step])
  })
  return [
    choice('keep', null, []),
    ...lower,
    choice('revoke', null, planWithout(account, scope, access, names)),
  ]
}

function planWithout(
  account: Account,
  scope: ProposalScope,
  access: EffectiveAccess,
  names: Names,
): readonly PlanStep[] {
  if (scope.kind === 'team') {
    const target = `team ${names.team(scope.id) ?? scope.name}`
    return [{ action: 'remove_team_membership', target, account: account.id, team: scope.id }]
  }
  const target = `${repositoryName(names, scope.id)} (${highestRole(access)})`
  return [{ action: 'remove_repository_role', target, account: account.id, repository: scope.id }]
}

function reasonAbout(scope: ProposalScope, uses: JudgedAccount['evidence']): string {
  const what =
    scope.kind === 'team' ? `the membership of team ${scope.name}` : `the direct role on ${scope.name}`
  const [newest] = uses
  const use =
    newest === undefined
      ? 'No act is known that needed it.'
      : `It was last used by ${actInWords(newest, newest.repositoryName)}.`
  return `An owner asked about ${what}, whether they are active or not. ${use}`
}
