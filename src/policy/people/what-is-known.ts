/** What owners know of inactive people before the first review, by their ticks: exemptions, sponsored bots and leave. */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { ourPartOf } from '../rules/entries.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Exemption, Rules, Sponsored } from '../rules/rules.ts'
import type { Actor, Id, Instant } from '../words.ts'

/** Somebody inactive who can push or more. */
export interface AskedAbout {
  readonly id: Id
  readonly login: string
  /** Owner, or admin of a repository. */
  readonly isPrivileged: boolean
}

/** What was ticked for one of them; texts as they were entered, null where it was not ticked. */
export interface Ticked {
  readonly joinedLately: boolean
  readonly awayUntil: string | null
  readonly sponsor: string | null
  readonly unseenUntil: string | null
}

/** What is kept: entries of the rules, and leave of this organisation. Complaints by tick and account: `away.5`. */
export interface Known {
  readonly exemptions: readonly Exemption[]
  readonly sponsors: readonly Sponsored[]
  readonly away: readonly { readonly account: AskedAbout; readonly until: Instant }[]
  readonly complaints: ReadonlyMap<string, string>
}

export const KNOWN_REASONS = {
  joined: 'Joined lately.',
  unseen: 'Works where GitHub does not see it.',
} as const

/** Months after which a leave ends at the latest. */
const AWAY_MONTHS = 12

/** Reads the ticks of each; where there are complaints, nothing is to be kept. */
export function knownIn(
  ticks: readonly { readonly account: AskedAbout; readonly ticked: Ticked }[],
  by: Actor,
  now: Instant,
): Known {
  const exemptions: Exemption[] = []
  const sponsors: Sponsored[] = []
  const away: { account: AskedAbout; until: Instant }[] = []
  const complaints = new Map<string, string>()
  for (const { account, ticked } of ticks) {
    const complain = (field: string, sentence: string) => complaints.set(`${field}.${account.id}`, sentence)
    const { joinedLately, awayUntil, sponsor, unseenUntil } = ticked
    if (by.kind === 'person' && by.id === account.id) {
      complain('joined', 'Nobody spares themselves. Another owner ticks this.')
      continue
    }
    if (joinedLately && unseenUntil !== null) {
      complain('unseen', 'Either this or joined lately: one exemption each.')
      continue
    }
    if (joinedLately) exempt(account, monthsBefore(now, -6), KNOWN_REASONS.joined, 'joined')
    if (unseenUntil !== null) {
      const until = dayIn(unseenUntil, now)
      if (typeof until === 'object') complain('unseen', until.complaint)
      else exempt(account, until, KNOWN_REASONS.unseen, 'unseen')
    }
    if (sponsor !== null) sponsored(account, sponsor)
    if (awayUntil !== null) {
      const until = dayIn(awayUntil, now)
      const latest = monthsBefore(now, -AWAY_MONTHS)
      if (typeof until === 'object') complain('away', until.complaint)
      else if (isBefore(latest, until))
        complain('away', `${printedDay(latest)} at the latest: a leave has ${AWAY_MONTHS} months at most.`)
      else away.push({ account, until })
    }
  }
  return { exemptions, sponsors, away, complaints }

  function exempt(account: AskedAbout, until: Instant, reason: string, field: string): void {
    const { id, login, isPrivileged } = account
    const made = ourPartOf({ login, reason, until }, { id, login }, undefined, isPrivileged, by, now)
    if (made.ok) exemptions.push({ ...made.part, reason })
    else complaints.set(`${field}.${id}`, made.complaint)
  }

  function sponsored(account: AskedAbout, sponsor: string): void {
    const { id, login, isPrivileged } = account
    if (!LOGIN.test(sponsor) || sponsor.toLowerCase() === login.toLowerCase()) {
      complaints.set(`sponsor.${id}`, 'The login of the person who answers for it.')
      return
    }
    const made = ourPartOf({ login, sponsor }, { id, login }, undefined, isPrivileged, by, now)
    if (made.ok) sponsors.push({ ...made.part, sponsor })
    else complaints.set(`sponsor.${id}`, made.complaint)
  }
}

/** A GitHub login of a person. */
const LOGIN = /^[a-z\d][a-z\d_-]{0,99}$/i

/** A day of the future, to its last second. */
function dayIn(text: string, now: Instant): Instant | { readonly complaint: string } {
  const until = momentOf(text)
  if (until === null) return { complaint: 'Until which day? For example 2027-03-01.' }
  return isBefore(now, until) ? until : { complaint: 'A day that is still to come.' }
}

/** What is said of somebody already, in words; null where nothing is. */
export function saidAlready(
  { id }: Pick<AskedAbout, 'id'>,
  { exemptions, sponsors }: Pick<Rules, 'exemptions' | 'sponsors'>,
  awayUntil: Instant | null,
  now: Instant,
): string | null {
  const exemption = exemptions.find((entry) => entry.id === id && isBefore(now, entry.until))
  const sponsor = sponsors.find(
    (entry) => entry.id === id && (entry.until === undefined || isBefore(now, entry.until)),
  )
  const words = [
    ...(exemption === undefined
      ? []
      : [`exempt until ${printedDay(exemption.until)}: ${exemption.reason.replace(/\.$/, '')}`]),
    ...(sponsor === undefined ? [] : [`a bot, ${sponsor.sponsor} answers for it`]),
    ...(awayUntil === null ? [] : [`away until ${printedDay(awayUntil)}`]),
  ]
  return words.length === 0 ? null : words.join('; ')
}
