/** Writes what a person is told about their access: one text for each kind of proposal and each answer, in the owners' first person. */

import { daysAfter, printedDay } from '../policy/calendar.ts'
import { counted, listed } from '../policy/english.ts'
import { type Keeping, wayBackInWords } from '../policy/people/keeping.ts'
import { agoInWords } from '../policy/words/ago.ts'
import { invisibleShown } from '../policy/words/invisible.ts'
import type { DecisionKind, Holds, Instant, LowerRole } from '../policy/words.ts'

/** Somebody's own name at GitHub, which may be anything, and their login. */
export interface NamedPerson {
  readonly login: string
  readonly name: string | null
}

/** What the text is made of. */
export interface NoticeToWrite {
  /** The login of the owners' organisation; no other one is named. */
  readonly organization: string
  readonly publicUrl: string
  readonly person: NamedPerson
  /** What they hold; null where an earlier version opened the question. */
  readonly holds: Holds | null
  /** What it opens, in words, where `holds` is null. */
  readonly opens: readonly string[]
  /** The one grant that is asked about; null: everything. */
  readonly scope: string | null
  /** Their newest act that is known; null where none is. */
  readonly lastActiveAt: Instant | null
  /** The answer that stands; null while the owners have not decided. */
  readonly answer: { readonly decision: DecisionKind; readonly role: LowerRole | null } | null
  /** The owners who ask. */
  readonly owners: readonly NamedPerson[]
  readonly windowMonths: number
  readonly noticeDays: number
  readonly keeping: Keeping
  /** When it is sent: the notice runs from there. */
  readonly sentAt: Instant
}

/** A text to send, plain. */
export interface NoticeText {
  readonly subject: string
  readonly text: string
}

/** The notice of one person. */
export function noticeText(of: NoticeToWrite): NoticeText {
  const organization = named(of.organization)
  return {
    subject: `Your access to ${organization} on GitHub: do you still need it?`,
    text: [
      `Hello ${nameOf(of.person)},`,
      `thank you for what you have done for ${organization}.`,
      `${heldSentence(of)}${allSentence(of)} ${activitySentence(of)}`,
      `Once a quarter we, the owners, look at access that nobody has used for ${counted(of.windowMonths, 'month')}: a key that nobody uses is the one whose theft nobody notices. This is not about you or your work.`,
      whatHappens(of),
      `Please tell us: you still need it, you are away for a while, you would like to step down, or something here is wrong. You need give no reason.\n\n  ${meUrl(of.publicUrl)}\n\n${SIGN_IN} One word to any of us, by whatever way you like, does as well. ${actSentence(of)}`,
      wayBack(of),
      `With thanks,\n${signature(of)}`,
      `What is known here about you, and what we told you: ${meUrl(of.publicUrl)}`,
    ].join('\n\n'),
  }
}

/** One text without names for everybody who holds no more than all members do, posted where members read. */
export function announcementText(of: {
  readonly organization: string
  readonly publicUrl: string
  readonly people: number
  readonly owners: readonly NamedPerson[]
  readonly windowMonths: number
  readonly noticeDays: number
  readonly keeping: Keeping
  readonly sentAt: Instant
}): NoticeText {
  const organization = named(of.organization)
  return {
    subject: `${organization}: we look at memberships that nobody has used for ${counted(of.windowMonths, 'month')}`,
    text: [
      'Hello everybody,',
      `thank you for what you do, or have done, for ${organization}.`,
      `Once a quarter we, the owners, look at access that nobody has used for ${counted(of.windowMonths, 'month')}. This time ${counted(of.people, 'member')} without further rights ${of.people === 1 ? 'is' : 'are'} asked whether the membership is still wanted. No names here, and no blame: people move on, rest and come back.`,
      `See for yourself whether you are meant, and tell us that you still need it, are away, would like to step down, or that something is wrong; no reason is asked for:\n\n  ${meUrl(of.publicUrl)}\n\n${SIGN_IN} Any act of yours in ${organization} says the same.`,
      `Nothing changes before ${printedDay(daysAfter(of.sentAt, of.noticeDays))}, and nothing without an owner's decision. Whoever leaves can come back: for ${wayBackInWords(of.keeping)} any of us gives the membership back with one click.`,
      `With thanks,\n${signature(of)}`,
    ].join('\n\n'),
  }
}

