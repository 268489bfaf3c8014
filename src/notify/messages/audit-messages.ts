/** Writes the messages of an audit: it found something new, or audits fail for days. */

import { printedDay } from '../../policy/calendar.ts'
import { counted, listedBriefly } from '../../policy/english.ts'
import type { Account, Instant, VerdictName } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { type MessageContext, page } from './message-context.ts'
import { trouble } from './trouble-message.ts'

/** What this audit found that the one before had not; without any of it no message is sent. */
export interface AuditNews {
  /** Verdict turned to inactive. */
  readonly inactive: readonly Account[]
  /** Have access now and had none before. */
  readonly joined: readonly Account[]
  /** Had access before and have none now. */
  readonly left: readonly Account[]
  /** Credentials first seen. */
  readonly credentials: number
  /** Deciding sources that could be read before and not now, each as a phrase with its reason, naming no person. */
  readonly unread: readonly string[]
  /** Sources that can be read again. */
  readonly mended: readonly string[]
  readonly twoFactor: TwoFactorNews
}

/** Two-factor authentication in the organisation: mentioned beside other news, never by itself. */
export interface TwoFactorNews {
  /** Null where GitHub does not show it. */
  readonly required: boolean | null
  /** How many owners have none. */
  readonly ownersWithout: number
}

/** An audit ended and found something new; null where it did not. */
export function auditFinished(
  context: MessageContext,
  audit: {
    readonly id: string
    readonly status: 'complete' | 'partial'
    /** The organisation's first audit: everything is new, so only counts are given. */
    readonly first: boolean
    readonly verdicts: Readonly<Record<VerdictName, number>>
    readonly news: AuditNews
  },
): Message | null {
  const lines = audit.first ? firstAudit(audit.news) : whatIsNew(context, audit.news)
  if (lines.length === 0) return null
  return {
    kind: 'audit_finished',
    dedupeKey: audit.id,
    title: `${context.organization.login}: ${audit.first ? 'the first audit is done' : 'the audit found something new'}`,
    lines,
    link: { label: 'See the audit', url: page(context, `audits/${audit.id}`) },
    counts: [
      { name: 'Inactive', value: audit.verdicts.inactive },
      { name: 'Active', value: audit.verdicts.active },
      { name: 'New', value: audit.verdicts.new },
      { name: 'Exempt', value: audit.verdicts.exempt },
      { name: 'Unknown', value: audit.verdicts.unknown },
    ],
    severity: audit.status === 'partial' ? 'trouble' : 'news',
  }
}

function firstAudit(news: AuditNews): string[] {
  return [
    'Who has which access is known from now on. Access that was there already is judged by activity alone.',
    ...unreadNow(news),
    ...secondFactor(news.twoFactor),
  ]
}

function whatIsNew(context: MessageContext, news: AuditNews): string[] {
  const lines = linesOfNews(context, news)
  return lines.length === 0 ? [] : [...lines, ...secondFactor(news.twoFactor)]
}

function secondFactor({ required, ownersWithout }: TwoFactorNews): string[] {
  return [
    ...(ownersWithout === 0
      ? []
      : [`${counted(ownersWithout, 'owner has', 'owners have')} no second factor; the overview names them.`]),
    ...(required === false ? ['Two-factor authentication is not required of everybody.'] : []),
  ]
}

function linesOfNews(context: MessageContext, news: AuditNews): string[] {
  return [
    ...ifAny(
      news.inactive,
      (n) =>
        `${counted(n, 'account has', 'accounts have')} become inactive${namesOf(context, news.inactive)}.`,
    ),
    ...ifAny(
      news.joined,
      (n) =>
        `${counted(n, 'account newly holds', 'accounts newly hold')} access${namesOf(context, news.joined)}.`,
    ),
    ...ifAny(
      news.left,
      (n) =>
        `${counted(n, 'account no longer holds', 'accounts no longer hold')} access${namesOf(context, news.left)}.`,
    ),
    ...(news.credentials > 0
      ? [`${counted(news.credentials, 'credential is', 'credentials are')} new.`]
      : []),
    ...unreadNow(news),
    ...ifAny(news.mended, () => `Can be read again: ${listedBriefly(news.mended)}.`),
  ]
}

function unreadNow(news: AuditNews): string[] {
  return ifAny(
    news.unread,
    () => `Could not be read: ${listedBriefly(news.unread)}. Nobody is called inactive because of it.`,
  )
}

/** Audits have failed for days, the newest with a `failure` that names no person. The same stretch is told once. */
export function auditFailing(
  context: MessageContext,
  failing: { readonly audit: string; readonly failure: string; readonly since: Instant },
): Message {
  return trouble(context, {
    dedupeKey: `audits:${failing.since}`,
    happened: `No audit could be finished since ${printedDay(failing.since)}. The newest: ${failing.failure}`,
    unchanged: 'No verdict was changed, and nobody was proposed for removal because of it.',
    next: 'It is tried again several times a day. Until one is complete no review opens by itself and what is known grows old; the page shows how far this one came.',
    path: `audits/${failing.audit}`,
  })
}

function ifAny<T>(items: readonly T[], sentence: (n: number) => string): string[] {
  return items.length > 0 ? [sentence(items.length)] : []
}

function namesOf(context: MessageContext, accounts: readonly Account[]): string {
  return context.names ? `: ${listedBriefly(accounts.map(({ login }) => login))}` : ''
}
