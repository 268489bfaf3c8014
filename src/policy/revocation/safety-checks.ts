/** The safety checks right before a decided removal; any of them stops it. */

import { accessMap } from '../access/access-map.ts'
import { accessIn, ownersOf } from '../access/effective-access.ts'
import { actInWords } from '../activity/act-in-words.ts'
import { isBefore, printedDay, printedMoment } from '../calendar.ts'
import { counted, listed, withoutStop } from '../english.ts'
import { accessInScope } from '../proposals/one-grant/grant-in-scope.ts'
import { isPrivileged } from '../proposals/risk.ts'
import { isNews } from '../proposals/staleness.ts'
import type { Rules } from '../rules/rules.ts'
import { exemptionOf } from '../verdict/inactivity.ts'
import type { Account, Grant, Id, Instant, NamedActivity, ProposalScope, VerdictName } from '../words.ts'

/** What was read again right before the removal, all as of one moment. */
export interface SafetyCheckFacts {
  /** The account that would lose access; null where the subject is an invitation or a credential. */
  readonly account: Account | null
  /** The one grant that it is about: then it counts towards no budget, and the account may be active; absent or null: everything. */
  readonly scope?: ProposalScope | null
  /** Every open grant of the organisation. */
  readonly grants: readonly Grant[]
  /** Every repository of the organisation. */
  readonly repositories: readonly Id[]
  /** The present verdict of each account with access, the subject included, with leave as it is at this moment; absent means unknown. */
  readonly verdicts: ReadonlyMap<Id, VerdictName>
  /** The account's newest own act, read again; null where none is known. */
  readonly newest: NamedActivity | null
  /** Whether two owners have decided it, or the only active one has confirmed it. */
  readonly secondVote: boolean
  /** Whether it was decided after an owner's or administrator's act had opened it again: that act is no news. */
  readonly knownActive: boolean
  /** When the proposal was opened. */
  readonly openedAt: Instant
  /** When the person gave the answer that stands; null where they have not. */
  readonly answeredAt: Instant | null
  /** Since when it is decided: whoever decided knew of an older answer. */
  readonly decidedAt: Instant
  /** Until when they are away, as the register has it at this moment; null while they are not. */
  readonly awayUntil: Instant | null
  /** When an owner paused every write; null while writes may go on. */
  readonly pausedAt: Instant | null
  /** When an owner stopped this one removal; null while it may go on. */
  readonly stoppedAt: Instant | null
  /** How many accounts may be removed within 24 hours, and how many were. */
  readonly budget: { readonly allowed: number; readonly spent: number }
  /** The earliest moment of the removal: notice and cooling time are over; null while the person is still to be told. */
  readonly notBefore: Instant | null
  /** Whether everything needed to restore the access is recorded. */
  readonly snapshot: 'complete' | 'incomplete'
  readonly rules: Rules
  readonly now: Instant
}

/** Why nothing is removed, with the facts to explain it. */
export type FailedCheck =
  | { readonly kind: 'paused'; readonly since: Instant }
  | { readonly kind: 'stopped'; readonly since: Instant }
  | { readonly kind: 'not_told' }
  | { readonly kind: 'not_before'; readonly notBefore: Instant }
  | { readonly kind: 'active_again'; readonly act: NamedActivity }
  | { readonly kind: 'no_longer_inactive'; readonly verdict: VerdictName }
  | { readonly kind: 'answered'; readonly at: Instant }
  | { readonly kind: 'exempt'; readonly reason: string }
  | { readonly kind: 'away'; readonly until: Instant }
  | { readonly kind: 'too_few_owners'; readonly left: readonly Id[] }
  | { readonly kind: 'last_administrator'; readonly repositories: readonly Id[] }
  | { readonly kind: 'privileged' }
  | { readonly kind: 'cannot_give_back' }
  | { readonly kind: 'budget_spent'; readonly allowed: number; readonly spent: number }

/** The first safety check that fails; null where the removal may go on. */
export function failedCheck(facts: SafetyCheckFacts): FailedCheck | null {
  const { account, pausedAt, stoppedAt, notBefore, now, budget } = facts
  if (pausedAt !== null) return { kind: 'paused', since: pausedAt }
  if (stoppedAt !== null) return { kind: 'stopped', since: stoppedAt }
  if (notBefore === null) return { kind: 'not_told' }
  if (isBefore(now, notBefore)) return { kind: 'not_before', notBefore }
  const holder = account === null ? null : failedCheckOfHolder(facts, account)
  if (holder) return holder
  if (facts.snapshot === 'incomplete') return { kind: 'cannot_give_back' }
  if (account !== null && facts.scope == null && budget.spent >= budget.allowed)
    return { kind: 'budget_spent', ...budget }
  return null
}

