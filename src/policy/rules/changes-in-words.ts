/** Says what a change of rules changes, in the labels of the screen: for the settings page, the history and messages. */

import { instant, printedDay } from '../calendar.ts'
import { teamLabel } from '../people/contributing/named-team.ts'
import { EVERY_IN_WORDS, LABELS } from './labels.ts'
import { changesOf, type LeafChange, leafAt, leafNamed, SETTINGS, type Setting } from './leaves.ts'
import { isStop } from './pending-rules.ts'
import { REVIEW_EVERY } from './review-calendar.ts'
import type { Rules } from './rules.ts'

/** So many changes are named; the rest is counted. */
const MOST_NAMED = 20

/** What differs between two versions of the rules, a part of a sentence each; names nobody where `names` is false. */
export function changesInWords(before: Rules | null, after: Rules, names: boolean): readonly string[] {
  if (before === null) return ['every setting anew, because the rules before could not be read']
  const changes = SETTINGS.flatMap((setting): readonly LeafChange[] => changesOf(setting, before, after))
  if (changes.length === 0) return ['nothing but the order of a list']
  return [
    ...changes.slice(0, MOST_NAMED).map((change) => changeInWords(change, names)),
    ...(changes.length > MOST_NAMED ? [`${changes.length - MOST_NAMED} more`] : []),
  ]
}

/** A change that waits, from the value of now. */
export function waitingInWords(
  { setting, value }: { readonly setting: string; readonly value: unknown },
  rules: Rules,
  names: boolean,
): string {
  if (setting === 'paused') return changeInWords({ setting, from: true, to: false }, names)
  if (isStop(setting)) return changeInWords({ setting: 'stopped', from: true, to: false }, names)
  const leaf = leafNamed(setting)
  if (leaf === null) return setting
  const from = leafAt(rules, leaf.setting, leaf.entry)
  return changeInWords({ setting: leaf.setting, from, to: value }, names)
}

/** `“Days of notice” from 14 to 7`; no address, no reason, and no name where `names` is false. */
export function changeInWords(
  change: { readonly setting: Setting | 'paused' | 'stopped'; readonly from: unknown; readonly to: unknown },
  names: boolean,
): string {
  const { setting, from, to } = change
  switch (setting) {
    case 'paused':
      return 'the end of the pause'
    case 'stopped':
      return 'that one removal goes on which an owner stopped'
    case 'exemptions':
      return entryInWords('exemption', ' of ', change, names)
    case 'sponsors':
      return entryInWords('sponsored bot', ' ', change, names)
    case 'leftOut':
      return entryInWords('repository to leave out', ' ', change, names)
    case 'contributors.people':
      return entryInWords('contributor', ' ', change, names)
    case 'offboarding':
      return `a line of the off-boarding list is ${from === null ? 'added' : 'taken away'}`
    case 'channels.slack':
    case 'channels.discord':
      return `“${LABELS[setting]}” is ${to === null ? 'removed' : from === null ? 'set' : 'replaced'}`
    case 'channels.names':
    case 'public':
    case 'shareActivity':
      return `“${LABELS[setting]}” is switched ${to === true ? 'on' : 'off'}`
    case 'contributors.team':
      if (teamLabel(from) === teamLabel(to))
        return `“${LABELS[setting]}” is another one named ${teamLabel(to)}`
      return `“${LABELS[setting]}” from ${teamLabel(from) ?? 'none'} to ${teamLabel(to) ?? 'none'}`
    case 'removals':
      return to === 'on' ? 'removals are carried out in earnest' : 'removals are rehearsed only'
    default:
      return `“${LABELS[setting]}” from ${plain(setting, from)} to ${plain(setting, to)}`
  }
}

function entryInWords(
  one: string,
  joint: string,
  { from, to }: { readonly from: unknown; readonly to: unknown },
  names: boolean,
): string {
  const label = names ? (labelOf(to) ?? labelOf(from)) : null
  const what = label === null ? `one ${one}` : `the ${one}${joint}${label}`
  const [earlier, later] = [endOf(from), endOf(to)]
  if (to === null) return `${what} is taken away`
  if (from === null) return `${what} is added${later === null ? '' : ` until ${later}`}`
  if (earlier === later) return `${what} is changed`
  return `${what} ends ${later === null ? 'never' : `on ${later}`} instead of ${earlier === null ? 'never' : `on ${earlier}`}`
}

function labelOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null
  if ('login' in entry) return String(entry.login)
  return 'repository' in entry ? String(entry.repository) : null
}

/** The day on which an entry ends; null where it has no end. A change that waits is as it was stored, so nothing is sure of it. */
function endOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null || !('until' in entry)) return null
  const at = Date.parse(String(entry.until))
  return Number.isNaN(at) ? null : printedDay(instant(at))
}

function plain(setting: Setting, value: unknown): string {
  if (value === null) return 'none'
  if (setting === 'removalBudget.share') return `${Math.round(Number(value) * 10_000) / 100}`
  const every = REVIEW_EVERY.find((each) => setting === 'reviewEvery' && each === value)
  return every === undefined ? String(value) : EVERY_IN_WORDS[every]
}
