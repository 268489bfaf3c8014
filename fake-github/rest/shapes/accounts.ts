/** Accounts, organisations and teams as REST shows them. */
import { membershipRole, outsideCollaborators, teamGrants, teamMembers } from '../../world/access.ts'
import type { Account, Organization, Team } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Call, Json } from '../answers.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>

/** The account that stands for everyone deleted, with GitHub's own id for it. */
const ghost = { login: 'ghost', id: 10137, type: 'User' as const, name: null, email: null }

/** A `simple-user`: the account of that login, or `ghost`. */
export function simpleUser(call: Roots, login: string): Json {
  const account = call.state.world.account(login)
  return userOf(call, account && !account.deleted ? account : ghost)
}

/** The same, but null for nobody and for the deleted, where GitHub's schema allows that. */
export function nullableUser(call: Roots, login: string | null): Json | null {
  const account = login === null ? undefined : call.state.world.account(login)
  return account && !account.deleted ? userOf(call, account) : null
}

/** A `public-user`, with the profile's numbers. */
export function publicUser(call: Roots, account: Account): Json {
  return {
    ...userOf(call, account),
    name: account.name,
    company: null,
    blog: null,
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    public_repos: call.state.world.repositoriesOf(account.login).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.created_at,
    updated_at: account.created_at,
  }
}

/** An `organization-simple`. */
export function simpleOrganization(call: Roots, org: Organization): Json {
  const url = `${call.base}/orgs/${org.login}`
  return {
    login: org.login,
    id: org.id,
    node_id: nodeId('O', org.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${call.web}/avatars/${org.id}`,
    description: null,
  }
}

/** An `organization-full`; settings only for the privileged, the plan only with its own permission. */
export function fullOrganization(
  call: Roots,
  org: Organization,
  sees: { settings: boolean; plan: boolean },
): Json {
  const repositories = call.state.world.repositoriesOf(org.login)
  return {
    ...simpleOrganization(call, org),
    name: org.login,
    html_url: `${call.web}/${org.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: repositories.filter((repo) => !repo.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: 'Organization',
    created_at: org.created_at,
    updated_at: org.created_at,
    archived_at: null,
    ...(sees.settings && {
      total_private_repos: repositories.filter((repo) => repo.private).length,
      collaborators: outsideCollaborators(call.state.world, org).length,
      default_repository_permission: org.default_repository_permission,
      two_factor_requirement_enabled: org.two_factor_requirement_enabled,
      members_can_create_repositories: true,
      members_can_fork_private_repositories: false,
      members_can_invite_outside_collaborators: true,
      deploy_keys_enabled_for_repositories: true,
    }),
    ...(sees.plan && {
      plan: {
        name: org.plan,
        space: 976562499,
        private_repos: 9999,
        seats: 0,
        filled_seats: org.members.length,
      },
    }),
  }
}

/** A `team`, with its parent. */
export function teamShape(call: Roots, org: Organization, team: Team): Json {
  const parent = team.parent === null ? undefined : org.teams.find((other) => other.slug === team.parent)
  return { ...simpleTeam(call, org, team), parent: parent ? simpleTeam(call, org, parent) : null }
}

/** A `team-full`, with its counts. */
export function fullTeam(call: Roots, org: Organization, team: Team): Json {
  return {
    ...teamShape(call, org, team),
    members_count: teamMembers(org, team).length,
    repos_count: teamGrants(org, team).length,
    created_at: org.created_at,
    updated_at: org.created_at,
    organization: fullOrganization(call, org, { settings: false, plan: false }),
  }
}

/** A `team-simple`. */
export function simpleTeam(call: Roots, org: Organization, team: Team): Json {
  const url = `${call.base}/organizations/${org.id}/team/${team.id}`
  return {
    id: team.id,
    node_id: nodeId('T', org.id, team.id),
    url,
    html_url: `${call.web}/orgs/${org.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: team.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: org.id,
  }
}

/** An `org-membership` of a member or of somebody invited. */
export function membershipShape(call: Roots, org: Organization, login: string): Json {
  const url = `${call.base}/orgs/${org.login}`
  const role = membershipRole(org, login)
  const invited = org.invitations.find((row) => row.login?.toLowerCase() === login.toLowerCase())
  return {
    url: `${url}/memberships/${login}`,
    state: role === null ? 'pending' : 'active',
    role: role ?? (invited?.role === 'admin' ? 'admin' : 'member'),
    direct_membership: true,
    enterprise_teams_providing_indirect_membership: [],
    organization_url: url,
    organization: simpleOrganization(call, org),
    user: simpleUser(call, login),
  }
}

function userOf(call: Roots, account: Pick<Account, 'login' | 'id' | 'type' | 'name' | 'email'>): Json {
  const url = `${call.base}/users/${account.login}`
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type === 'Bot' ? 'BOT' : 'U', account.id),
    avatar_url: `${call.web}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${call.web}/${account.login}`,
    ...linksBelow(url),
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** The links below the URL of a user, or of an organisation where GitHub shows it as one. */
export function linksBelow(url: string): Json {
  return {
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
  }
}
