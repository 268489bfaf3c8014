/** Who is not asked about in a review, and why. */

import { missingInWords } from '../../../policy/proposals/missing-in-words.ts'
import type { Grant } from '../../../policy/words.ts'
import { missingAmong } from '../../../register/reviews/missing.ts'
import type { LeftOut } from '../../../register/reviews/page/review-tally.ts'

/** Folded; nothing where everybody is asked about. */
export function NotInReview(props: { leftOut: LeftOut; grants: readonly Grant[]; org: string }) {
  const { leftOut, grants, org } = props
  const missing = missingAmong(leftOut.beingRead, grants)
  const parts = [
    [leftOut.beingRead.length, 'still being read', missingInWords(missing, true)],
    [
      leftOut.unknown,
      'unknown',
      <Accounts
        org={org}
        verdict="unknown"
        what="Something that could have shown them to be active was not read."
      />,
    ],
    [
      leftOut.new,
      'new',
      <Accounts org={org} verdict="new" what="Nobody is asked about in the first months after they came." />,
    ],
    [
      leftOut.exempt,
      'exempt',
      <Accounts
        org={org}
        verdict="exempt"
        what="An owner exempted them, a sponsor answers for a bot, or they are away."
      />,
    ],
    [
      leftOut.kept,
      'kept',
      'An owner kept them in an earlier review; they are asked about again when that ends.',
    ],
  ] as const
  const told = parts.filter(([count]) => count > 0)
  if (told.length === 0) return null
  const all = told.reduce((sum, [count]) => sum + count, 0)
  return (
    <details class="line">
      <summary>
        Not in this review: {all} {all === 1 ? 'person' : 'people'}, and why
      </summary>
      <div class="panel pad">
        <dl class="facts">
          {told.map(([count, word, why]) => (
            <>
              <dt>
                {count} {word}
              </dt>
              <dd>{why}</dd>
            </>
          ))}
        </dl>
      </div>
    </details>
  )
}

function Accounts({ org, verdict, what }: { org: string; verdict: string; what: string }) {
  return (
    <>
      {what} <a href={`/orgs/${org}/accounts?verdict=${verdict}`}>Show them</a>
    </>
  )
}
