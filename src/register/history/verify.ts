/** Verifies an organisation's history: its chain, its texts, and that it and the register tell the same. */

import {
  type Break,
  CARRIED_OVER,
  type Followed,
  followChain,
  type Head,
  missingText,
  NOTHING_FOLLOWED,
  type TextedLink,
} from './chain.ts'
import { COMPARED_ACTS, differences } from './compare/reconcile.ts'
import { type Ask, type RegisterRows, readRegisterRows } from './compare/register-rows.ts'
import { toldIn } from './told.ts'

/** What verifying found. */
export type Verification =
  | {
      readonly ok: true
      readonly entries: number
      readonly head: Head | null
      /** False: the newest entry is of an earlier version, and the next hourly run carries the chain over. */
      readonly isCarriedOver: boolean
      /** The tokens of whose making it tells, and since when it would. */
      readonly tokens: readonly string[]
      readonly tellsSince: string | null
    }
  | {
      readonly ok: false
      /** The first entry that does not fit; null where no entry is to blame. */
      readonly at: number | null
      /** What is wrong, most important first; at least one. */
      readonly sentences: readonly [string, ...string[]]
    }

/** Entries per question: an answer stays far below a megabyte. */
const PAGE = 500

/** Verifies the history of one organisation by questions to its database. */
export async function verifyHistoryBy(ask: Ask, orgId: number): Promise<Verification> {
  const rows = await readRegisterRows(ask, orgId)
  const read = await follow(ask, orgId)
  if ('sentence' in read) return { ok: false, at: read.at, sentences: [read.sentence] }
  const missing = missingText(read.followed) ?? begunAgain(read, rows)
  if (missing !== null) return { ok: false, at: missing.at, sentences: [missing.sentence] }
  const [sentence, ...more] = [...strayTexts(rows), ...differences(read.compared, rows)]
  if (sentence !== undefined) return { ok: false, at: null, sentences: [sentence, ...more] }
  const { head } = read.followed
  return {
    ok: true,
    entries: head?.seq ?? 0,
    head,
    isCarriedOver: head?.form !== 1,
    tokens: tokensIn(read.compared),
    tellsSince: read.tellsSince,
  }
}

/** The chain as followed, and those of its entries that are compared with the register afterwards. */
interface Read {
  readonly followed: Followed
  readonly compared: readonly TextedLink[]
  readonly first: TextedLink | undefined
  /** When the chain was last carried over, else when its first entry of the present form was written. */
  readonly tellsSince: string | null
}

async function follow(ask: Ask, orgId: number): Promise<Read | Break> {
  let followed = NOTHING_FOLLOWED
  let first: TextedLink | undefined
  let tellsSince: string | null = null
  const compared: TextedLink[] = []
  for (;;) {
    const [links] = await ask<[TextedLink]>([
      `select seq, at, act, history.ref, digest, previous, hash, form, salt, text from history
        left join history_texts on history_texts.ref = history.ref
        where history.org_id = ${Number(orgId)} and seq > ${followed.head?.seq ?? 0} order by seq limit ${PAGE}`,
    ])
    const next = await followChain(orgId, followed, links)
    if (!next.ok) return next
    followed = next
    first ??= links[0]
    for (const link of links) {
      if (link.act === CARRIED_OVER || (tellsSince === null && link.form !== 1)) tellsSince = link.at
      if (COMPARED_ACTS.includes(link.act)) compared.push(link)
    }
    if (links.length < PAGE) return { followed, compared, first, tellsSince }
  }
}

/**
 * The break of a history that was begun anew: every end of an audit is an entry, so a history that begins after the first of
 * them, or is empty, has lost what came before.
 */
function begunAgain({ first }: Read, { firstAuditEnd }: RegisterRows): Break | null {
  if (firstAuditEnd === null) return null
  if (first === undefined)
    return { at: 1, sentence: 'There is no entry, although an audit has ended: the history was removed.' }
  return first.act === 'history_begun' && Date.parse(firstAuditEnd) < Date.parse(first.at)
    ? { at: 1, sentence: 'The history begins after the first audit ended: what came before was removed.' }
    : null
}

function strayTexts({ strayTexts: n }: RegisterRows): readonly string[] {
  if (n === 0) return []
  return [
    `The register has ${n === 1 ? 'a text' : `${n} texts`} of which there is no entry: entries were removed.`,
  ]
}

function tokensIn(links: readonly TextedLink[]): readonly string[] {
  return links.flatMap(({ act, text }) => {
    const token = act === 'token_made' && text !== null ? toldIn(text)?.facts.token : null
    return typeof token === 'string' ? [token] : []
  })
}
