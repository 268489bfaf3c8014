/** An account as GitHub's lists tell of it, REST's and GraphQL's. The id is the key, the login a label of today. */

import type { Id, SeenAccount } from '../../policy/words.ts'

/** REST's short form of a user. */
export interface RestUser {
  readonly id: number
  readonly login: string
  readonly node_id?: string
  readonly type?: string
}

export function toAccountFromRest(user: RestUser): SeenAccount {
  return {
    id: user.id,
    login: user.login,
    type: user.type === 'Bot' ? 'Bot' : 'User',
    nodeId: user.node_id ?? null,
    name: null,
    createdAt: null,
  }
}

/** What is asked of GraphQL's `User`, which is never a bot. */
export interface UserNode {
  readonly databaseId: Id
  readonly id: string
  readonly login: string
}

export function toAccountFromNode(user: UserNode): SeenAccount {
  return {
    id: user.databaseId,
    login: user.login,
    type: 'User',
    nodeId: user.id,
    name: null,
    createdAt: null,
  }
}