/** What owners are told about a failed check: what happened, what was left unchanged, what to do next. */
export function failedCheckSentence(
  failed: FailedCheck,
  repositoryName: (repository: Id) => string | null,
): string {
  switch (failed.kind) {
    case 'paused':
      return `An owner paused every removal on ${printedDay(failed.since)}. Nothing was removed; it goes on once the removals are started again.`
    case 'stopped':
      return `An owner stopped this removal on ${printedDay(failed.since)}. Nothing was removed; it goes on once it is started again.`
    case 'not_told':
      return 'They are still to be told, and the notice runs once they have been. Nothing was removed; it goes on by itself after that.'
    case 'not_before':
      return `The notice or the cooling time runs until ${printedMoment(failed.notBefore)}. Nothing was removed; it goes on by itself after that.`
    case 'active_again':
      return `They became active again with ${actInWords(failed.act, failed.act.repositoryName)}. Nothing was removed; the next audit judges anew.`
    case 'no_longer_inactive':
      return `Their verdict is no longer inactive but ${failed.verdict}. Nothing was removed; the next audit judges anew.`
    case 'answered':
      return `They answered on ${printedDay(failed.at)}. Nothing was removed; read the answer and decide again.`
    case 'exempt':
      return `They are exempt by now: ${withoutStop(failed.reason)}. Nothing was removed.`
    case 'away':
      // Only owners may see until when, and that it is leave.
      return 'The removal waits, as the review says to owners. Nothing was removed; it goes on by itself after that.'
    case 'too_few_owners':
      return `Only ${counted(failed.left.length, 'active owner')} would be left: below two it takes a second vote, and the last one stays. Nothing was removed; make another active person an owner first.`
    case 'last_administrator':
      return `Nobody active would be left to administer ${someOf(failed.repositories, repositoryName)}. Nothing was removed; give another active person that role first.`
    case 'privileged':
      return "An owner's or administrator's right is not removed without a second vote. Nothing was removed; another owner has to answer the same."
    case 'cannot_give_back':
      return 'What they hold could not be recorded well enough to be given back. Nothing was removed; run an audit and start again.'
    case 'budget_spent':
      return `The removal budget is spent: ${failed.spent} of ${counted(failed.allowed, 'account')} within 24 hours. Nothing was removed; it goes on by itself when there is budget again.`
  }
}

/** The least that the share allows, so that a small organisation's review ends within days. */
const LEAST_SHARE = 2

/**
 * How many accounts may be removed in a rolling day: the smaller of the number and the share of all accounts with
 * access, the share rounded down and at least two.
 */
export function removalBudget(rules: Rules, accounts: number): number {
  const { count, share } = rules.removalBudget
  // 0.29 × 100 is 28.999… in binary, so a very small amount is added before rounding down.
  return Math.min(count, Math.max(LEAST_SHARE, Math.floor(accounts * share + 1e-9)))
}

function failedCheckOfHolder(facts: SafetyCheckFacts, account: Account): FailedCheck | null {
  const { newest, openedAt, answeredAt, decidedAt, awayUntil } = facts
  const { grants, repositories, rules, now, secondVote, knownActive } = facts
  if (!knownActive && newest !== null && isNews(newest, openedAt, rules))
    return { kind: 'active_again', act: newest }
  if (answeredAt !== null && isBefore(decidedAt, answeredAt)) return { kind: 'answered', at: answeredAt }
  const exempt = exemptionOf(account, rules, now)
  if (exempt) return { kind: 'exempt', reason: exempt.reason }
  if (awayUntil !== null && isBefore(now, awayUntil)) return { kind: 'away', until: awayUntil }
  const map = accessMap(grants, repositories)
  const scope = facts.scope ?? null
  const verdict = facts.verdicts.get(account.id) ?? 'unknown'
  const isExpected = verdict === 'inactive' || (knownActive && verdict === 'active')
  if (scope === null && map.accounts.has(account.id) && !isExpected)
    return { kind: 'no_longer_inactive', verdict }
  const access = scope === null ? accessIn(map, account.id) : accessInScope(scope, account.id, grants)
  const isActive = (id: Id): boolean => id !== account.id && facts.verdicts.get(id) === 'active'
  const ownersLeft = ownersOf(grants).filter(isActive)
  const isOwner = access.organizationRole === 'admin'
  if (isOwner && ownersLeft.length < (secondVote ? 1 : 2)) return { kind: 'too_few_owners', left: ownersLeft }
  if (secondVote) return null
  const administered = [...access.repositories].flatMap(([id, { role }]) => (role === 'admin' ? [id] : []))
  if (administered.length > 0 && ownersLeft.length === 0) {
    const others = [...map.accounts].filter(isActive).map((id) => accessIn(map, id))
    const orphaned = administered.filter(
      (repository) => !others.some((other) => other.repositories.get(repository)?.role === 'admin'),
    )
    if (orphaned.length > 0) return { kind: 'last_administrator', repositories: orphaned }
  }
  return isPrivileged(access) ? { kind: 'privileged' } : null
}

function someOf(repositories: readonly Id[], name: (repository: Id) => string | null): string {
  const shown = repositories.slice(0, 3).map((id) => name(id) ?? `repository ${id}`)
  const more = repositories.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown)
}
