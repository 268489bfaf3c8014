/** The letters of act I: an audit that found something new, and one that failed. Nothing new is no letter. */

import { counted } from '../../policy/english.ts'
import type { Account, VerdictName } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { listedBriefly } from '../wording.ts'
import { type MessageContext, page } from './message-context.ts'
import { trouble } from './trouble-message.ts'

/** What this audit found that the one before had not; an audit with nothing of it is not written about. */
export interface AuditNews {
  /** Verdict turned to inactive. */
  readonly inactive: readonly Account[]
  /** Hold access now and did not before. */
  readonly joined: readonly Account[]
  /** Held access before and do not now. */
  readonly left: readonly Account[]
  /** Credentials first seen. */
  readonly credentials: number
  /** Deciding sources that could not be read now and could before, each as a phrase with its reason; no person in it. */
  readonly unread: readonly string[]
  /** Sources that can be read again. */
  readonly mended: readonly string[]
}

/** An audit ended and something is new; null where nothing is. */
export function auditFinished(
  head: MessageContext,
  audit: {
    readonly id: string
    readonly status: 'complete' | 'partial'
    /** The organisation's first: then everything is new, and only the counts are told. */
    readonly first: boolean
    readonly verdicts: Readonly<Record<VerdictName, number>>
    readonly news: AuditNews
  },
): Message | null {
  const lines = audit.first ? firstAudit(audit.news) : whatIsNew(head, audit.news)
  if (lines.length === 0) return null
  return {
    kind: 'audit_finished',
    dedupeKey: audit.id,
    title: `${head.organization.login}: ${audit.first ? 'the first audit is done' : 'the audit found something new'}`,
    lines,
    link: { label: 'See the audit', url: page(head, `audits/${audit.id}`) },
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
    'Who holds which key is known from now on. Access that was there already is judged by activity alone.',
    ...unreadNow(news),
  ]
}

function whatIsNew(head: MessageContext, news: AuditNews): string[] {
  return [
    ...said(
      news.inactive,
      (n) => `${counted(n, 'account has', 'accounts have')} become inactive${whom(head, news.inactive)}.`,
    ),
    ...said(
      news.joined,
      (n) => `${counted(n, 'account newly holds', 'accounts newly hold')} access${whom(head, news.joined)}.`,
    ),
    ...said(
      news.left,
      (n) =>
        `${counted(n, 'account no longer holds', 'accounts no longer hold')} access${whom(head, news.left)}.`,
    ),
    ...(news.credentials > 0
      ? [`${counted(news.credentials, 'credential is', 'credentials are')} new.`]
      : []),
    ...unreadNow(news),
    ...said(news.mended, () => `Can be read again: ${listedBriefly(news.mended)}.`),
  ]
}

function unreadNow(news: AuditNews): string[] {
  return said(
    news.unread,
    () => `Could not be read: ${listedBriefly(news.unread)}. Nobody is called inactive because of it.`,
  )
}

/** An audit failed, for a reason that names no person; null where the one before failed for the same one: not told daily. */
export function auditFailed(
  head: MessageContext,
  audit: { readonly id: string; readonly failure: string; readonly failureBefore: string | null },
): Message | null {
  if (audit.failure === audit.failureBefore) return null
  return trouble(head, {
    dedupeKey: `audit:${audit.id}`,
    happened: `The audit could not be finished: ${audit.failure}`,
    unchanged: 'No verdict was changed, and nobody was proposed for removal because of it.',
    next: "The next day's audit tries again; the page shows how far this one came.",
    path: `audits/${audit.id}`,
  })
}

function said<T>(things: readonly T[], sentence: (n: number) => string): string[] {
  return things.length > 0 ? [sentence(things.length)] : []
}

function whom(head: MessageContext, accounts: readonly Account[]): string {
  return head.names ? `: ${listedBriefly(accounts.map(({ login }) => login))}` : ''
}
