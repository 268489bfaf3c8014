/** Entries that spare an account, exemptions and sponsored bots: until when at the latest, and who set them. */

import { daysAfter, isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { actorName } from '../words/names.ts'
import type { Actor, Id, Instant } from '../words.ts'
import type { Exemption, Sponsored } from './rules.ts'

/** Months after which an entry ends at the latest; those of owners and admins earlier. */
const MONTHS = { anybody: 12, privileged: 6 } as const

type Entry = Exemption | Sponsored

/** What this product adds to an entry that is new or changed. */
export interface OurPart {
  readonly id: Id
  readonly login: string
  readonly until: Instant
  readonly by: Entry['by']
}

/** Whether an entry is as it was stored: then it passes as it is. */
export function isAsStored(stored: Entry, sent: Entry): boolean {
  const isSame =
    sent.id === undefined ? stored.login.toLowerCase() === sent.login.toLowerCase() : stored.id === sent.id
  const isUntil = stored.until === sent.until || (sponsorOf(sent) !== null && sent.until === undefined)
  return isSame && isUntil && reasonOf(stored) === reasonOf(sent) && sponsorOf(stored) === sponsorOf(sent)
}

/**
 * The account of an entry, its end and who set it. `earlier` is the stored entry of the same account: what only shortens it
 * or gives another reason stays with whoever set it. Throws nothing: what is wrong is a complaint.
 */
export function ourPartOf(
  entry: Entry,
  account: { readonly id: Id; readonly login: string },
  earlier: Entry | undefined,
  isPrivileged: boolean,
  by: Actor,
  now: Instant,
): { readonly ok: true; readonly part: OurPart } | { readonly ok: false; readonly complaint: string } {
  const months = isPrivileged ? MONTHS.privileged : MONTHS.anybody
  const latest = monthsBefore(now, -months)
  const until = entry.until ?? latest
  // A bare day means its last second, so the day itself is still allowed.
  if (isBefore(daysAfter(latest, 1), until)) {
    const whose = isPrivileged ? 'an owner or admin' : 'anybody'
    const complaint = `the until of ${account.login} must be ${printedDay(latest)} at the latest, ${months} months from now, as for ${whose}.`
    return { ok: false, complaint }
  }
  const isLess =
    earlier !== undefined &&
    sponsorOf(earlier) === sponsorOf(entry) &&
    (earlier.until === undefined || !isBefore(earlier.until, until))
  return { ok: true, part: { ...account, until, by: isLess ? earlier.by : setBy(by) } }
}

function setBy(by: Actor): Entry['by'] {
  return by.kind === 'person' ? { id: by.id, login: by.login } : { id: null, login: actorName(by) }
}

function reasonOf(entry: Entry): string | null {
  return 'reason' in entry ? entry.reason : null
}

function sponsorOf(entry: Entry): string | null {
  return 'sponsor' in entry ? entry.sponsor : null
}
