/** The hash chain of the history, as pure functions: digests, links, and where a chain breaks. */

import { z } from 'zod'
import { counted } from '../../policy/english.ts'
import { type EntryText, toldIn } from './told.ts'

/** The `previous` of an organisation's first entry. */
const NO_ENTRY = '0'.repeat(64)

/**
 * The form of the entries that this version writes: their hash covers the organisation's id. In form 1, which earlier versions
 * wrote, it does not.
 */
export const ENTRY_FORM = 2

/** The entry that carries a chain of form 1 over: its text names the head that it follows. */
export const CARRIED_OVER = 'chain_carried_over'

/** Entries whose texts prove something of the chain itself, and are never erased. A trigger holds the same list. */
export const KEPT_ACTS: readonly string[] = [CARRIED_OVER, 'history_begun', 'erased']

/** One stored entry of the chain, without names and free text. */
export interface Link {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly ref: string
  readonly digest: string
  readonly previous: string
  readonly hash: string
  /** Which fields the hash covers: see `hashOf`. */
  readonly form: number
}

/** The newest entry of a chain; messages print it, so that a rewrite shows. */
export type Head = Pick<Link, 'seq' | 'hash' | 'form'>

/** A link with its erasable text; `text` and `salt` are null after an erasure. */
export interface TextedLink extends Link {
  readonly salt: string | null
  readonly text: string | null
}

/** What following a chain has found so far. */
export interface Followed {
  readonly head: Head | null
  /** Entries without their text, by its reference, which no later entry has named as erased yet. */
  readonly missing: ReadonlyMap<string, number>
}

/** Before the first entry. */
export const NOTHING_FOLLOWED: Followed = { head: null, missing: new Map() }

/** An entry that does not fit, and why. */
export interface Break {
  readonly at: number
  readonly sentence: string
}

/** The link that follows `head` in an organisation's chain, complete with its hash. */
export async function linkAfter(
  head: Head | null,
  orgId: number,
  entry: { readonly at: string; readonly act: string; readonly ref: string; readonly digest: string },
): Promise<Link> {
  const link = { seq: (head?.seq ?? 0) + 1, ...entry, previous: head?.hash ?? NO_ENTRY, form: ENTRY_FORM }
  return { ...link, hash: await hashOf(orgId, link) }
}

/** The salted digest of a text, which the chain stores instead of the text. */
export function digestOf(salt: string, text: string): Promise<string> {
  return sha256(`${salt}\n${text}`)
}

/** Verifies an organisation's further `links`, in order of seq. A text may be missing until `missingText` is asked. */
export async function followChain(
  orgId: number,
  { head, missing }: Followed,
  links: readonly TextedLink[],
): Promise<({ readonly ok: true } & Followed) | ({ readonly ok: false } & Break)> {
  let last = head
  const stillMissing = new Map(missing)
  for (const link of links) {
    const sentence = await breakIn(orgId, last, link)
    if (sentence !== null) return { ok: false, at: link.seq, sentence }
    last = { seq: link.seq, hash: link.hash, form: link.form }
    if (link.text === null) stillMissing.set(link.ref, link.seq)
    else if (link.act === 'erased') for (const ref of refsIn(link.text)) stillMissing.delete(`${ref}`)
  }
  return { ok: true, head: last, missing: stillMissing }
}

/** The first entry of a whole chain whose text is missing although no entry says that it was erased. */
export function missingText({ missing }: Followed): Break | null {
  const [at, ...more] = [...missing.values()].sort((a, b) => a - b)
  if (at === undefined) return null
  const others =
    more.length === 0 ? '' : ` ${counted(more.length, 'later entry has', 'later entries have')} none either.`
  return {
    at,
    sentence: `The text of entry ${at} is missing, and no entry says that it was erased.${others}`,
  }
}

async function breakIn(orgId: number, last: Head | null, link: TextedLink): Promise<string | null> {
  const expected = (last?.seq ?? 0) + 1
  if (link.seq !== expected) return `Entry ${expected} is missing: entry ${link.seq} comes in its place.`
  if (link.previous !== (last?.hash ?? NO_ENTRY)) {
    return `Entry ${link.seq} does not follow from the entry before it: one of the two was changed.`
  }
  if (link.hash !== (await hashOf(orgId, link)))
    return `Entry ${link.seq} was changed, or belongs to another organisation: its hash does not fit its content.`
  if (link.text !== null && link.digest !== (await digestOf(link.salt ?? '', link.text))) {
    return `The text of entry ${link.seq} was changed: it does not fit the digest in the chain.`
  }
  if (link.text === null && KEPT_ACTS.includes(link.act))
    return `The text of entry ${link.seq} is missing, and one of this kind is never erased.`
  if (last?.form === 1 && link.form !== 1 && !carriesOver(link, last))
    return `Entry ${link.seq} does not carry over the chain of an earlier version that ends with entry ${last.seq}.`
  return null
}

function carriesOver({ act, text }: TextedLink, last: Head): boolean {
  const named = HEAD.safeParse(act === CARRIED_OVER ? factsIn(text).head : null)
  return named.success && named.data.seq === last.seq && named.data.hash === last.hash
}

const HEAD = z.object({ seq: z.number(), hash: z.string() })

function factsIn(text: string | null): EntryText['facts'] {
  return (text === null ? null : toldIn(text))?.facts ?? {}
}

function refsIn(text: string): readonly unknown[] {
  const { refs } = factsIn(text)
  return Array.isArray(refs) ? refs : []
}

function hashOf(orgId: number, link: Omit<Link, 'hash'>): Promise<string> {
  const { seq, at, act, ref, digest, previous, form } = link
  const covered = [seq, at, act, ref, digest, previous]
  return sha256(JSON.stringify(form === 1 ? covered : [form, orgId, ...covered]))
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
