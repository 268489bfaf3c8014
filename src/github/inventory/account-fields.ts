/** Decodes the users in REST's and GraphQL's lists as accounts. */

import type { SeenAccount } from '../../policy/words.ts'
import { type Decoded, type Decoder, fields, nullable, text, whole } from '../http/decode.ts'

/** REST's short form of a user. `type` is a bot's alone where it is `Bot`; absent in some lists. */
const REST_USER = fields({ id: whole, login: text, node_id: nullable(text), type: nullable(text) })

/** An account seen in a REST list; the short form has no name and no creation date. */
export const restAccount: Decoder<SeenAccount> = (value, odd) => {
  const user = REST_USER(value, odd)
  return {
    id: user.id,
    login: user.login,
    type: user.type === 'Bot' ? 'Bot' : 'User',
    nodeId: user.node_id,
    name: null,
    createdAt: null,
  }
}

/** The fields that our GraphQL queries select of `User`, which is never a bot. */
export const userNode = fields({ databaseId: whole, id: text, login: text })

/** An account seen in a GraphQL list that selects no name and no creation date. */
export function toAccountFromNode(user: Decoded<typeof userNode>): SeenAccount {
  return {
    id: user.databaseId,
    login: user.login,
    type: 'User',
    nodeId: user.id,
    name: null,
    createdAt: null,
  }
}
