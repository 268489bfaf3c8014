/** How letters put numbers, days, people and keys into words; with names off, nobody and nothing is named. */

import { printedDay } from '../policy/calendar.ts'
import { counted, listed } from '../policy/english.ts'
import type { Actor, CredentialKind, Instant, Subject } from '../policy/words.ts'

/** The most that a sentence lists before it says how many more there are. */
const MOST_LISTED = 20

/** `a, b and c`; a long list ends in how many more. */
export function listedBriefly(names: readonly string[]): string {
  const more = names.length - MOST_LISTED
  return listed(more > 0 ? [...names.slice(0, MOST_LISTED), `${more} more`] : names)
}

/** `22 November 2026, 06:00 UTC`. */
export function momentInPrint(at: Instant): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(at))
  return `${printedDay(at)}, ${time} UTC`
}

/** Who acted, by kind only where names are off. */
export function actorInPrint(actor: Actor, names: boolean): string {
  switch (actor.kind) {
    case 'person':
      return names ? actor.login : 'an owner'
    case 'operator':
      return 'the operator'
    case 'calendar':
      return 'the calendar'
    case 'github':
      return 'GitHub'
  }
}

/** What a proposal is about, by kind only where names are off. */
export function subjectInPrint(subject: Subject, names: boolean): string {
  switch (subject.kind) {
    case 'account':
      return names ? subject.login : 'one account'
    case 'invitation':
      return names ? `the invitation of ${subject.login ?? subject.name}` : 'one invitation'
    case 'credential':
      return names
        ? `the ${CREDENTIALS[subject.credentialKind]} ${subject.name}`
        : `one ${CREDENTIALS[subject.credentialKind]}`
  }
}

/** `3 accounts and 1 invitation`. */
export function subjectsCounted(subjects: readonly Subject[]): string {
  const of = (kind: Subject['kind']) => subjects.filter((subject) => subject.kind === kind).length
  const parts = [
    { n: of('account'), one: 'account', many: 'accounts' },
    { n: of('invitation'), one: 'invitation', many: 'invitations' },
    { n: of('credential'), one: 'credential', many: 'credentials' },
  ]
  return listed(parts.filter(({ n }) => n > 0).map(({ n, one, many }) => counted(n, one, many)))
}

const CREDENTIALS: Readonly<Record<CredentialKind, string>> = {
  fine_grained_token: 'fine-grained token',
  token_request: 'token request',
  deploy_key: 'deploy key',
  app_installation: 'app installation',
  secret: 'Actions secret',
  webhook: 'webhook',
  sso_authorization: 'SSO-authorised credential',
  runner: 'runner',
}
