/** What contributors and owners said on a proposal, and the fields to say something; they belong to one form of the page. */

import { printedDay } from '../../../policy/calendar.ts'
import {
  type Comment,
  LONGEST_COMMENT,
  recommendationInWords,
  recommendationsOf,
} from '../../../policy/people/contributing/comment.ts'
import type { SharedProposal } from '../../../policy/people/contributing/shared-proposal.ts'
import { actorOrErased, Name } from '../../parts/print.tsx'
import type { SentAnswers } from '../views.tsx'
import { labelOf, namesOf } from './row-words.ts'

/** On the row: `amina suggests: downgrade to read`. */
export function Recommendations({ comments }: { comments: readonly Comment[] }) {
  return (
    <>
      {recommendationsOf(comments).map((sentence) => (
        <p class="small">
          <Name text={sentence} />
        </p>
      ))}
    </>
  )
}

/** Behind the row: everything that was said, and, unless `fields` is null, the fields to say more, or the way to them. */
export function Comments(props: {
  row: Pick<SharedProposal, 'id' | 'subject' | 'name' | 'power' | 'choices'>
  comments: readonly Comment[]
  fields: { readonly sent: SentAnswers | null } | { readonly at: string } | null
}) {
  const { row, comments, fields } = props
  if (comments.length === 0 && fields === null) return null
  if (fields !== null && 'at' in fields && comments.length === 0)
    return <CommentLink row={row} at={fields.at} />
  return (
    <div class="comments">
      <h3>Comments</h3>
      {comments.length === 0 && <p class="soft">Nobody has said anything yet.</p>}
      {comments.map(({ by, at, text, recommends, role }) => (
        <p>
          <span class="soft">
            {actorOrErased(by)}, {printedDay(at)}
            {recommends === null ? '' : `, suggests: ${recommendationInWords(recommends, role)}`}:
          </span>{' '}
          <Name text={text} />
        </p>
      ))}
      {fields !== null &&
        ('at' in fields ? <CommentLink row={row} at={fields.at} /> : <Fields row={row} sent={fields.sent} />)}
    </div>
  )
}

function CommentLink({ row, at }: { row: Pick<SharedProposal, 'subject' | 'name'>; at: string }) {
  return (
    <p class="comments no-print">
      <a href={at}>
        Comment<span class="unseen"> on {namesOf(row).name}</span>
      </a>
    </p>
  )
}

function Fields(props: {
  row: Pick<SharedProposal, 'id' | 'subject' | 'name' | 'power' | 'choices'>
  sent: SentAnswers | null
}) {
  const { row, sent } = props
  const { id, subject, power } = row
  const { name } = namesOf(row)
  const chosen = sent?.text(`recommends.${id}`) ?? ''
  const offered = row.choices ?? [
    { decision: 'keep', role: null },
    { decision: 'revoke', role: null },
  ]
  return (
    <div class="row">
      <label class="unseen" for={`text.${id}`}>
        Comment on {name}; owners and contributors read it
      </label>
      <textarea
        class="grow"
        id={`text.${id}`}
        name={`text.${id}`}
        form={COMMENTS_FORM}
        rows={2}
        maxlength={LONGEST_COMMENT}
        placeholder="A comment; owners and contributors read it"
      >
        {sent?.text(`text.${id}`) ?? ''}
      </textarea>
      <label class="unseen" for={`recommends.${id}`}>
        What you suggest for {name}
      </label>
      <select id={`recommends.${id}`} name={`recommends.${id}`} form={COMMENTS_FORM}>
        <option value="">suggest nothing</option>
        {offered.map(({ decision, role }) => {
          const value = role === null ? decision : `${decision}:${role}`
          return (
            <option value={value} selected={value === chosen}>
              suggest: {recommendationInWords(decision, role)}
              {role === null && labelOf(decision, power, subject.kind).toLowerCase() !== decision
                ? ` (${labelOf(decision, power, subject.kind)})`
                : ''}
            </option>
          )
        })}
      </select>
      <button type="submit" class="quiet" form={COMMENTS_FORM}>
        Comment<span class="unseen"> on {name}</span>
      </button>
    </div>
  )
}

const COMMENTS_FORM = 'comments'

/** The form to which the fields of every row belong: forms do not nest. `here`: the review's page. */
export function CommentsForm({ here, token, search }: { here: string; token: string; search: string }) {
  return (
    <form id={COMMENTS_FORM} method="post" action={`${here}/comments`}>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="page" value={search} />
    </form>
  )
}
