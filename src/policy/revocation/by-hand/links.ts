/** Says where on GitHub a person does a step of a plan, and the call that does the same from a terminal. */

import type { Names } from '../../words/names.ts'
import type { Id, PlanStep, RepositoryRole } from '../../words.ts'
import { type Call, ghLine, pathOf } from './gh-line.ts'

/** Where one step is done by hand. */
export interface StepLink {
  /** The exact page on GitHub. */
  readonly url: string
  /** The same as a line for a terminal; null where GitHub has no call for it, or a name is not known any more. */
  readonly gh: string | null
}

/** The page and the call of one step, by the names of today. */
export function linkOf(step: PlanStep, names: Names): StepLink {
  if (step.action === 'by_hand') return { url: step.url, gh: null }
  const { page, call } = placeOf(step, names)
  return {
    url: `${names.webUrl}${page}`,
    gh: call === null ? null : ghLine(call, new URL(names.webUrl).host),
  }
}

interface Place {
  readonly page: string
  readonly call: Call | null
}

function placeOf(step: Exclude<PlanStep, { action: 'by_hand' }>, names: Names): Place {
  const org = names.organization
  const login = 'account' in step ? names.login(step.account) : null
  const repository = 'repository' in step ? segmentsOf(names, step.repository) : null
  const inOrganization = (...page: string[]) => pathOf(['orgs', org, ...page])
  const inSettings = (...page: string[]) => pathOf(['organizations', org, 'settings', ...page])
  const inRepository = (...page: string[]) =>
    repository === null ? inOrganization('repositories') : pathOf([...repository, 'settings', ...page])
  const ofLogin = (page: string) => (login === null ? page : `${page}?query=${encodeURIComponent(login)}`)
  const call = (method: Call['method'], path: readonly (string | null)[], fields?: Call['fields']) =>
    path.every((segment) => segment !== null) ? { method, path, ...(fields && { fields }) } : null
  const ofRepository = (...path: (string | null)[]) => ['repos', ...(repository ?? [null]), ...path]
  switch (step.action) {
    case 'remove_membership':
      return {
        page: ofLogin(inOrganization('people')),
        call: call('DELETE', ['orgs', org, 'memberships', login]),
      }
    case 'make_member':
      return {
        page: ofLogin(inOrganization('people')),
        call: call('PUT', ['orgs', org, 'memberships', login], { role: 'member' }),
      }
    case 'convert_to_outside_collaborator':
      return {
        page: ofLogin(inOrganization('people')),
        call: call('PUT', ['orgs', org, 'outside_collaborators', login]),
      }
    case 'remove_outside_collaborator':
      return {
        page: ofLogin(inOrganization('outside-collaborators')),
        call: call('DELETE', ['orgs', org, 'outside_collaborators', login]),
      }
    case 'remove_repository_role':
      return {
        page: ofLogin(inRepository('access')),
        call: call('DELETE', ofRepository('collaborators', login)),
      }
    case 'lower_repository_role':
      return {
        page: ofLogin(inRepository('access')),
        call: call('PUT', ofRepository('collaborators', login), { permission: PERMISSIONS[step.role] }),
      }
    case 'remove_team_membership': {
      const team = names.team(step.team)
      return {
        page: team === null ? inOrganization('teams') : ofLogin(inOrganization('teams', team, 'members')),
        call: call('DELETE', ['orgs', org, 'teams', team, 'memberships', login]),
      }
    }
    case 'add_to_emeritus_team':
      return {
        page: inOrganization('teams', step.team, 'members'),
        call: call('PUT', ['orgs', org, 'teams', step.team, 'memberships', login], { role: 'member' }),
      }
    case 'cancel_invitation':
      return {
        page: inOrganization('people', 'pending_invitations'),
        call: call('DELETE', ['orgs', org, 'invitations', `${step.invitation}`]),
      }
    case 'cancel_repository_invitation':
      return {
        page: inRepository('access'),
        call: call('DELETE', ofRepository('invitations', `${step.invitation}`)),
      }
    case 'revoke_fine_grained_token':
      return {
        page: inSettings('personal-access-tokens', 'active'),
        call: call('POST', ['orgs', org, 'personal-access-tokens', step.token], { action: 'revoke' }),
      }
    case 'deny_token_request':
      return {
        page: inSettings('personal-access-token-requests'),
        call: call('POST', ['orgs', org, 'personal-access-token-requests', step.request], { action: 'deny' }),
      }
    case 'delete_deploy_key':
      return { page: inRepository('keys'), call: call('DELETE', ofRepository('keys', step.key)) }
  }
}

/** `owner/name` in its two segments; null where the name is not known any more. */
function segmentsOf(names: Names, repository: Id): readonly string[] | null {
  return names.repository(repository)?.split('/') ?? null
}

/** What GitHub's API calls the roles. */
const PERMISSIONS: Readonly<Record<RepositoryRole, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
}
