/** One row of the review: who, what the key opens, when it was last used, and the answer; behind it what there is to know. */

import type { Child } from 'hono/jsx'
import { printedDay } from '../../../policy/calendar.ts'
import { isCommented } from '../../../policy/people/contributing/comment.ts'
import type { SharedProposal } from '../../../policy/people/contributing/shared-proposal.ts'
import type { Instant } from '../../../policy/words.ts'
import type { Said } from '../../../register/people/said.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { accountUrl } from '../../parts/page-addresses.ts'
import { Name } from '../../parts/print.tsx'
import { aboutUrl, type RowsVisit } from '../views.tsx'
import { Choice } from './choice.tsx'
import { Comments, Recommendations } from './comments.tsx'
import { Opened } from './opened.tsx'
import { heldInWords, initialsOf, lastUseInWords, namesOf, tagsOf } from './row-words.ts'

/** `children` stand in place of the choice; of one's own case there is none. */
export function Row(props: {
  row: AskedRow
  visit: RowsVisit
  /** Absent where it was not looked for. */
  beside?: BesideProposal | undefined
  /** What they answered; absent for whoever is no owner. */
  said?: Said | undefined
  /** Under what the key opens. */
  note?: Child
  /** A row with answers given, which stand where the choice would. */
  isAnswered?: boolean
  /** Shown above the list, where it stands too. */
  isTwice?: boolean
  children?: Child
}) {
  const { row, visit, beside, said, note, isAnswered = false, isTwice = false, children } = props
  const { name } = namesOf(row)
  const fields = isTwice ? null : fieldsOf(row, visit)
  return (
    <li class="ask" id={isTwice ? undefined : `proposal-${row.id}`}>
      <div class="ask-line">
        <Who row={row} org={visit.org.login} />
        <What
          row={row}
          note={
            <>
              {note}
              <Recommendations comments={row.comments} />
            </>
          }
          tags={tagsOf(row, beside, said, visit.c.var.platform.now)}
        />
        <LastUse row={row} now={visit.c.var.platform.now} />
        <div class={isAnswered ? 'ask-pick row' : 'ask-pick'}>
          {children ?? <Answer row={row} visit={visit} />}
        </div>
      </div>
      <details open={fields !== null && 'sent' in fields}>
        <summary>
          <span class="unseen">Evidence and plan for {name}</span>
        </summary>
        <Opened row={row} visit={visit} beside={beside} said={said}>
          <Comments row={row} comments={row.comments} fields={fields} />
        </Opened>
      </details>
    </li>
  )
}

/** The fields of a comment stand in the row that the address names, or that came back with one; elsewhere the way to them. */
function fieldsOf(row: AskedRow, visit: RowsVisit): Parameters<typeof Comments>[0]['fields'] {
  const { owner, review, about, sent } = visit
  if (review.status !== 'open' || owner === null || row.caseOf === owner || !isCommented(row.status))
    return null
  const isNamed = about?.form === 'comment' && about.id === row.id
  const isBack = sent !== null && sent.text(`text.${row.id}`) + sent.text(`recommends.${row.id}`) !== ''
  return isNamed || isBack ? { sent } : { at: aboutUrl(visit, 'comment', row.id) }
}

/** The choice, or why there is none. */
function Answer({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  const { owner, review } = visit
  if (owner === null) return <span class="soft">Owners decide, signed in.</span>
  if (row.caseOf === owner) return <span class="soft">This is your own case. Another owner decides it.</span>
  if (review.status !== 'open') return <span class="soft">The review is closed.</span>
  return <Choice row={row} sent={visit.sent} keepUntil={visit.keepUntil} />
}

/** `org`: where the account's page may be opened; null: it is not linked. */
export function Who({ row, org }: { row: Pick<AskedRow, 'subject' | 'name'>; org: string | null }) {
  const { name, below } = namesOf(row)
  const { subject } = row
  return (
    <div class="ask-who">
      <span class="person">
        <span class={subject.kind === 'account' ? 'face' : 'face thing'} aria-hidden="true">
          {subject.kind === 'account' ? initialsOf(name) : <Key />}
        </span>
        <span>
          <b>
            {subject.kind === 'account' && org !== null ? (
              <a class="plain" href={accountUrl(org, subject.login)}>
                <Name text={name} />
              </a>
            ) : (
              <Name text={name} />
            )}
          </b>
          {below !== '' && (
            <small>
              <Name text={below} />
            </small>
          )}
        </span>
      </span>
    </div>
  )
}

export function What(props: {
  row: Pick<SharedProposal, 'risk' | 'subject' | 'scope'>
  note: Child
  tags: ReturnType<typeof tagsOf>
}) {
  const { row, note, tags } = props
  const { role, mark, opens } = heldInWords(row)
  return (
    <div class="ask-what">
      {role !== null && <span class={`power ${mark}`}>{role}</span>} <Name text={opens} />
      {row.scope !== null && (
        <span class="soft">
          {' '}
          only {row.scope.kind} <Name text={row.scope.name} />
        </span>
      )}{' '}
      {tags.map(([kind, text]) => (
        <span class={`tag ${kind}`}>{text}</span>
      ))}
      {note}
    </div>
  )
}

export function LastUse({ row, now }: { row: Parameters<typeof lastUseInWords>[0]; now: Instant }) {
  const { at, ago, by } = lastUseInWords(row, now)
  return (
    <div class="ask-last">
      <b>
        {at === null ? (
          ago
        ) : (
          <time datetime={at} title={printedDay(at)}>
            {ago}
          </time>
        )}
      </b>
      {by !== '' && (
        <small>
          <Name text={by} />
        </small>
      )}
    </div>
  )
}

function Key() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d="M7.2 8.8 13.5 2.5M11 5l2 2M9 7l1.4 1.4M2 11a3 3 0 1 0 6 0a3 3 0 1 0-6 0"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
      />
    </svg>
  )
}
