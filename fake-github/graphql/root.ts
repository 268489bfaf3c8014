/** The top of GitHub's GraphQL: organisations, repositories, people, nodes, search, the rate limit; it has no mutations. */
import type { Query } from '@octokit/graphql-schema'
import { sees, shutOutOf } from '../rest/gate.ts'
import { searchThreads } from '../search.ts'
import { same } from '../world/lookups.ts'
import { readNodeId } from '../world/node-ids.ts'
import { actorView, userView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import { type GraphContext, graphError, type View } from './context.ts'
import { contributions } from './contributions.ts'
import { deploymentNode } from './deployments.ts'
import { discussionCommentNode } from './discussion-comments.ts'
import { organizationView, teamView } from './organization.ts'
import { repositoryView } from './repository.ts'
import { actOnThread, threadView } from './threads.ts'

/** The context with the views that lead to each other. */
export function withViews(given: Omit<GraphContext, 'views'>): GraphContext {
  const context: GraphContext = {
    ...given,
    views: {
      repository: (repo) => repositoryView(context, repo),
      contributions: (account, args) => contributions(context, account, args),
      actOnThread: (repo, thread, act) => actOnThread(context, repo, thread, act),
    },
  }
  return context
}

/** The root value of one query. */
export function rootView(context: GraphContext): { readonly [field in keyof Query]?: unknown } {
  const { world } = context.state
  return {
    viewer: () => viewer(context),
    rateLimit: () => ({
      cost: context.cost.points,
      nodeCount: context.cost.nodes,
      limit: context.limit.limit,
      used: context.limit.used,
      remaining: Math.max(0, context.limit.limit - context.limit.used),
      resetAt: context.limit.resetAt,
    }),
    node: ({ id }: { readonly id: string }) => nodeView(context, id),
    nodes: ({ ids }: { readonly ids: readonly string[] }) =>
      ids.map((id) => attempt(() => nodeView(context, id))),
    organization: ({ login }: { readonly login: string }) => {
      const org = world.organization(login)
      if (!org) throw unresolved('an Organization', 'login', login)
      const shutOut = shutOutOf(org)
      if (shutOut !== null) throw graphError('FORBIDDEN', shutOut)
      return organizationView(context, org)
    },
    user: ({ login }: { readonly login: string }) => {
      const account = world.account(login)
      if (!account || account.deleted || account.type === 'Bot') throw unresolved('a User', 'login', login)
      return userView(context, account)
    },
    repositoryOwner: ({ login }: { readonly login: string }) => {
      const org = world.organization(login)
      return org ? organizationView(context, org) : actorView(context, login)
    },
    repository: ({
      owner,
      name,
      followRenames,
    }: {
      readonly owner: string
      readonly name: string
      readonly followRenames?: boolean
    }) => {
      const repo =
        world.repository(owner, name) ??
        (followRenames === false
          ? undefined
          : world.repositoriesOf(owner).find((row) => row.former_names.some((former) => same(former, name))))
      if (!repo || !sees(context, repo) || repo.shown !== 'yes')
        throw unresolved('a Repository', 'name', `${owner}/${name}`)
      return repositoryView(context, repo)
    },
    search: (args: PageArgs & { readonly query: string; readonly type: string }) => search(context, args),
  }
}

function viewer(context: GraphContext): View | null {
  const { caller } = context
  if (caller.kind === 'user') return userView(context, caller.account)
  if (caller.kind !== 'installation') throw graphError('FORBIDDEN', 'Resource not accessible by integration')
  return {
    __typename: 'User',
    id: `BOT_${caller.app.id}`,
    databaseId: caller.app.id,
    login: `${caller.app.slug}[bot]`,
  }
}

function unresolved(what: string, key: string, value: string) {
  return graphError('NOT_FOUND', `Could not resolve to ${what} with the ${key} of '${value}'.`)
}

function nodeView(context: GraphContext, id: string): View | null {
  const { world } = context.state
  const found = ((): View | null => {
    const key = readNodeId(id)
    switch (key?.type) {
      case 'User':
      case 'Bot': {
        const account = world.accountById(key.id)
        return account ? actorView(context, account.login) : null
      }
      case 'Organization': {
        const org = world.organizationById(key.id)
        return org ? organizationView(context, org) : null
      }
      case 'Team': {
        const org = world.organizationById(key.organization)
        const team = org?.teams.find((row) => row.id === key.id)
        return org && team ? teamView(context, org, team) : null
      }
      case 'Repository': {
        const repo = world.repositoryById(key.id)
        if (repo !== undefined && repo.shown !== 'yes')
          throw graphError('FORBIDDEN', 'Resource not accessible by integration')
        return repo && sees(context, repo) ? repositoryView(context, repo) : null
      }
      case 'Issue':
      case 'PullRequest':
      case 'Discussion': {
        const repo = world.repositoryById(key.repository)
        const thread = repo && world.acts.inRepository(repo.owner, repo.name).threads.get(key.n)
        return repo && thread && sees(context, repo) ? threadView(context, repo, thread) : null
      }
      case undefined:
        return deploymentNode(context, id) ?? discussionCommentNode(context, id)
    }
  })()
  if (!found) throw graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
  return found
}

/** Among several nodes one that is missing is null with an error of its own. */
function attempt(find: () => View | null): View | Error | null {
  try {
    return find()
  } catch (missing) {
    if (missing instanceof Error) return missing
    throw missing
  }
}

function search(
  context: GraphContext,
  args: PageArgs & { readonly query: string; readonly type: string },
): View {
  const discussions = args.type === 'DISCUSSION'
  const known = discussions || args.type === 'ISSUE' || args.type === 'ISSUE_ADVANCED'
  const found = known
    ? searchThreads(context.state, args.query, (repo) => sees(context, repo), discussions)
    : []
  return connection(
    found.slice(0, 1000),
    args,
    ({ repo, thread }) => threadView(context, repo, thread),
    () => ({}),
    {
      issueCount: discussions ? 0 : found.length,
      discussionCount: discussions ? found.length : 0,
      codeCount: 0,
      repositoryCount: 0,
      userCount: 0,
      wikiCount: 0,
      lexicalResultCount: found.length,
    },
  )
}
