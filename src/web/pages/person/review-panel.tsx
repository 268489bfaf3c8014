/** What is asked about somebody now, what they were told and have said, and what came of earlier reviews. */

import { isBefore, printedDay } from '../../../policy/calendar.ts'
import { decidedVote } from '../../../policy/decisions/votes.ts'
import { counted, withoutStop } from '../../../policy/english.ts'
import type { NoticePeriod } from '../../../policy/people/notices/notice-period.ts'
import { earliestRemoval } from '../../../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../../../policy/rules/rule-versions.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import type { Instant, ProposalStatus } from '../../../policy/words.ts'
import type { AskedIn, BesidePerson } from '../../../register/access/dossier/beside-person.ts'
import type { Dossier } from '../../../register/access/dossier.ts'
import type { Said } from '../../../register/people/said.ts'
import type { DecisionView, ProposalView } from '../../../register/reviews/proposal-list.ts'
import { actorOrErased, inWords, Name } from '../../parts/print.tsx'
import { answerOf } from '../../review/rows/row-words.ts'
import { SaidInFull } from '../../review/rows/said.tsx'
import { proposalUrl } from '../../review/views.tsx'

/** A proposal about the person, with its review. */
export interface QuestionAbout {
  readonly proposal: ProposalView
  readonly asked: AskedIn
}

/** The questions in two lists: those of the open review or still on their way, and all earlier ones. The newest first. */
export function questionsAbout(
  { proposals }: Dossier,
  beside: BesidePerson,
): { readonly present: readonly QuestionAbout[]; readonly before: readonly QuestionAbout[] } {
  const all = proposals.flatMap((proposal) => {
    const asked = beside.asked.get(proposal.id)
    return asked === undefined ? [] : [{ proposal, asked }]
  })
  const isPresent = ({ proposal, asked }: QuestionAbout) =>
    asked.closedAt === null || UNDER_WAY.includes(proposal.status)
  return { present: all.filter(isPresent), before: all.filter((each) => !isPresent(each)) }
}

const UNDER_WAY: readonly ProposalStatus[] = ['decided', 'running', 'failed', 'by_hand']

/** Whether an answer of the owners is still missing. */
export function waitsForAnswer({ proposal, asked }: QuestionAbout): boolean {
  return asked.closedAt === null && (proposal.status === 'open' || proposal.status === 'needs_second')
}

interface Looking {
  readonly org: string
  readonly rules: Rules
  readonly versions: BesidePerson['versions']
  readonly now: Instant
  /** Whether the visitor may answer: an owner, and not the person. */
  readonly mayAnswer: boolean
}

export function ReviewPanel(props: {
  present: readonly QuestionAbout[]
  dossier: Dossier
  /** Null for whoever is no owner. */
  said: ((proposal: string | null) => Said) | null
  looking: Looking
}) {
  const { present, dossier, said, looking } = props
  const [first] = present
  return (
    <section class="panel pad c4">
      <h2>This review</h2>
      {first === undefined && <p>Nothing is asked about {dossier.login} now.</p>}
      {present.map((each) => (
        <Asked {...each} looking={looking} />
      ))}
      {present.map(({ proposal, asked }) => (
        <Notice
          period={asked.notice}
          about={present.length > 1 ? scopeInWords(proposal) : ''}
          seenAt={seenAtOf(dossier, proposal)}
        />
      ))}
      <SaidInFull said={said?.(first?.proposal.id ?? null)} />
    </section>
  )
}

function Asked({ proposal, asked, looking }: QuestionAbout & { looking: Looking }) {
  const { org, mayAnswer } = looking
  const { id, reviewId, status, decisions, stale } = proposal
  const mayChange = mayAnswer && asked.closedAt === null && CHANGEABLE.includes(status)
  return (
    <>
      <p>
        {proposal.scope !== null && `${scopeInWords(proposal)}: `}
        {decisions.length === 0 ? (
          <b>{STATUS_WORDS[status]}</b>
        ) : (
          decisions.map((decision) => (
            <>
              <Given decision={decision} />{' '}
            </>
          ))
        )}
        {decisions.length > 0 && status !== 'decided' && status !== 'kept' && `${STATUS_WORDS[status]}. `}
        {stale !== null && <Name text={stale} />}
        <When proposal={proposal} asked={asked} looking={looking} />
      </p>
      <p>
        {mayChange && decisions.length > 0 && (
          <>
            <a href={`/orgs/${org}/reviews/${reviewId}?view=decided&change=${id}#proposal-${id}`}>Change</a> ·{' '}
          </>
        )}
        <a href={proposalUrl(org, reviewId, id)}>In the review {asked.quarter}</a>
      </p>
    </>
  )
}

