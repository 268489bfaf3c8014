/** Converts the users in REST's and GraphQL's lists into accounts. */

import type { Id, SeenAccount } from '../../policy/words.ts'

/** REST's short form of a user. */
export interface RestUser {
  readonly id: number
  readonly login: string
  readonly node_id?: string
  readonly type?: string
}

/** An account seen in a REST list; the short form has no name and no creation date. */
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

/** The fields that our GraphQL queries select of `User`, which is never a bot. */
export interface UserNode {
  readonly databaseId: Id
  readonly id: string
  readonly login: string
}

/** An account seen in a GraphQL list that selects no name and no creation date. */
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
