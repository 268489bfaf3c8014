/** Decodes one entry of GitHub's audit log, as exported in JSON or CSV: the few fields that are used, or why it is left out. */

import { instant } from '../calendar.ts'
import type { Id, Instant } from '../words.ts'

/** Why an entry, or the act in it, is left out. */
export const LEFT_OUT_REASONS = [
  'not_as_documented',
  'no_date',
  'dated_later',
  'other_organization',
  'no_actor',
  'by_a_bot',
  'by_a_program',
  'no_own_act',
  'your_own_acts',
  'your_own_access',
] as const
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number]

/** Somebody as the log names them; where it gives an id, that counts. */
export interface NamedInLog {
  readonly id: Id | null
  readonly login: string | null
}

/** The fields of an entry that are used. */
export interface LogEntry {
  readonly at: Instant
  /** `org.add_member` */
  readonly action: string
  /** Who did it. */
  readonly actor: NamedInLog | null
  /** To whom. */
  readonly user: NamedInLog | null
  /** Whether an App or a bot is the actor; `program`: a token or key was used in somebody's name. */
  readonly by: 'person' | 'bot' | 'program'
  /** A team's slug and a repository's name, in small letters. */
  readonly team: string | null
  readonly repository: string | null
  /** The role in the organisation that was given, and the one before; null where the entry has none. */
  readonly role: string | null
  readonly roleBefore: string | null
}

/** The organisation whose log it must be. */
export interface LogOwner {
  readonly id: Id
  readonly login: string
}

/** The entry, or why it is left out. Never throws, whatever it is given. */
export function toLogEntry(row: unknown, org: LogOwner, now: Instant): LogEntry | LeftOutReason {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'not_as_documented'
  const field = (name: string): unknown => (Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined)
  const action = textOf(field('action'))
  if (action === null || !/^[a-z\d_-]+(\.[a-z\d_-]+)+$/i.test(action)) return 'not_as_documented'
  if (!isOf(org, field)) return 'other_organization'
  const at = momentOf(field('@timestamp')) ?? momentOf(field('created_at'))
  if (at === null) return 'no_date'
  // As texts, whose order is that of time: a large log has many entries.
  if (at > now) return 'dated_later'
  const actor = named(field('actor_id'), field('actor'))
  return {
    at,
    action: action.toLowerCase(),
    actor,
    user: named(field('user_id'), field('user')),
    by: actorKind(actor, field),
    team: lastPart(field('team')),
    repository: lastPart(field('repo')),
    role: textOf(field('permission'))?.toLowerCase() ?? null,
    roleBefore: (textOf(field('old_permission')) ?? textOf(field('permission_was')))?.toLowerCase() ?? null,
  }
}

type Field = (name: string) => unknown

/** By the organisation's id where the entry has it: another one may have taken over its name. */
function isOf({ id, login }: LogOwner, field: Field): boolean {
  const ids = listOf(field('org_id')).map(idOf)
  if (ids.some((one) => one !== null)) return ids.includes(id)
  return listOf(field('org')).some((one) => textOf(one)?.toLowerCase() === login.toLowerCase())
}

function actorKind(actor: NamedInLog | null, field: Field): LogEntry['by'] {
  if (actor?.login?.endsWith('[bot]') || /^true$/i.test(String(textOf(field('actor_is_bot')) ?? ''))) {
    return 'bot'
  }
  // GitHub says how it was authenticated where that was no browser: the use of a token clears the token, not the person.
  const isByProgram = ['programmatic_access_type', 'hashed_token'].some(
    (name) => textOf(field(name)) !== null,
  )
  return isByProgram ? 'program' : 'person'
}

function named(id: unknown, login: unknown): NamedInLog | null {
  const known = { id: idOf(id), login: loginOf(login) }
  return known.id === null && known.login === null ? null : known
}

/** GitHub began in 2008: an earlier moment is seconds, or a mistake. */
const EARLIEST = Date.UTC(2008, 0)
const LATEST = Date.UTC(2100, 0)

/** Milliseconds since 1970, in CSV as text; or a date in ISO-8601, in UTC unless it says otherwise. */
function momentOf(value: unknown): Instant | null {
  const text = textOf(value)
  if (text === null) return null
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(text)
  const milliseconds = /^\d{1,16}$/.test(text)
    ? Number(text)
    : iso === null
      ? Number.NaN
      : Date.parse(`${iso[1]}T${iso[2]}${iso[3] === undefined || iso[3] === 'UTC' ? 'Z' : iso[3]}`)
  return milliseconds >= EARLIEST && milliseconds < LATEST ? instant(milliseconds) : null
}

function idOf(value: unknown): Id | null {
  const text = textOf(value)
  if (text === null || !/^[1-9]\d{0,15}$/.test(text)) return null
  return Number.isSafeInteger(Number(text)) ? Number(text) : null
}

function loginOf(value: unknown): string | null {
  const text = textOf(value)?.toLowerCase() ?? null
  return text !== null && /^[a-z\d_][a-z\d_-]{0,99}(\[bot\])?$/.test(text) ? text : null
}

/** `numpy/core-team` → `core-team`. */
function lastPart(value: unknown): string | null {
  return textOf(value)?.split('/').at(-1)?.toLowerCase() ?? null
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** The longest text that any used field can have. */
const MAX_TEXT = 300

/** A text, number or yes-or-no as text without the spaces around it; null for anything else, and for nothing. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null
  const text = String(value).trim()
  return text === '' || text.length > MAX_TEXT ? null : text
}
