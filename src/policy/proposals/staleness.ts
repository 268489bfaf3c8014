/** Says whether something has happened since a proposal was opened that makes it stale. */

import { keysAndRoles, LAST_USED, STRONGEST } from '../access/grant-key.ts'
import { actInWords } from '../activity/act-in-words.ts'
import { instant, isBefore, latest, monthsBefore, printedDay } from '../calendar.ts'
import { withoutStop } from '../english.ts'
import type { Rules } from '../rules/rules.ts'
import { exemptionOf } from '../verdict/inactivity.ts'
import type { Credential, Grant, Instant, NamedActivity, RepositoryRole, Subject } from '../words.ts'
import { REPOSITORY_ROLES } from '../words.ts'

/** The proposal as it was opened. */
export interface FrozenProposal {
  readonly subject: Subject
  readonly openedAt: Instant
  readonly evidence: readonly NamedActivity[]
  /** Key → role at opening. */
  readonly grantsThen: Readonly<Record<string, string>>
}

/** What has happened since, as a sentence. An act is apart: of an owner or administrator it may be a thief's. */
export interface Staleness {
  readonly kind: 'act' | 'answer' | 'exemption' | 'more_access' | 'use'
  readonly sentence: string
}

/** What is known now, besides acts and grants. */
export interface KnownNow {
  readonly rules: Rules
  readonly now: Instant
  /** The act that owners have looked at since then, as a sentence: it is no news any more. */
  readonly seen?: string | null
  /** When the person gave the answer that stands; null where they have not. */
  readonly answeredAt?: Instant | null
  /** Since when it is decided: an older answer was known to whoever decided. Absent while it is not: then the answer has asked already. */
  readonly decidedAt?: Instant | null
  /** Whether they are away, and the question is dropped for it: not for an owner's, administrator's or release right. */
  readonly droppedForLeave?: boolean
  /** The strongest role that the account and its teams were given (`strongestGiven`); absent or null is not compared. */
  readonly strongest?: RepositoryRole | null
  /** A credential's last use; absent for other subjects. */
  readonly lastUsed?: Credential['lastUsed']
}

/**
 * Why a proposal is stale; null while it is not. A newer act, an answer, an exemption, and a grant added
 * or raised make it stale. A grant that is gone only shortens the plan.
 */
export function stalenessOf(
  proposal: FrozenProposal,
  newestActs: readonly NamedActivity[],
  grantsNow: readonly Grant[],
  known: KnownNow,
): Staleness | null {
  switch (proposal.subject.kind) {
    case 'account':
      return (
        because('act', newerAct(proposal, newestActs, known)) ??
        because('answer', answer(known)) ??
        because('exemption', exemption(proposal.subject, known)) ??
        because('more_access', moreGrants(proposal, proposal.subject.id, grantsNow)) ??
        because('more_access', strongerTeam(proposal, known))
      )
    case 'credential':
      return because('use', newerUse(proposal, known))
    case 'invitation':
      return null
  }
}

function because(kind: Staleness['kind'], sentence: string | null): Staleness | null {
  return sentence === null ? null : { kind, sentence }
}

/**
 * Whether an act makes a proposal opened then stale: it happened since, or was found late but lies inside the window of
 * that time. Acts dated in the future count here: when in doubt, a removal is stopped.
 */
export function isNews(act: Pick<NamedActivity, 'at'>, openedAt: Instant, rules: Rules): boolean {
  return !isBefore(act.at, monthsBefore(openedAt, rules.windowMonths))
}

function newerAct(
  { openedAt }: FrozenProposal,
  acts: readonly NamedActivity[],
  { rules, seen }: KnownNow,
): string | null {
  const newestAt = latest(...acts.map(({ at }) => at))
  const newest = acts.find(({ at }) => at === newestAt)
  if (!newest || !isNews(newest, openedAt, rules)) return null
  const sentence = `A newer act of theirs is known by now: ${actInWords(newest, newest.repositoryName)}.`
  return sentence === seen ? null : sentence
}

function answer({ answeredAt, decidedAt }: KnownNow): string | null {
  if (answeredAt == null || decidedAt == null || !isBefore(decidedAt, answeredAt)) return null
  return `They answered on ${printedDay(answeredAt)}, after this was decided.`
}

function exemption(subject: Extract<Subject, { kind: 'account' }>, known: KnownNow): string | null {
  const { rules, now, droppedForLeave } = known
  const exempt = exemptionOf({ id: subject.id, login: subject.login, type: 'User' }, rules, now)
  if (exempt !== null) return `They are exempt by now (${withoutStop(exempt.reason)}).`
  // Only owners may see why.
  return droppedForLeave === true ? 'They are exempt by now.' : null
}

/**
 * What an account holds that it did not hold when it was asked about, as a sentence; null where there is nothing. To be an
 * outside collaborator gives nothing beside the roles, each of which is compared: a removal that is half done makes one.
 */
export function moreGrants(
  { grantsThen }: Pick<FrozenProposal, 'grantsThen'>,
  account: number,
  grantsNow: readonly Grant[],
): string | null {
  const giving = grantsNow.filter(({ kind }) => kind !== 'outside_collaborator')
  for (const [key, role] of Object.entries(keysAndRoles(giving, account))) {
    const then = grantsThen[key]
    if (then === undefined) return `They were given more since it was opened (${grantInWords(key, role)}).`
    if (rank(role) > rank(then))
      return `They were given a stronger role since it was opened (${then} → ${role}).`
  }
  return null
}

/** A team that was given more gives more to everybody in it, though their own membership is unchanged. */
function strongerTeam({ grantsThen }: FrozenProposal, { strongest }: KnownNow): string | null {
  const then = grantsThen[STRONGEST]
  if (then === undefined || strongest == null || rank(strongest) <= rank(then)) return null
  return `A team of theirs was given more since it was opened (${then === '' ? 'nothing' : then} → ${strongest}).`
}

/** Used since, or found late: what was read may be days old; deploy keys may be read only once a week. */
function newerUse({ openedAt, grantsThen }: FrozenProposal, { lastUsed, rules }: KnownNow): string | null {
  if (lastUsed === undefined || lastUsed === 'never' || lastUsed === 'unobservable') return null
  if (!isBefore(lastUsed.at, openedAt))
    return `It was used after this was opened, on ${printedDay(lastUsed.at)}.`
  const then = grantsThen[LAST_USED]
  const wasKnown = then === undefined || (then !== '' && !isBefore(instant(then), lastUsed.at))
  if (wasKnown || isBefore(lastUsed.at, monthsBefore(openedAt, rules.windowMonths))) return null
  return `It was used on ${printedDay(lastUsed.at)}, which was not known when this was opened.`
}

/** Orders roles within the kind of their grant; an unknown role counts as the strongest. */
function rank(role: string): number {
  const order: readonly string[] = ['', 'member', 'direct_member', 'maintainer', ...REPOSITORY_ROLES]
  const found = order.indexOf(role)
  return found === -1 ? order.length : found
}

function grantInWords(key: string, role: string): string {
  const kind = (key.split(':')[0] ?? key).replaceAll('_', ' ')
  return role === '' ? kind : `${kind}, ${role}`
}