function heldSentence({ organization, holds, opens, scope }: NoticeToWrite): string {
  const org = `the GitHub organisation ${named(organization)}`
  if (scope !== null) return `You have access to ${named(scope)} in ${org}, and this is about that alone.`
  if (holds === null)
    return opens.length === 0
      ? `You are a member of ${org}.`
      : `In ${org} your access opens: ${listed(opens)}.`
  const as = holds.outsideCollaborator ? 'As an outside collaborator you' : 'You'
  const where = placesOf(holds)
  switch (holds.role) {
    case 'owner':
      return `You are an owner of ${org}: you can change every repository, every team and every setting.`
    case 'none':
    case 'member':
      return holds.outsideCollaborator
        ? `You are an outside collaborator of ${org}.`
        : `You are a member of ${org}, and read what every member can read.`
    case 'admin':
      return `${as} can administer ${where} in ${org}.`
    case 'maintain':
      return `${as} can push to ${where} and maintain it in ${org}.`
    case 'write':
      return `${as} can push to ${where} in ${org}.`
    case 'triage':
      return `${as} can sort issues and pull requests of ${where} in ${org}.`
    case 'read':
      return `${as} can read ${where} in ${org}.`
  }
}

/** Only the strongest role is named. */
function allSentence({ holds, scope }: NoticeToWrite): string {
  const isNamed = scope !== null || holds === null || ['owner', 'none', 'member'].includes(holds.role)
  return isNamed ? '' : ' This is about all of your access there.'
}

function placesOf({ places, more }: Holds): string {
  if (places.length === 0) return 'every repository'
  const shown = places.map(named)
  return listed(more > 0 ? [...shown, `${more} more`] : shown)
}

function activitySentence({ lastActiveAt, sentAt, organization }: NoticeToWrite): string {
  return lastActiveAt === null
    ? 'We know of no act of yours there; what happens outside of GitHub we cannot see.'
    : `Your newest act that we know of in ${named(organization)} was on ${printedDay(lastActiveAt)}, ${agoInWords(lastActiveAt, sentAt)}; what happens outside of GitHub we cannot see.`
}

function whatHappens({ answer, noticeDays, sentAt }: NoticeToWrite): string {
  const day = printedDay(daysAfter(sentAt, noticeDays))
  const before = `Nothing changes before ${day}.`
  const stops = 'Your answer stops it, and we look at it afresh.'
  switch (answer?.decision) {
    case undefined:
      return `We have not decided anything yet. ${before} If you do not answer, that is no consent: two things are needed, our decision and the time until then.`
    case 'revoke':
      return `We would take this access back. ${before} ${stops}`
    case 'downgrade':
      return `${loweredTo(answer?.role ?? null)} ${before} ${stops}`
    case 'emeritus':
      return `We would like to name you emeritus: you stay in the organisation, in the team of those who have done much for it, and the access itself ends. ${before} ${stops}`
    case 'keep':
      return 'As it stands you keep it, and nothing changes.'
  }
}

function loweredTo(role: LowerRole | null): string {
  switch (role) {
    case null:
      return 'We would lower this access.'
    case 'member':
      return 'We would make you a member instead of an owner.'
    case 'outside_collaborator':
      return 'We would make you an outside collaborator of the repositories that you reach today; the membership ends.'
    default:
      return `We would lower this access to ${role}.`
  }
}

/** An owner's or administrator's key that wakes after months is also how a hijack begins: its act ends nothing by itself. */
function actSentence({ holds, organization }: NoticeToWrite): string {
  return isPrivileged(holds)
    ? `Should you do something in ${named(organization)} meanwhile, one of us will ask you by another way whether it was you: a key that wakes after a long time may be somebody else's hand.`
    : `Any act of yours in ${named(organization)} says the same.`
}

function wayBack({ answer, holds, keeping }: NoticeToWrite): string {
  if (answer?.decision === 'keep') return 'Should you not need it any more, tell us all the same.'
  const back = `Should it be taken back and you miss it: for ${wayBackInWords(keeping)} any of us gives it back with one click; ask on that page, or write to us.`
  return isPrivileged(holds) ? `${back} The role of an owner or administrator takes two of us.` : back
}

function isPrivileged(holds: Holds | null): boolean {
  return holds?.role === 'owner' || holds?.role === 'admin'
}

/** GitHub words it by the App's permissions: with some it says that the App could act on one's behalf. */
const SIGN_IN =
  'There you sign in with GitHub. GitHub will show the name of the App and what it asks for, and may say that it could act on your behalf; it never does, and learns nothing but who you are.'

function signature({
  owners,
  organization,
}: {
  owners: readonly NamedPerson[]
  organization: string
}): string {
  const names = owners.length === 0 ? '' : `${listed(owners.map(nameOf))}\n`
  return `${names}owners of ${named(organization)}`
}

/**
 * The name on one line, with every invisible character shown; else the login. The login follows a name that is written from right to
 * left, so that it turns nothing around it: a text that is copied has no other way to hold it apart.
 */
function nameOf({ name, login }: NamedPerson): string {
  const plain = named(name ?? '')
  if (plain === '' || plain === login) return login
  return RIGHT_TO_LEFT.test(plain) ? `${plain} (${login})` : plain
}

function named(text: string): string {
  return invisibleShown(text.replace(/\s+/gu, ' ').trim()).slice(0, LONGEST_NAME)
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u
const LONGEST_NAME = 80

function meUrl(publicUrl: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/me`
}
