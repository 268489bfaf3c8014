/** Makes the snapshot that giving access back needs; what cannot be given back is not removed. */

import type { Instant, PlanStep, Snapshot } from '../policy/words.ts'
import type { SubjectNow } from './check/subject-now.ts'

/** GitHub's fields without which a credential could not be requested again. */
const NEEDED: Readonly<Partial<Record<PlanStep['action'], readonly string[]>>> = {
  delete_deploy_key: ['title', 'key', 'read_only'],
  revoke_fine_grained_token: ['id', 'permissions'],
  deny_token_request: ['id', 'permissions'],
}

/** The snapshot of the subject at `at`; null where a part of it is missing. It is empty where the subject is gone already. */
export function snapshotOf(
  id: number | null,
  now: SubjectNow,
  plan: readonly PlanStep[],
  at: Instant,
): Snapshot | null {
  switch (now.kind) {
    case 'account': {
      const { login, grants, repositories, teams } = now.holdings
      const named = grants.every(
        (grant) =>
          (grant.kind !== 'repository_role' || repositories.has(grant.repository)) &&
          (grant.kind !== 'team_membership' || teams.has(grant.team)),
      )
      if (!named || (login === null && grants.length > 0)) return null
      return {
        kind: 'account',
        id: id ?? 0,
        login: login ?? '',
        at,
        grants,
        repositories: Object.fromEntries(repositories),
        teams: Object.fromEntries(teams),
      }
    }
    case 'invitation':
      return {
        kind: 'invitation',
        at,
        grant: now.invitation?.grant ?? null,
        login: now.invitation?.login ?? null,
      }
    case 'credential': {
      if (now.credential === null) return { kind: 'credential', at, fields: {} }
      const { fields } = now.credential
      const complete = plan.every((step) => (NEEDED[step.action] ?? []).every((name) => fields[name] != null))
      return complete ? { kind: 'credential', at, fields } : null
    }
  }
}
