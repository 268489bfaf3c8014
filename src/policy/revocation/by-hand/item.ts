/** Makes of a proposal that people carry out by hand the list that they work off: what, where, when, and what is done. */

import { isBefore, printedDay } from '../../calendar.ts'
import { decidedVote, type Vote } from '../../decisions/votes.ts'
import type { NoticePeriod } from '../../people/notices/notice-period.ts'
import { stepInWords } from '../../proposals/proposal-in-words.ts'
import { stalenessOf } from '../../proposals/staleness.ts'
import { bindingRules, type RuleVersion } from '../../rules/rule-versions.ts'
import type { Rules } from '../../rules/rules.ts'
import { actorName, type Names } from '../../words/names.ts'
import type {
  Actor,
  Credential,
  Finding,
  Id,
  Instant,
  KeptInFile,
  NamedActivity,
  OutcomeStatus,
  PlanStep,
  Power,
  ProposalStatus,
  Risk,
  Subject,
} from '../../words.ts'
import { earliestRemoval } from '../earliest-removal.ts'
import { fromInWords } from './in-words.ts'
import { linkOf, type StepLink } from './links.ts'
import { touchesNobody } from './touches-nobody.ts'

/** A proposal whose plan a person follows, as the register has it now. */
export interface LeftToPeople {
  readonly id: string
  readonly subject: Subject
  readonly status: ProposalStatus
  readonly power: Power
  readonly findings: readonly Finding[]
  readonly evidence: readonly NamedActivity[]
  readonly grantsThen: Readonly<Record<string, string>>
  readonly risk: Pick<Risk, 'privileged'>
  readonly openedAt: Instant
  readonly notice: NoticePeriod
  readonly stopped: { readonly by: Actor; readonly at: Instant } | null
  /** Why it was open again; owners have looked at it since. */
  readonly reopened: { readonly why: string } | null
  /** The standing answers, oldest first. */
  readonly votes: readonly (Vote & { readonly plan: readonly PlanStep[] })[]
  /** Where each step stands; empty before anything was started. */
  readonly outcomes: readonly {
    readonly step: number
    readonly status: OutcomeStatus
    readonly at: Instant
  }[]
  /** A credential's last use; null for other subjects, and where it is gone. */
  readonly lastUsed: Credential['lastUsed'] | null
}

/** What the list is made with. */
export interface KnownForHands {
  readonly rules: Rules
  readonly versions: readonly RuleVersion[]
  readonly pausedAt: Instant | null
  readonly now: Instant
  readonly names: Names
  readonly isArchived: (repository: Id) => boolean
  /** The newest acts of the account that it is about. */
  readonly acts: readonly NamedActivity[]
  /** The lines of files that name the account. */
  readonly kept: readonly KeptInFile[]
}

export interface ByHandStep {
  readonly step: number
  readonly action: PlanStep['action']
  readonly what: string
  readonly target: string
  /** When an audit found it gone, or it was removed; null while it is left. */
  readonly doneAt: Instant | null
  /** Null where the links are not shown. */
  readonly link: StepLink | null
}

/** One line of the list. */
export interface ByHandItem {
  readonly proposal: string
  readonly subject: Subject
  /** The login to paste where several are done at once; null where it is not about an account. */
  readonly login: string | null
  /** Done: an audit found all of it gone. */
  readonly isDone: boolean
  readonly steps: readonly ByHandStep[]
  /** Why no links are shown, as a sentence; null where they are. */
  readonly withheld: string | null
  /** From when they are shown; null where that is no question of time. */
  readonly from: Instant | null
  /** The lines of files to take out first: they would put the person back. */
  readonly kept: readonly KeptInFile[]
}

/** The item. Links are shown only where the removal still stands by what the register knows at this moment. */
export function byHandItem(left: LeftToPeople, known: KnownForHands): ByHandItem {
  const { subject } = left
  const carriedOut = left.votes.find(({ decision }) => decision !== 'keep')
  const plan = carriedOut?.plan ?? []
  const isDone = left.status === 'done'
  const withheld = isDone ? null : whyWithheld(left, plan, known)
  const steps = plan.map((step, index): ByHandStep => {
    const outcome = left.outcomes.find((each) => each.step === index)
    const isOver = outcome?.status === 'done' || outcome?.status === 'already_gone'
    return {
      step: index,
      action: step.action,
      what: stepInWords(step.action),
      target: step.target,
      doneAt: isOver ? outcome.at : null,
      link: withheld === null && !isOver && !isDone ? linkOf(step, known.names) : null,
    }
  })
  return {
    proposal: left.id,
    subject,
    login: subject.kind === 'account' ? (known.names.login(subject.id) ?? subject.login) : null,
    isDone,
    steps,
    withheld: withheld?.why ?? null,
    from: withheld?.from ?? null,
    kept: isDone ? [] : known.kept,
  }
}

const STILL_TO_BE_TOLD =
  'They are still to be told: the notice runs once they have been. Please take nothing away before it is over.'

interface Withheld {
  readonly why: string
  readonly from: Instant | null
}

function whyWithheld(left: LeftToPeople, plan: readonly PlanStep[], known: KnownForHands): Withheld | null {
  const { rules, versions, pausedAt, now, acts, isArchived } = known
  const because = (why: string, from: Instant | null = null) => ({ why, from })
  const decided = decidedVote(left.votes, left.risk.privileged)
  if (decided === null) return because('It is not decided any more: an owner has to look at it again.')
  if (pausedAt !== null) return because(`An owner paused every removal on ${printedDay(pausedAt)}.`)
  if (left.stopped !== null)
    return because(`${actorName(left.stopped.by)} stopped it on ${printedDay(left.stopped.at)}.`)
  const news = stalenessOf(left, acts, [], {
    rules,
    now,
    seen: left.reopened?.why ?? null,
    ...(left.lastUsed !== null && { lastUsed: left.lastUsed }),
  })
  if (news !== null)
    return because(`${news.sentence} Please take nothing away; the next audit asks or closes it.`)
  if (touchesNobody({ ...left, plan, isArchived })) return null
  const decision = { at: decided.decidedAt }
  const due = earliestRemoval(left, decision, bindingRules(versions, rules, left, decision))
  if (due === null) return because(STILL_TO_BE_TOLD)
  return isBefore(now, due) ? because(fromInWords(due), due) : null
}
