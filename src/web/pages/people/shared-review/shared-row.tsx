/** One row of the review for contributors and team maintainers: who, what the key opens, when it was last used, and what was said. */

import { printedDay } from '../../../../policy/calendar.ts'
import type { Instant } from '../../../../policy/words.ts'
import type { CommentedProposal } from '../../../../register/people/contributing/shared-list.ts'
import { Comments, Recommendations } from '../../../review/rows/comments.tsx'
import { Consequences, Evidence, Listed, Plans } from '../../../review/rows/opened.tsx'
import { LastUse, What, Who } from '../../../review/rows/row.tsx'
import { namesOf } from '../../../review/rows/row-words.ts'
import { WouldStop } from '../../../review/rows/would-stop.tsx'
import type { SentAnswers } from '../../../review/views.tsx'

/** `fields`: to say something; null where nothing may be said. */
export function SharedRow(props: {
  proposal: CommentedProposal
  now: Instant
  fields: { readonly sent: SentAnswers | null } | null
}) {
  const { proposal, now, fields } = props
  const { id, comments, findings, evidence, openedAt, isOpen } = proposal
  const { name } = namesOf(proposal)
  return (
    <li class="ask" id={`proposal-${id}`}>
      <div class="ask-line">
        <Who row={proposal} org={null} />
        <What row={proposal} note={<Recommendations comments={comments} />} tags={[]} />
        <LastUse row={proposal} now={now} />
        <div class="ask-pick">
          <span class="soft">{isOpen ? 'Owners have yet to decide.' : 'Owners have decided.'}</span>
        </div>
      </div>
      <details>
        <summary>
          <span class="unseen">Evidence, plan and comments for {name}</span>
        </summary>
        <div class="more">
          <div>
            <h3>Why it is asked</h3>
            <p>Not used in the months before it was asked, on {printedDay(openedAt)}.</p>
            <Listed sentences={findings.map(({ sentence }) => sentence)} />
            <Evidence evidence={evidence} />
          </div>
          <div>
            <h3>What each answer would do</h3>
            <Plans row={proposal} />
          </div>
          <div>
            <Consequences row={proposal} />
            <WouldStop beside={proposal} />
          </div>
          <Comments row={proposal} comments={comments} fields={isOpen ? fields : null} />
        </div>
      </details>
    </li>
  )
}