const CHANGEABLE: readonly ProposalStatus[] = ['needs_second', 'decided', 'kept', 'by_hand']

const STATUS_WORDS: Readonly<Record<ProposalStatus, string>> = {
  open: 'No answer yet',
  needs_second: 'Waits for a second owner',
  decided: 'Decided',
  running: 'Being carried out',
  done: 'Carried out',
  failed: 'Could not be carried out',
  by_hand: 'To be done by hand',
  kept: 'Kept',
  stale: 'Not asked any more',
  carried_over: 'No answer, carried over',
}

/** `downgrade to triage by mara-voss on 28 November 2026: “used only reviews”.` */
function Given({ decision }: { decision: DecisionView }) {
  const { by, at, reason } = decision
  return (
    <>
      <span class={`act-${decision.decision.charAt(0)}`}>{answerOf(decision, printedDay)}</span> by{' '}
      {actorOrErased(by)} on {printedDay(at)}
      {reason !== '' && (
        <>
          : “<Name text={withoutStop(reason)} />”
        </>
      )}
      .
    </>
  )
}

/** From when on it is carried out, as the review says it. */
function When({ proposal, asked, looking }: QuestionAbout & { looking: Looking }) {
  const { versions, rules, now, org } = looking
  const decided = decidedVote(proposal.decisions, proposal.risk.privileged)
  if (decided === null || proposal.status !== 'decided') return null
  const decision = { at: decided.decidedAt }
  const binding = bindingRules(versions, rules, proposal, decision)
  const from = earliestRemoval({ ...proposal, notice: asked.notice }, decision, binding)
  if (from === null) return <>Carried out {counted(binding.noticeDays, 'day')} after they have been told.</>
  if (!isBefore(now, from))
    return (
      <>
        It is{' '}
        <a href={`/orgs/${org}/reviews/${proposal.reviewId}?view=queue#queued-${proposal.id}`}>
          in the queue
        </a>
        , unless they act or answer.
      </>
    )
  return <>Carried out from {printedDay(from)} on, unless they act or answer.</>
}

function Notice(props: { period: NoticePeriod; about: string; seenAt: Instant | null }) {
  const { period, about, seenAt } = props
  const sentence = noticeInWords(period)
  if (sentence === null) return null
  return (
    <>
      <h3>Notice{about !== '' && `: ${about}`}</h3>
      <p>
        <Name text={sentence} />
        {seenAt !== null && ` Seen on ${printedDay(seenAt)}.`}
      </p>
    </>
  )
}

function noticeInWords(period: NoticePeriod): string | null {
  switch (period.kind) {
    case 'none':
    case 'from_opening':
      return null
    case 'owed':
      return 'Nobody has told them yet.'
    case 'tried':
      return `An attempt on ${printedDay(period.at)} by ${period.way} did not reach them.`
    case 'sent':
      return `Told on ${printedDay(period.at)} by ${period.way}.`
    case 'unreachable':
      return `Not reached in two ways; it may be carried out from ${printedDay(period.until)} on.`
  }
}

/** When they first opened their page after they were told of it. */
function seenAtOf({ notices }: Dossier, { id }: ProposalView): Instant | null {
  return notices.find(({ proposal, seenAt }) => proposal === id && seenAt !== null)?.seenAt ?? null
}

function scopeInWords({ scope }: ProposalView): string {
  return scope === null ? 'everything' : `only ${scope.kind} ${scope.name}`
}

/** What earlier reviews asked, and what came of it. */
export function Before({ before, org }: { before: readonly QuestionAbout[]; org: string }) {
  if (before.length === 0) return <p>Never asked about before.</p>
  return (
    <ul class="list">
      {before.map(({ proposal, asked }) => (
        <li>
          <a href={proposalUrl(org, proposal.reviewId, proposal.id)}>
            <b>{asked.quarter}</b>
          </a>{' '}
          {proposal.scope !== null && `${scopeInWords(proposal)}: `}
          {proposal.decisions.map((decision) => (
            <>
              <Given decision={decision} />{' '}
            </>
          ))}
          {inWords(STATUS_WORDS[proposal.status])}
        </li>
      ))}
    </ul>
  )
}
