/** GitHub's opaque GraphQL ids, made and read as GitHub makes them (MessagePack in base64). */

export type NodeKey =
  | { readonly type: 'User' | 'Organization' | 'Repository' | 'Bot'; readonly id: number }
  | { readonly type: 'Team'; readonly organization: number; readonly id: number }
  | { readonly type: 'PullRequest' | 'Issue' | 'Discussion'; readonly repository: number; readonly n: number }

const prefixes = {
  U: 'User',
  O: 'Organization',
  R: 'Repository',
  BOT: 'Bot',
  T: 'Team',
  PR: 'PullRequest',
  I: 'Issue',
  D: 'Discussion',
} as const

/** The id under which `node(id:)` finds the object. */
export function nodeId(prefix: keyof typeof prefixes | (string & {}), ...numbers: readonly number[]): string {
  const bytes = Buffer.alloc(2 + numbers.length * 5)
  bytes[0] = 0x91 + numbers.length
  numbers.forEach((number, i) => {
    bytes[2 + i * 5] = 0xce
    bytes.writeUInt32BE(number >>> 0, 3 + i * 5)
  })
  return `${prefix}_${bytes.toString('base64url')}`
}

/** What the id stands for; null where it is none of the kinds that can be looked up. */
export function readNodeId(id: string): NodeKey | null {
  const cut = id.indexOf('_')
  const type = Object.entries(prefixes).find(([prefix]) => prefix === id.slice(0, cut))?.[1]
  const bytes = Buffer.from(id.slice(cut + 1), 'base64url')
  if (!type || bytes.length < 7) return null
  const first = bytes.readUInt32BE(3)
  const second = bytes.length >= 12 ? bytes.readUInt32BE(8) : 0
  switch (type) {
    case 'Team':
      return { type, organization: first, id: second }
    case 'PullRequest':
    case 'Issue':
    case 'Discussion':
      return { type, repository: first, n: second }
    default:
      return { type, id: first }
  }
}
