/** Shows times, verdicts, activity and actors. */

import { printedDay, printedMoment } from '../../policy/calendar.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Actor, Instant, Subject } from '../../policy/words.ts'

/** Day and time in UTC, to the minute: `22 May 2026, 06:00 UTC`. */
export function Time({ at }: { at: Instant }) {
  return <time datetime={at}>{printedMoment(at)}</time>
}

/** The day in UTC: `22 May 2026`. */
export function Day({ at }: { at: Instant }) {
  return <time datetime={at}>{printedDay(at)}</time>
}

/** A verdict or status as a badge. */
export function Badge({ word }: { word: string }) {
  return (
    <span class={`badge ${word}`}>{word === 'needs_second' ? 'needs a second vote' : inWords(word)}</span>
  )
}

/** Text for a narrow cell that is wrapped only between words; names from GitHub may be broken anywhere. */
export function Words({ text }: { text: string }) {
  return <span class="whole-words">{text}</span>
}

/** A name or a text of somebody's, isolated: one that is written from right to left does not reorder what stands around it. */
export function Name({ text }: { text: string }) {
  if (PLAIN.test(text)) return <>{text}</>
  return <bdi>{text}</bdi>
}

/** Visible ASCII, which turns nothing. */
const PLAIN = /^[ -~]*$/

/** Names with commas between them, each isolated. */
export function Names({ texts }: { texts: readonly string[] }) {
  const all = texts.join(', ')
  if (PLAIN.test(all)) return <>{all}</>
  return (
    <>
      {texts.map((text, n) => (
        <>
          {n > 0 && ', '}
          <Name text={text} />
        </>
      ))}
    </>
  )
}

/** `issue_comment` → `issue comment`; what GitHub writes otherwise, as GitHub writes it. */
export function inWords(code: string): string {
  return AS_GITHUB_WRITES[code] ?? code.replaceAll('_', ' ')
}

const AS_GITHUB_WRITES: Readonly<Record<string, string | undefined>> = {
  app_installation: 'GitHub App',
  app_installations: 'GitHub Apps',
  fine_grained_token: 'fine-grained token',
  fine_grained_tokens: 'fine-grained tokens',
  organization: 'organisation',
  organization_invitations: 'organisation invitations',
  probe: 'newest acts',
  sso_authorization: 'SSO-authorised credential',
  sso_authorizations: 'SSO-authorised credentials',
  two_factor: 'two-factor authentication',
}

/** An account's role in the organisation as pages show it: GitHub's `admin` is an owner. */
export function membershipInWords(role: string): string {
  return role === 'admin' ? 'owner' : inWords(role)
}

/** What a page says of one activity. */
interface ActivityShown {
  readonly kind: string
  readonly url: string | null
  readonly repository: string | null
}

/** One activity with its date, kind, repository and link. */
export function ActivityLink({ activity }: { activity: ActivityShown & { at: Instant } }) {
  const { kind, at, url, repository } = activity
  const label = `${inWords(kind)}${repository === null ? '' : ` in ${repository}`}`
  return (
    <>
      <Day at={at} /> {isWebAddress(url) ? <a href={url}>{label}</a> : label}
    </>
  )
}

/** The same without its date, and with the repository's name alone, for a line of a list. */
export function ActivityWords({ activity }: { activity: ActivityShown }) {
  const { kind, url, repository } = activity
  const label = `${inWords(kind)}${repository === null ? '' : ` in ${repository.replace(/^.*\//, '')}`}`
  return isWebAddress(url) ? <a href={url}>{label}</a> : label
}

/** The name of an actor; null is one whose text was erased. */
export function actorOrErased(actor: Actor | null): string {
  return actor === null ? 'erased' : actorName(actor)
}

/** The subject of a proposal or history entry, in a few words. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'account':
      return subject.login
    case 'invitation':
      return `Invitation: ${subject.login ?? subject.name}`
    case 'credential':
      return subject.name.trim() === '' ? 'Credential without a name' : `Credential: ${subject.name}`
  }
}

/** Who or what it is; before it the name that an account gave itself, which may be none or blank. */
export function NamedSubject({ subject, name }: { subject: Subject; name: string | null }) {
  const label = subjectName(subject)
  if (name === null || name.trim() === '') return <Name text={label} />
  return (
    <>
      <Name text={name} /> <span class="small soft">{label}</span>
    </>
  )
}

/** Only http(s) addresses become links; anything else from GitHub stays text. */
export function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//.test(url)
}
