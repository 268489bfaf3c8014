/** *Has anybody rewritten this?* The check of the chain, and the look-up of the entry that a message names. */

import { instant } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { Id } from '../../../policy/words.ts'
import { findHistoryPage, type HistoryEntry, verifyHistory } from '../../../register/history/history-list.ts'
import type { Verification } from '../../../register/history/verify.ts'
import type { Register } from '../../../register/open.ts'
import { Field } from '../../parts/form-fields.tsx'
import { Name, Time } from '../../parts/print.tsx'
import { listAddress } from '../../parts/table.tsx'
import type { Authorized } from '../../permissions/permissions.ts'
import { entryFor } from '../../permissions/seen-by-owners.ts'

/** A longer history is checked when somebody asks: each entry is two hashes, and a page has 300 ms. */
const MOST_UNASKED = 1000

/** What is known of the chain. */
export interface Proof {
  readonly isAsked: boolean
  /** Null where it was not checked. */
  readonly verified: Verification | null
  readonly newest: HistoryEntry | null
  readonly lookedUp: { readonly number: string; readonly entry: HistoryEntry | null } | null
}

/** Checks the chain where somebody asked, or a short one on the whole view's first page; and looks an entry up. */
export async function findProof(
  register: Register,
  orgId: Id,
  asked: { readonly number: string | null; readonly isAsked: boolean; readonly isWhole: boolean },
): Promise<Proof> {
  const { number, isAsked, isWhole } = asked
  const [newest] = (await findHistoryPage(register, orgId, null, 1)).items
  const isChecked = isAsked || (isWhole && (newest?.seq ?? 0) <= MOST_UNASKED)
  return {
    isAsked,
    newest: newest ?? null,
    verified: isChecked ? await verifyHistory(register, orgId) : null,
    lookedUp: number === null ? null : { number, entry: await findEntry(register, orgId, number) },
  }
}

async function findEntry(register: Register, orgId: Id, number: string): Promise<HistoryEntry | null> {
  const { items } = await findHistoryPage(register, orgId, String(Number(number) + 1), 1)
  return items.find(({ seq }) => seq === Number(number)) ?? null
}

/** Stands above everything where the history does not hold. */
export function Alarm({ proof: { verified } }: { proof: Proof }) {
  if (verified === null || verified.ok) return null
  const [sentence, ...more] = verified.sentences
  return (
    <p class="notice bad" role="alert">
      {verified.at === null
        ? 'The chain is intact, but the history and the register do not tell the same.'
        : `The chain is broken at entry ${verified.at}.`}{' '}
      {sentence}
      {more.length > 0 && ` There is more: npm run verify-history tells all ${more.length + 1}.`} Read the
      runbook in SECURITY.md, and look below for the entry that the last review message names.
    </p>
  )
}

/** The fold at the end of the page; open where there is something to read in it. */
export function Rewritten(props: { proof: Proof; authorized: Authorized; here: URL }) {
  const { proof, authorized, here } = props
  const { verified, lookedUp, isAsked } = proof
  return (
    <details class="fold" id="rewritten" open={isAsked || lookedUp !== null || verified?.ok === false}>
      <summary>Has anybody rewritten this?</summary>
      <Checked proof={proof} here={here} />
      <form method="get">
        <p>
          Each review message names an entry and its hash. A rewritten history can have an intact chain as
          well, but then that entry has another hash or is gone: look it up here, and compare.
        </p>
        <Field id="entry" label="Entry">
          <input id="entry" name="entry" type="number" min="1" value={lookedUp?.number ?? ''} required />
        </Field>
        <p class="row">
          <button type="submit" class="quiet">
            Show its hash
          </button>
        </p>
      </form>
      {lookedUp !== null && <LookedUp {...lookedUp} authorized={authorized} />}
    </details>
  )
}

function Checked({ proof: { verified, newest }, here }: { proof: Proof; here: URL }) {
  if (newest === null) return <p>The history has no entry yet. The next hourly run writes its first.</p>
  if (verified === null)
    return (
      <p>
        Each entry holds the hash of the one before. The newest is entry {newest.seq},{' '}
        <code class="hash">{newest.hash}</code>.{' '}
        <a href={`${listAddress(here, { check: 'all' })}#rewritten`}>Check all {newest.seq} entries now</a>
        {newest.seq > MOST_UNASKED ? ', which takes a few seconds.' : '.'}
      </p>
    )
  if (!verified.ok || verified.head === null) return null
  return (
    <p>
      The chain is intact: {counted(verified.entries, 'entry', 'entries')} verified just now, and the register
      tells the same. Its head is entry {verified.head.seq}, <code class="hash">{verified.head.hash}</code>.
      {!verified.isCarriedOver &&
        ' An earlier version wrote it; the next entry, at the latest in an hour, carries the chain over.'}
    </p>
  )
}

function LookedUp(props: { number: string; entry: HistoryEntry | null; authorized: Authorized }) {
  if (props.entry === null)
    return (
      <p class="notice bad">
        There is no entry {props.number}. If a message names it, the history was rewritten: read the runbook
        in SECURITY.md.
      </p>
    )
  const { seq, hash, at, erased, sentence } = entryFor(props.authorized, props.entry)
  return (
    <p class="notice">
      Entry {seq}, <code class="hash">{hash}</code>, written <Time at={instant(at)} />:{' '}
      <Name text={erased ? 'its text was erased.' : (sentence ?? 'its text is for owners.')} />
    </p>
  )
}
