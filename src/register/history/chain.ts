/** The hash chain of the history, as pure functions: digests, links, and where a chain breaks. */

/** The `previous` of an organisation's first entry. */
const NO_ENTRY = '0'.repeat(64)

/** One stored entry of the chain, without names and free text. */
export interface Link {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly ref: string
  readonly digest: string
  readonly previous: string
  readonly hash: string
}

/** The newest entry of a chain; messages print it, so that a rewrite shows. */
export type Head = Pick<Link, 'seq' | 'hash'>

/** A link with its erasable text; `text` and `salt` are null after an erasure. */
export interface TextedLink extends Link {
  readonly salt: string | null
  readonly text: string | null
}

/** The link that follows `head`, complete with its hash. */
export async function linkAfter(
  head: Head | null,
  entry: { readonly at: string; readonly act: string; readonly ref: string; readonly digest: string },
): Promise<Link> {
  const link = { seq: (head?.seq ?? 0) + 1, ...entry, previous: head?.hash ?? NO_ENTRY }
  return { ...link, hash: await hashOf(link) }
}

/** The salted digest of a text, which the chain stores instead of the text. */
export function digestOf(salt: string, text: string): Promise<string> {
  return sha256(`${salt}\n${text}`)
}

/**
 * Verifies `links` (in order of seq) from `head` on. Returns the new head, or the first entry that does not fit and why.
 * An erased text does not break the chain; a changed one does.
 */
export async function followChain(
  head: Head | null,
  links: readonly TextedLink[],
): Promise<
  | { readonly ok: true; readonly head: Head | null }
  | { readonly ok: false; readonly at: number; readonly sentence: string }
> {
  let last = head
  for (const link of links) {
    const broken = await breakIn(last, link)
    if (broken !== null) return { ok: false, at: link.seq, sentence: broken }
    last = { seq: link.seq, hash: link.hash }
  }
  return { ok: true, head: last }
}

async function breakIn(last: Head | null, link: TextedLink): Promise<string | null> {
  const expected = (last?.seq ?? 0) + 1
  if (link.seq !== expected) return `Entry ${expected} is missing: entry ${link.seq} comes in its place.`
  if (link.previous !== (last?.hash ?? NO_ENTRY)) {
    return `Entry ${link.seq} does not follow from the entry before it: one of the two was changed.`
  }
  if (link.hash !== (await hashOf(link)))
    return `Entry ${link.seq} was changed: its hash does not fit its content.`
  if (link.text !== null && link.digest !== (await digestOf(link.salt ?? '', link.text))) {
    return `The text of entry ${link.seq} was changed: it does not fit the digest in the chain.`
  }
  return null
}

function hashOf(link: Omit<Link, 'hash'>): Promise<string> {
  return sha256(JSON.stringify([link.seq, link.at, link.act, link.ref, link.digest, link.previous]))
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
