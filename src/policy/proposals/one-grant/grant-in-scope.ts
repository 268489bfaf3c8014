/** The one grant that a proposal is about: who holds it, what it opens, and what used it. */

import { type AccessMap, accessMap } from '../../access/access-map.ts'
import { accessIn, type EffectiveAccess } from '../../access/effective-access.ts'
import { isBefore } from '../../calendar.ts'
import { isUseOfWrite } from '../../verdict/grant-use.ts'
import {
  type Activity,
  type Grant,
  type Id,
  isWeaker,
  type NamedActivity,
  type ProposalScope,
  type Subject,
} from '../../words.ts'

/** The accounts that hold the grant themselves: the team's own members, or those with a direct role. */
export function holdersIn(scope: ProposalScope, grants: readonly Grant[]): Id[] {
  return grants.flatMap((grant) => (isOf(scope, grant) ? [grant.account] : []))
}

/** Of an account only this grant, with what teams open. */
export function grantsInScope<G extends Grant>(scope: ProposalScope, account: Id, grants: readonly G[]): G[] {
  return grants.filter(
    (grant) =>
      (isOf(scope, grant) && grant.account === account) ||
      (scope.kind === 'team' && (grant.kind === 'team_repository' || grant.kind === 'team_parent')),
  )
}

/** What this grant alone opens. */
export function accessInScope(scope: ProposalScope, account: Id, grants: readonly Grant[]): EffectiveAccess {
  const access = accessIn(accessMap(grantsInScope(scope, account, grants)), account)
  // Whether they are a member lies outside of the question.
  return { ...access, isOutsideCollaborator: false }
}

/** What a proposal's account can do by what the proposal is about: one grant, or everything. Null where it is about no account. */
export function accessAbout(
  { subject, scope }: { readonly subject: Subject; readonly scope: ProposalScope | null },
  map: AccessMap,
  grants: readonly Grant[],
): EffectiveAccess | null {
  if (subject.kind !== 'account') return null
  return scope === null ? accessIn(map, subject.id) : accessInScope(scope, subject.id, grants)
}

/** The acts that used it: in one of its repositories, and needing the role that it gives there. */
export function usesIn<A extends Activity>({ repositories }: EffectiveAccess, acts: readonly A[]): A[] {
  return acts.filter(({ kind, repository }) => {
    const reached = repository === null ? undefined : repositories.get(repository)
    return reached !== undefined && (isWeaker(reached.role, 'triage') || isUseOfWrite(kind))
  })
}

/**
 * What of these acts and grants concerns a proposal: all of them, or where it is about one grant that grant and the uses of it
 * that were not known when it was opened. `grants`: the account's own, and what teams open.
 */
export function concerning(
  proposal: {
    readonly subject: Subject
    readonly scope: ProposalScope | null
    readonly evidence: readonly NamedActivity[]
  },
  acts: readonly NamedActivity[],
  grants: readonly Grant[],
): { readonly acts: readonly NamedActivity[]; readonly grants: readonly Grant[] } {
  const { subject, scope, evidence } = proposal
  if (scope === null || subject.kind !== 'account') return { acts, grants }
  const [known] = evidence
  const uses = usesIn(accessInScope(scope, subject.id, grants), acts)
  return {
    acts: uses.filter(({ at }) => known === undefined || isBefore(known.at, at)),
    grants: grantsInScope(scope, subject.id, grants),
  }
}

function isOf(
  scope: ProposalScope,
  grant: Grant,
): grant is Extract<Grant, { kind: 'team_membership' | 'repository_role' }> {
  return scope.kind === 'team'
    ? grant.kind === 'team_membership' && grant.team === scope.id
    : grant.kind === 'repository_role' && grant.repository === scope.id
}
