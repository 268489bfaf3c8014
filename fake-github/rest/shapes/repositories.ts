/** Repositories and the grants on them as REST shows them. */
import { reaches } from '../../world/access.ts'
import type { DeployKey, Repository, RepositoryInvitation, RepositoryRole } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Call, Json } from '../answers.ts'
import { linksBelow, simpleOrganization, simpleUser } from './accounts.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>

const links = [
  ['archive', '/{archive_format}{/ref}'],
  ['assignees', '{/user}'],
  ['blobs', '/git/blobs{/sha}'],
  ['branches', '{/branch}'],
  ['collaborators', '{/collaborator}'],
  ['comments', '{/number}'],
  ['commits', '{/sha}'],
  ['compare', '/{base}...{head}'],
  ['contents', '/{+path}'],
  ['contributors', ''],
  ['deployments', ''],
  ['downloads', ''],
  ['events', ''],
  ['forks', ''],
  ['git_commits', '/git/commits{/sha}'],
  ['git_refs', '/git/refs{/sha}'],
  ['git_tags', '/git/tags{/sha}'],
  ['hooks', ''],
  ['issue_comment', '/issues/comments{/number}'],
  ['issue_events', '/issues/events{/number}'],
  ['issues', '{/number}'],
  ['keys', '{/key_id}'],
  ['labels', '{/name}'],
  ['languages', ''],
  ['merges', ''],
  ['milestones', '{/number}'],
  ['notifications', '{?since,all,participating}'],
  ['pulls', '{/number}'],
  ['releases', '{/id}'],
  ['stargazers', ''],
  ['statuses', '/{sha}'],
  ['subscribers', ''],
  ['subscription', ''],
  ['tags', ''],
  ['teams', ''],
  ['trees', '/git/trees{/sha}'],
] as const

/** A `minimal-repository`; with `role`, the caller's or the team's rights on it. */
export function minimalRepository(call: Roots, repo: Repository, role: RepositoryRole | null = null): Json {
  const url = `${call.base}/repos/${repo.owner}/${repo.name}`
  const urls = links.map(([name, tail]) => [
    `${name}_url`,
    tail.startsWith('/g') || tail.startsWith('/i') ? `${url}${tail}` : `${url}/${name}${tail}`,
  ])
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: `${repo.owner}/${repo.name}`,
    owner: ownerShape(call, repo),
    private: repo.private,
    html_url: `${call.web}/${repo.owner}/${repo.name}`,
    description: null,
    fork: repo.fork,
    url,
    ...Object.fromEntries(urls),
    archived: repo.archived,
    disabled: false,
    visibility: repo.private ? 'private' : 'public',
    default_branch: repo.default_branch,
    pushed_at: repo.pushed_at,
    created_at: repo.created_at,
    updated_at: repo.updated_at,
    has_issues: repo.has_issues,
    has_discussions: repo.has_discussions,
    has_pull_requests: repo.has_pull_requests,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    ...(role && { permissions: permissionFlags(role), role_name: role }),
  }
}

/** A `full-repository`. */
export function fullRepository(call: Roots, repo: Repository, role: RepositoryRole | null = null): Json {
  const web = `${call.web}/${repo.owner}/${repo.name}`
  return {
    ...minimalRepository(call, repo, role),
    clone_url: `${web}.git`,
    git_url: `git:${web.slice(web.indexOf('//'))}.git`,
    ssh_url: `git@localhost:${repo.owner}/${repo.name}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    size: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    network_count: 0,
    subscribers_count: 0,
    has_downloads: true,
  }
}

/** The five flags of GitHub's `permissions`. */
function permissionFlags(role: RepositoryRole): Json {
  return {
    admin: reaches(role, 'admin'),
    maintain: reaches(role, 'maintain'),
    push: reaches(role, 'write'),
    triage: reaches(role, 'triage'),
    pull: true,
  }
}

/** A `collaborator`: the role is the highest of all paths, also where only direct grants are listed. */
export function collaboratorShape(call: Roots, login: string, role: RepositoryRole): Json {
  return { ...simpleUser(call, login), permissions: permissionFlags(role), role_name: role }
}

/** A `deploy-key`. */
export function deployKeyShape(call: Roots, repo: Repository, key: DeployKey): Json {
  return {
    id: key.id,
    key: key.key,
    url: `${call.base}/repos/${repo.owner}/${repo.name}/keys/${key.id}`,
    title: key.title,
    verified: key.verified,
    created_at: key.created_at,
    read_only: key.read_only,
    added_by: key.added_by,
    last_used: key.last_used,
    enabled: true,
  }
}

/** A `repository-invitation`; it expires seven days after it was sent and stays listed. */
export function repositoryInvitationShape(call: Roots, repo: Repository, row: RepositoryInvitation): Json {
  const age = Date.parse(call.state.clock()) - Date.parse(row.created_at)
  return {
    id: row.id,
    node_id: nodeId('RI', row.id),
    repository: minimalRepository(call, repo),
    invitee: simpleUser(call, row.login),
    inviter: simpleUser(call, row.inviter),
    permissions: row.permissions,
    created_at: row.created_at,
    expired: age > 7 * 86_400_000,
    url: `${call.base}/user/repository_invitations/${row.id}`,
    html_url: `${call.web}/${repo.owner}/${repo.name}/invitations`,
  }
}

function ownerShape(call: Roots, repo: Repository): Json {
  const org = call.state.world.organization(repo.owner)
  if (!org) return simpleUser(call, repo.owner)
  const url = `${call.base}/users/${org.login}`
  return {
    ...simpleUser(call, org.login),
    ...simpleOrganization(call, org),
    url,
    html_url: `${call.web}/${org.login}`,
    gravatar_id: '',
    type: 'Organization',
    site_admin: false,
    ...linksBelow(url),
  }
}
