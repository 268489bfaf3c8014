/** Says what was not saved and why, with a link to each field or row; and what was saved beside it. */

import { counted } from '../../../policy/english.ts'
import type { Register } from '../../../register/open.ts'
import { findAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import { Name } from '../../parts/print.tsx'
import { namesOf } from '../rows/row-words.ts'

/** Something that was not saved. */
export interface NotSaved {
  /** Whom it is about. */
  readonly name: string
  /** The id of the field or row that the link leads to. */
  readonly at: string
  readonly sentence: string
}

/** So many are listed; the others are counted. */
const LISTED = 20

/** `saved`: how many others were saved; `isPlan`: whether a plan was asked for, and nothing was to be saved. */
export function RefusedNotice(props: { notSaved: readonly NotSaved[]; saved: number; isPlan: boolean }) {
  const { notSaved, saved, isPlan } = props
  const rest = notSaved.length - LISTED
  return (
    <div class="notice bad" role="alert">
      <div>
        <h2>{isPlan ? 'No plan yet' : headingOf(notSaved.length, saved)}</h2>
        <ul>
          {notSaved.slice(0, LISTED).map(({ name, at, sentence }) => (
            <li>
              <a href={`#${at}`}>
                <Name text={name} />
              </a>
              : {sentence}
            </li>
          ))}
          {rest > 0 && <li>and {rest} more</li>}
        </ul>
        <p>
          {saved === 0
            ? 'Nothing was saved; everything is as you left it.'
            : `${saved === 1 ? 'The other answer was' : `The other ${saved} answers were`} saved.`}
        </p>
      </div>
    </div>
  )
}

/** Where nothing was saved, more answers than those named may have been sent: they are what has to be looked at. */
function headingOf(named: number, saved: number): string {
  if (saved === 0) return `Not saved: ${counted(named, 'thing')} to look at`
  return `${counted(named, 'answer')} ${named === 1 ? 'was' : 'were'} not saved`
}

/** Complaints by field, with the name of whom each is about. */
export async function namedComplaints(
  register: Register,
  reviewId: string,
  complaints: ReadonlyMap<string, string>,
): Promise<readonly NotSaved[]> {
  const ids = [...complaints.keys()].map((field) => field.slice(field.indexOf('.') + 1))
  const names = await namesIn(register, reviewId, ids)
  return [...complaints].map(([field, sentence]) => ({
    name: names.get(field.slice(field.indexOf('.') + 1)) ?? OWN_NAMES[field] ?? 'This answer',
    at: field.startsWith('answer.') ? `proposal-${field.slice('answer.'.length)}` : field,
    sentence,
  }))
}

/** Refusals by proposal, with the name of whom each is about. */
export async function namedRefusals(
  register: Register,
  reviewId: string,
  refused: readonly { readonly proposalId: string; readonly refusal: { readonly sentence: string } }[],
): Promise<readonly NotSaved[]> {
  const names = await namesIn(
    register,
    reviewId,
    refused.slice(0, LISTED).map(({ proposalId }) => proposalId),
  )
  return refused.map(({ proposalId, refusal }) => ({
    name: names.get(proposalId) ?? 'This proposal',
    at: `proposal-${proposalId}`,
    sentence: refusal.sentence,
  }))
}

async function namesIn(register: Register, reviewId: string, ids: readonly string[]) {
  const rows = await findAskedRows(register, reviewId, ids)
  return new Map(rows.map((row) => [row.id, namesOf(row).name]))
}

const OWN_NAMES: Readonly<Record<string, string>> = {
  reason: 'The reason for all',
  answer: 'Your answers',
  group: 'The same answer for all',
  'carry-over': 'Leave the rest',
}
