/** Whether something happened since a proposal was frozen that makes its question out of date. It never closes one. */

import { keysAndRoles, LAST_USED, STRONGEST } from '../access/grant-key.ts'
import { actInWords } from '../activity/act-in-words.ts'
import { isBefore, latest, monthsBefore, printedDay } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import { exemptionOf } from '../verdict/inactivity.ts'
import type { Credential, Grant, Instant, NamedActivity, RepositoryRole, Subject } from '../words.ts'
import { REPOSITORY_ROLES } from '../words.ts'

/** The frozen side. */
export interface FrozenProposal {
  readonly subject: Subject
  readonly openedAt: Instant
  readonly evidence: readonly NamedActivity[]
  /** Key → role at opening. */
  readonly grantsThen: Readonly<Record<string, string>>
}

/** The rest of what is known now. */
export interface KnownNow {
  readonly rules: Rules
  readonly now: Instant
  /** When the person answered the notice; null where they have not. */
  readonly answeredAt?: Instant | null
  /** The strongest role by what the account and its teams were given; where it is not handed in, it is not compared. */
  readonly strongest?: RepositoryRole | null
  /** A credential's use, where the subject is one. */
  readonly lastUsed?: Credential['lastUsed']
}

/**
 * By what a proposal went stale, as a sentence; null while it stands: a newer act, an answer, an exemption, a grant
 * added or raised. A grant that has vanished only shortens the plan.
 */
export function stalenessOf(
  proposal: FrozenProposal,
  newestActs: readonly NamedActivity[],
  grantsNow: readonly Grant[],
  known: KnownNow,
): string | null {
  switch (proposal.subject.kind) {
    case 'account':
      return (
        newerAct(proposal, newestActs, known) ??
        answer(proposal, known) ??
        exemption(proposal.subject, known) ??
        moreGrants(proposal, proposal.subject.id, grantsNow) ??
        strongerTeam(proposal, known)
      )
    case 'credential':
      return newerUse(proposal, known)
    case 'invitation':
      return null
  }
}

/**
 * Whether an act speaks against a proposal of that opening: done since, or found late but inside the window then.
 * Acts dated in the future count here: what stops a removal may err on the side of stopping.
 */
export function isNews(act: Pick<NamedActivity, 'at'>, openedAt: Instant, rules: Rules): boolean {
  return !isBefore(act.at, monthsBefore(openedAt, rules.windowMonths))
}

function newerAct(
  { openedAt }: FrozenProposal,
  acts: readonly NamedActivity[],
  { rules }: KnownNow,
): string | null {
  const when = latest(...acts.map(({ at }) => at))
  const newest = acts.find(({ at }) => at === when)
  if (!newest || !isNews(newest, openedAt, rules)) return null
  return `A newer act of theirs is known by now: ${actInWords(newest, newest.repositoryName)}.`
}

function answer({ openedAt }: FrozenProposal, { answeredAt }: KnownNow): string | null {
  if (answeredAt == null || isBefore(answeredAt, openedAt)) return null
  return `They answered on ${printedDay(answeredAt)}.`
}

function exemption(subject: Extract<Subject, { kind: 'account' }>, { rules, now }: KnownNow): string | null {
  const exempt = exemptionOf({ id: subject.id, login: subject.login, type: 'User' }, rules, now)
  return exempt === null ? null : `They are exempt by now (${exempt.reason}).`
}

function moreGrants(
  { grantsThen }: FrozenProposal,
  account: number,
  grantsNow: readonly Grant[],
): string | null {
  for (const [key, role] of Object.entries(keysAndRoles(grantsNow, account))) {
    const then = grantsThen[key]
    if (then === undefined) return `They were given more since it was opened (${spoken(key, role)}).`
    if (rank(role) > rank(then))
      return `They were given a stronger role since it was opened (${then} → ${role}).`
  }
  return null
}

/** A team that opens more than it did opens it to everybody in it, though their own membership is the same. */
function strongerTeam({ grantsThen }: FrozenProposal, { strongest }: KnownNow): string | null {
  const then = grantsThen[STRONGEST]
  if (then === undefined || strongest == null || rank(strongest) <= rank(then)) return null
  return `A team of theirs was given more since it was opened (${then === '' ? 'nothing' : then} → ${strongest}).`
}

/** Used since, or found late: a reading may be days old, and of keys it is so by plan. */
function newerUse({ openedAt, grantsThen }: FrozenProposal, { lastUsed, rules }: KnownNow): string | null {
  if (lastUsed === undefined || lastUsed === 'never' || lastUsed === 'unobservable') return null
  if (!isBefore(lastUsed.at, openedAt))
    return `It was used after this was opened, on ${printedDay(lastUsed.at)}.`
  const then = grantsThen[LAST_USED]
  const wasKnown = then === undefined || (then !== '' && !isBefore(then, lastUsed.at))
  if (wasKnown || isBefore(lastUsed.at, monthsBefore(openedAt, rules.windowMonths))) return null
  return `It was used on ${printedDay(lastUsed.at)}, which was not known when this was opened.`
}

/** Ranks organisation, team and repository roles among their own kind; an unknown word counts as the strongest. */
function rank(role: string): number {
  const order: readonly string[] = ['', 'member', 'direct_member', 'maintainer', ...REPOSITORY_ROLES]
  const found = order.indexOf(role)
  return found === -1 ? order.length : found
}

function spoken(key: string, role: string): string {
  const kind = (key.split(':')[0] ?? key).replaceAll('_', ' ')
  return role === '' ? kind : `${kind}, ${role}`
}
