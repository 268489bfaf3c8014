/** Times, verdicts, acts and actors in print. Each is a pure function of its value; none decides anything. */

import type { Actor, Instant, Subject } from '../../policy/words.ts'

/** A moment in UTC, for people and machines. */
export function Time({ at }: { at: Instant }) {
  return <time datetime={at}>{`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`}</time>
}

/** A day in UTC. */
export function Day({ at }: { at: Instant }) {
  return <time datetime={at}>{at.slice(0, 10)}</time>
}

/** One word of ours (a verdict, a status) as a badge. */
export function Badge({ word }: { word: string }) {
  return (
    <span class={`badge ${word}`}>{word === 'needs_second' ? 'needs a second vote' : inWords(word)}</span>
  )
}

/** Words of ours in a narrow cell: never broken inside one, as names of others may be. */
export function Words({ said }: { said: string }) {
  return <span class="whole-words">{said}</span>
}

/** `issue_comment` → `issue comment`. */
export function inWords(code: string): string {
  return code.replaceAll('_', ' ')
}

/** How many of all are answered, as a bar and in words. */
export function Progress({ done, total }: { done: number; total: number }) {
  if (total === 0) return <p class="muted">There is nothing to decide.</p>
  const label = `${done} of ${total} answered`
  return (
    <p>
      <progress max={total} value={done} aria-label={label} /> {label}
    </p>
  )
}

/** How an account stands to the organisation, in people's words. */
export function membershipInWords(role: string): string {
  return role === 'admin' ? 'owner' : inWords(role)
}

/** An act with its day, repository and link. */
export function Act(props: {
  act: { kind: string; at: Instant; url: string | null; repository: string | null }
}) {
  const { act } = props
  const said = `${inWords(act.kind)}${act.repository === null ? '' : ` in ${act.repository}`}`
  return (
    <>
      <Day at={act.at} /> {isWebAddress(act.url) ? <a href={act.url}>{said}</a> : said}
    </>
  )
}

/** Who acted. */
export function actorName(actor: Actor | null): string {
  switch (actor?.kind) {
    case undefined:
      return 'erased'
    case 'person':
      return actor.login
    case 'operator':
      return 'the operator'
    case 'calendar':
      return 'the calendar'
    case 'github':
      return 'GitHub'
  }
}

/** What a proposal or an entry is about, in a few words. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'account':
      return subject.login
    case 'invitation':
      return `Invitation: ${subject.login ?? subject.name}`
    case 'credential':
      return `Credential: ${subject.name}`
  }
}

/** Only web addresses become links; whatever else GitHub may say stays text. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//.test(url)
}
