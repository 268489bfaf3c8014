/** A repository as GraphQL shows it: grants, history, refs, releases, conversations. */
import { callerKey } from '../http/callers.ts'
import { grants } from '../rest/gate.ts'
import { tagOf } from '../rest/shapes/conversation.ts'
import {
  type AccessSource,
  accessSources,
  effectiveRole,
  membershipRole,
  peopleWithAccess,
  reaches,
} from '../world/access.ts'
import type { Repository, RepositoryRole } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import { actorView } from './actors.ts'
import { commitView, historyView } from './commits.ts'
import { connection, type PageArgs } from './connection.ts'
import { type GraphContext, graphError, mayRead, type View } from './context.ts'
import { deploymentView } from './deployments.ts'
import { fileObject } from './files.ts'
import { organizationView, permissionOf, teamView } from './organization.ts'
import { type ThreadArgs, threadsFor } from './thread-lists.ts'
import { threadView } from './threads.ts'

/** A repository. */
export function repositoryView(context: GraphContext, repo: Repository): View {
  const { world } = context.state
  const acts = world.acts.inRepository(repo.owner, repo.name)
  const newest = acts.commitsOn(repo.default_branch, repo.default_branch)[0]
  const path = `/${repo.owner}/${repo.name}`
  const listed = (kind: 'issue' | 'pull_request' | 'discussion') => (args: PageArgs & ThreadArgs) =>
    readable(context, repo, `${kind}s=read`) &&
    connection(threadsFor(acts, kind, args), args, (thread) => threadView(context, repo, thread))
  const one =
    (kind: 'issue' | 'pull_request' | 'discussion') =>
    ({ number }: { readonly number: number }) => {
      const thread = acts.threads.get(number)
      return thread?.kind === kind ? threadView(context, repo, thread) : null
    }
  return {
    __typename: 'Repository',
    id: nodeId('R', repo.id),
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: `${repo.owner}/${repo.name}`,
    url: `${context.web}${path}`,
    resourcePath: path,
    owner: () => ownerOf(context, repo),
    createdAt: repo.created_at,
    pushedAt: repo.pushed_at,
    updatedAt: repo.updated_at,
    isArchived: repo.archived,
    isFork: repo.fork,
    isPrivate: repo.private,
    isDisabled: false,
    isEmpty: !newest,
    isLocked: false,
    isTemplate: false,
    visibility: repo.private ? 'PRIVATE' : 'PUBLIC',
    hasIssuesEnabled: repo.has_issues,
    hasDiscussionsEnabled: repo.has_discussions,
    viewerPermission: () => viewerRole(context, repo),
    collaborators: (args: PageArgs & CollaboratorArgs) => collaborators(context, repo, args),
    deployKeys: (args: PageArgs) =>
      connection(administers(context, repo) ? repo.deploy_keys : [], args, (key) => ({
        id: nodeId('DK', key.id),
        title: key.title,
        key: key.key,
        readOnly: key.read_only,
        verified: key.verified,
        enabled: true,
        createdAt: key.created_at,
      })),
    defaultBranchRef: () =>
      readable(context, repo, 'contents=read') && newest
        ? refView(context, repo, repo.default_branch, 'refs/heads/')
        : null,
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) =>
      refView(context, repo, qualifiedName.replace('refs/heads/', ''), 'refs/heads/'),
    refs: (args: PageArgs & { readonly refPrefix: string }) => refs(context, repo, args),
    object: ({ oid, expression }: { readonly oid?: string; readonly expression?: string }) => {
      const file = expression === undefined ? undefined : fileObject(repo, expression)
      if (file !== undefined) return readable(context, repo, 'contents=read') && file
      const deployed = acts.kind('deployment_approval').find((row) => row.sha === oid)
      const act =
        acts.commit(oid ?? expression ?? '') ?? deployed ?? (expression === 'HEAD' ? newest : undefined)
      return act ? commitView(context, repo, act) : null
    },
    releases: (args: PageArgs & { readonly orderBy?: { readonly direction: string } | null }) =>
      connection(
        args.orderBy?.direction === 'ASC' ? acts.kind('release').toReversed() : acts.kind('release'),
        args,
        (act) => ({
          __typename: 'Release',
          id: nodeId('RE', act.id),
          databaseId: act.id,
          name: tagOf(act),
          tagName: tagOf(act),
          isDraft: false,
          isPrerelease: false,
          createdAt: act.at,
          publishedAt: act.at,
          updatedAt: act.at,
          url: `${context.web}${path}/releases/tag/${tagOf(act)}`,
          resourcePath: `${path}/releases/tag/${tagOf(act)}`,
          author: () => actorView(context, act.actor),
        }),
      ),
    deployments: (args: PageArgs) =>
      connection(acts.kind('deployment', 'deployment_approval'), args, (act) =>
        deploymentView(context, repo, act),
      ),
    commitComments: (args: PageArgs) =>
      connection(acts.kind('commit_comment').toReversed(), args, (act) => ({
        __typename: 'CommitComment',
        id: nodeId('CC', act.id),
        databaseId: act.id,
        url: `${context.web}${path}/commit/${act.sha}#commitcomment-${act.id}`,
        createdAt: act.at,
        updatedAt: act.at,
        author: () => actorView(context, act.actor),
      })),
    issues: listed('issue'),
    pullRequests: listed('pull_request'),
    discussions: listed('discussion'),
    issue: one('issue'),
    pullRequest: one('pull_request'),
    discussion: one('discussion'),
    issueOrPullRequest: ({ number }: { readonly number: number }) =>
      one('issue')({ number }) ?? one('pull_request')({ number }),
  }
}

