/**
 * The table of directions: which change of a setting holds at once, and which waits for another owner or for its time. Read
 * by what saves rules, by the settings page and by a test that walks every row.
 */

import { isBefore } from '../calendar.ts'
import type { Actor, Id, Instant } from '../words.ts'
import { changesOf, type LeafChange, type LeafValues, SETTINGS, type Setting } from './leaves.ts'
import { REVIEW_EVERY } from './review-calendar.ts'
import type { Rules } from './rules.ts'

/** `own`: an entry that would spare whoever sends it, which nobody may make. */
export type Direction = 'at_once' | 'pending' | 'own'

/** What the direction depends on beside the two values. */
export interface Circumstances {
  readonly now: Instant
  /** Who changes the rules. */
  readonly by: Actor
  /** Whether the account is an owner of the organisation, or administers a repository of it. */
  readonly isPrivileged: (account: Id) => boolean
  /** Where the deployment has a channel of its own, an organisation's first one replaces it. */
  readonly deploymentChannels: { readonly slack: boolean; readonly discord: boolean }
  /** What holds where the organisation has set nothing (policy/revocation/in-earnest.ts). */
  readonly removalsByDefault: 'on' | 'off'
}

interface Row<V> {
  /** The direction as the settings page says it. */
  readonly words: string
  readonly of: (from: V, to: V, circumstances: Circumstances) => Direction
}

/** Every leaf that differs between two versions of the rules, with its direction. */
export function directedChanges(
  before: Rules,
  after: Rules,
  circumstances: Circumstances,
): readonly (LeafChange & { readonly direction: Direction })[] {
  return SETTINGS.flatMap((setting) => directedOf(setting, before, after, circumstances))
}

/** What the settings page says beside a field. */
export function directionInWords(setting: Setting): string {
  return DIRECTIONS[setting].words
}

function directedOf<S extends Setting>(
  setting: S,
  before: Rules,
  after: Rules,
  circumstances: Circumstances,
) {
  return changesOf(setting, before, after).map((change) => ({
    ...change,
    direction: DIRECTIONS[setting].of(change.from, change.to, circumstances),
  }))
}

const EITHER = 'Any change waits for another owner.'
const LONGER = 'A longer one holds at once, a shorter one waits for another owner.'
const SMALLER = 'A smaller one holds at once, a larger one waits for another owner.'
const OFF = 'Off holds at once, on waits for another owner.'
const CHANNEL = 'The first address holds at once; another one, or none, waits for another owner.'
const ENTRY =
  'For somebody else an entry holds at once, for an owner or admin it waits for another owner. Taking one away or shortening it waits, unless another owner than who set it does it. Nobody enters themselves.'

const DIRECTIONS: { readonly [S in Setting]: Row<LeafValues[S]> } = {
  // Shorter makes more people inactive, longer makes an intruder's account active.
  windowMonths: { words: EITHER, of: () => 'pending' },
  noticeDays: { words: LONGER, of: (from, to) => atOnceIf(to > from) },
  coolingHours: { words: LONGER, of: (from, to) => atOnceIf(to > from) },
  reviewDueDays: { words: LONGER, of: (from, to) => atOnceIf(to > from) },
  'removalBudget.count': { words: SMALLER, of: (from, to) => atOnceIf(to < from) },
  'removalBudget.share': { words: SMALLER, of: (from, to) => atOnceIf(to < from) },
  // Fewer reviews leave what is unused where it is, for longer: that spares people, as an exemption does.
  reviewEvery: {
    words: 'More often holds at once, less often or never waits for another owner.',
    of: (from, to) => atOnceIf(REVIEW_EVERY.indexOf(to) < REVIEW_EVERY.indexOf(from)),
  },
  exemptions: { words: ENTRY, of: directionOfEntry },
  sponsors: { words: ENTRY, of: directionOfEntry },
  // What is not read makes nobody inactive.
  leftOut: {
    words: 'Reading one again holds at once, leaving one out waits for another owner.',
    of: (from, to) => atOnceIf(to === null || from !== null),
  },
  emeritusTeam: { words: EITHER, of: () => 'pending' },
  'contributors.team': {
    words: 'None holds at once, any other waits for another owner.',
    of: (_from, to) => atOnceIf(to === null),
  },
  // Whoever is named sees who is proposed.
  'contributors.people': {
    words:
      'Taking one away or an earlier end holds at once, adding one or a later end waits for another owner.',
    of: (from, to) => atOnceIf(to === null || (from !== null && !isBefore(from.until, to.until))),
  },
  offboarding: { words: 'Any change holds at once.', of: () => 'at_once' },
  'channels.slack': {
    words: CHANNEL,
    of: (from, _to, { deploymentChannels }) => atOnceIf(from === null && !deploymentChannels.slack),
  },
  'channels.discord': {
    words: CHANNEL,
    of: (from, _to, { deploymentChannels }) => atOnceIf(from === null && !deploymentChannels.discord),
  },
  'channels.names': { words: OFF, of: (_from, to) => atOnceIf(!to) },
  public: { words: OFF, of: (_from, to) => atOnceIf(!to) },
  removals: {
    words: OFF,
    of: (from, to, { removalsByDefault: unset }) =>
      atOnceIf((to ?? unset) === 'off' || (from ?? unset) === 'on'),
  },
  shareActivity: { words: OFF, of: (_from, to) => atOnceIf(!to) },
}

function atOnceIf(tightens: boolean): Direction {
  return tightens ? 'at_once' : 'pending'
}

/** An exemption or a sponsored bot; without `until` it has no end. */
interface Entry {
  readonly id?: Id | undefined
  readonly until?: Instant | undefined
  readonly sponsor?: string
  readonly by?: { readonly id: Id | null } | undefined
}

function directionOfEntry(
  from: Entry | null,
  to: Entry | null,
  { now, by, isPrivileged }: Circumstances,
): Direction {
  if (from !== null && !isSparing(from, now) && (to === null || !isSparing(to, now))) return 'at_once'
  if (to === null || (from !== null && isShortened(from, to))) {
    const isAnotherOwner = by.kind === 'person' && from?.by !== undefined && from.by.id !== by.id
    return atOnceIf(isAnotherOwner)
  }
  if (by.kind === 'person' && to.id === by.id) return 'own'
  const isReasonOnly = from !== null && from.until === to.until && from.sponsor === to.sponsor
  return atOnceIf(isReasonOnly || to.id === undefined || !isPrivileged(to.id))
}

/** Whether the entry spares anybody at `now`. */
function isSparing({ until }: Entry, now: Instant): boolean {
  return until === undefined || isBefore(now, until)
}

function isShortened(from: Entry, to: Entry): boolean {
  return to.until !== undefined && (from.until === undefined || isBefore(to.until, from.until))
}
