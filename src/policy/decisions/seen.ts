/** Binds an answer to what was shown: a digest of one proposal, and a token of a whole group of them. */

/** A proposal and, as one text, everything of it that was shown and can change; verdict, plans and evidence are frozen with its id. */
export interface ShownProposal {
  readonly id: string
  readonly shown: string
}

/** How many hexadecimal digits name the proposal, and how many stand for what was shown of it. */
const NAME_DIGITS = 6
const SHOWN_DIGITS = 8

/** The digest of one proposal. It guards against accidents only: whoever may answer could make one up. */
export function seenOf(proposal: ShownProposal): string {
  const { name, shown } = sumsOf(proposal)
  return digits(name).slice(0, NAME_DIGITS) + digits(shown)
}

/** The token of a group: seven bytes for each proposal. */
export function seenOfGroup(proposals: readonly ShownProposal[]): string {
  const bytes = proposals.map((proposal) => {
    const { name, shown } = sumsOf(proposal)
    return bytesOf(name).slice(0, NAME_DIGITS / 2) + bytesOf(shown)
  })
  return btoa(bytes.join(''))
}

/** Of these proposals, those that the token was made of: as they were then, and those that have changed since. Null: no token. */
export function shownIn<P extends ShownProposal>(
  token: string,
  proposals: readonly P[],
): { readonly same: readonly P[]; readonly changed: readonly P[] } | null {
  const digests = digestsIn(token)
  if (digests === null) return null
  const seen = new Set(digests)
  const names = new Set([...seen].map((digest) => digest.slice(0, NAME_DIGITS)))
  const shown = proposals.filter(({ id }) => names.has(digits(hash(id)).slice(0, NAME_DIGITS)))
  return {
    same: shown.filter((proposal) => seen.has(seenOf(proposal))),
    changed: shown.filter((proposal) => !seen.has(seenOf(proposal))),
  }
}

function digestsIn(token: string): readonly string[] | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(token) || token.length % 4 !== 0) return null
  const all = [...atob(token)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  if (all.length % (NAME_DIGITS + SHOWN_DIGITS) !== 0) return null
  return all.match(new RegExp(`.{${NAME_DIGITS + SHOWN_DIGITS}}`, 'g')) ?? []
}

function sumsOf({ id, shown }: ShownProposal): { readonly name: number; readonly shown: number } {
  const name = hash(id)
  return { name, shown: hash(`\n${shown}`, name) }
}

/** FNV-1a (RFC 9923), 32 bits; of a text that goes on, from the sum of what stands before it. */
function hash(text: string, before = 0x811c9dc5): number {
  let sum = before
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum
}

function digits(sum: number): string {
  return (sum >>> 0).toString(16).padStart(8, '0')
}

/** The same as `digits`, one character for two of them. */
function bytesOf(sum: number): string {
  return String.fromCharCode(sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255)
}