/** True, or the refusal that an installation without the permission gets. */
function readable(context: GraphContext, repo: Repository, permission: string): true {
  if (!mayRead(context, repo, permission))
    throw graphError('FORBIDDEN', 'Resource not accessible by integration')
  return true
}

type CollaboratorArgs = {
  readonly affiliation?: 'ALL' | 'DIRECT' | 'OUTSIDE' | null
  readonly login?: string | null
  readonly query?: string | null
}

/** Who has access, and through what; nobody but those with push access may know. */
function collaborators(context: GraphContext, repo: Repository, args: PageArgs & CollaboratorArgs): View {
  const { world } = context.state
  if (!reaches(viewerLevel(context, repo), 'write'))
    throw graphError('FORBIDDEN', 'You do not have permission to view repository collaborators.')
  const org = world.organization(repo.owner)
  const affiliation = args.affiliation ?? 'ALL'
  const direct = repo.collaborators.map((row) => row.login)
  const pool = args.login
    ? [world.account(args.login)?.login ?? args.login]
    : affiliation === 'ALL'
      ? peopleWithAccess(world, repo)
      : direct
  const isOutside = (login: string) => !org || membershipRole(org, login) === null
  const logins = pool.filter(
    (login) =>
      (affiliation === 'ALL' || direct.some((other) => other.toLowerCase() === login.toLowerCase())) &&
      (affiliation !== 'OUTSIDE' || isOutside(login)) &&
      (!args.query || login.toLowerCase().includes(args.query.toLowerCase())),
  )
  const people = logins.flatMap((login) => {
    const role = effectiveRole(world, repo, login)
    return role ? [{ login, role }] : []
  })
  return connection(
    people,
    args,
    ({ login }) => actorView(context, login),
    ({ login, role }) => ({
      permission: permissionOf(role),
      permissionSources: () =>
        accessSources(world, repo, login).map((source) => sourceView(context, repo, source)),
    }),
  )
}

/** `permission` knows only three words; `roleName` says which role it is. */
function sourceView(context: GraphContext, repo: Repository, source: AccessSource): View {
  const coarse = { read: 'READ', triage: 'READ', write: 'WRITE', maintain: 'WRITE', admin: 'ADMIN' }[
    source.role
  ]
  const org = context.state.world.organization(repo.owner)
  const granter = () => {
    switch (source.from) {
      case 'organization':
        return organizationView(context, source.organization)
      case 'team':
        return teamView(context, source.organization, source.team)
      case 'repository':
        return repositoryView(context, repo)
    }
  }
  return {
    permission: coarse,
    roleName: source.role,
    organization: () => (org ? organizationView(context, org) : null),
    source: granter,
  }
}

function viewerLevel(context: GraphContext, repo: Repository): RepositoryRole | null {
  const { caller } = context
  if (caller.kind === 'installation')
    return caller.organization.login === repo.owner && grants(caller.permissions, 'members=read')
      ? 'write'
      : null
  return caller.kind === 'user' ? effectiveRole(context.state.world, repo, caller.account.login) : null
}

function viewerRole(context: GraphContext, repo: Repository): string | null {
  if (callerKey(context.caller).startsWith('installation')) return null
  const role = viewerLevel(context, repo)
  return role ? permissionOf(role) : null
}

function administers(context: GraphContext, repo: Repository): boolean {
  const { caller } = context
  if (caller.kind === 'installation')
    return caller.organization.login === repo.owner && grants(caller.permissions, 'administration=read')
  return reaches(viewerLevel(context, repo), 'admin')
}

function ownerOf(context: GraphContext, repo: Repository): View | null {
  const org = context.state.world.organization(repo.owner)
  return org ? organizationView(context, org) : actorView(context, repo.owner)
}

function refs(
  context: GraphContext,
  repo: Repository,
  args: PageArgs & { readonly refPrefix: string },
): View {
  const acts = context.state.world.acts.inRepository(repo.owner, repo.name)
  if (args.refPrefix.startsWith('refs/tags')) {
    return connection(acts.kind('tag', 'release'), args, (act) => ({
      __typename: 'Ref',
      id: `REF_${act.id}`,
      name: tagOf(act),
      prefix: 'refs/tags/',
      // A release made on the web leaves a light tag, which names nobody.
      target:
        act.kind === 'release'
          ? { __typename: 'Commit', oid: act.sha, committedDate: act.at }
          : {
              __typename: 'Tag',
              oid: act.sha,
              name: tagOf(act),
              tagger: { date: act.at, name: act.actor, user: () => actorView(context, act.actor) },
            },
    }))
  }
  const names = [
    ...new Set([
      repo.default_branch,
      ...acts.kind('push', 'branch', 'commit').flatMap((act) => act.branch ?? []),
    ]),
  ]
  return connection(names, args, (name) => refView(context, repo, name, 'refs/heads/'))
}

function refView(context: GraphContext, repo: Repository, name: string, prefix: string): View | null {
  const acts = context.state.world.acts.inRepository(repo.owner, repo.name)
  const newest =
    acts.commitsOn(name, repo.default_branch)[0] ??
    acts.kind('push', 'branch').find((act) => (act.branch ?? repo.default_branch) === name)
  if (!newest) return null
  return {
    __typename: 'Ref',
    id: `REF_${repo.id}_${name}`,
    name,
    prefix,
    repository: () => repositoryView(context, repo),
    target: () => ({ ...commitView(context, repo, newest), history: historyView(context, repo, name) }),
  }
}
