/** Accounts as GraphQL shows them. */
import type { Account } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import type { ContributionArgs, GraphContext, View } from './context.ts'

/** The actor of that login: a user, a bot, or nobody where the account is gone. */
export function actorView(context: GraphContext, login: string | null): View | null {
  const account = login === null ? undefined : context.state.world.account(login)
  if (!account || account.deleted) return null
  return account.type === 'Bot' ? botView(context, account) : userView(context, account)
}

/** A person, with their contributions. */
export function userView(context: GraphContext, account: Account): View {
  return {
    __typename: 'User',
    id: nodeId('U', account.id),
    databaseId: account.id,
    fullDatabaseId: String(account.id),
    login: account.login,
    name: account.name,
    email: account.email ?? '',
    createdAt: account.created_at,
    updatedAt: account.created_at,
    url: `${context.web}/${account.login}`,
    resourcePath: `/${account.login}`,
    avatarUrl: `${context.web}/avatars/${account.id}`,
    isViewer: context.caller.kind === 'user' && context.caller.account === account,
    contributionsCollection: (args: ContributionArgs) => context.views.contributions(account, args),
  }
}

function botView(context: GraphContext, account: Account): View {
  const login = account.login.replace(/\[bot\]$/, '')
  return {
    __typename: 'Bot',
    id: nodeId('BOT', account.id),
    databaseId: account.id,
    login,
    createdAt: account.created_at,
    updatedAt: account.created_at,
    url: `${context.web}/apps/${login}`,
    resourcePath: `/apps/${login}`,
    avatarUrl: `${context.web}/avatars/${account.id}`,
  }
}
