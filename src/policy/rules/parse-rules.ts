/** Parses the rules that an owner sends, or lists everything that is wrong with them. */

import { channelAddress } from './channel-address.ts'
import { complaintsOf } from './rule-values.ts'
import { DEFAULT_RULES, NOT_AN_OBJECT, type Rules, rulesSchema } from './rules.ts'

/** The rules, or all complaints at once, a sentence each. `noticeDays: 0` and `coolingHours: 0` need `confirmNoNotice: true`. */
export function parseRules(value: unknown): { ok: true; rules: Rules } | { ok: false; complaints: string[] } {
  if (!isObject(value)) return { ok: false, complaints: [NOT_AN_OBJECT] }
  const { confirmNoNotice, ...rules } = value
  const parsed = rulesSchema.safeParse(rules)
  const complaints = parsed.success ? [] : complaintsOf(parsed.error)
  if (confirmNoNotice !== undefined && typeof confirmNoNotice !== 'boolean') {
    complaints.push('confirmNoNotice must be true or false.')
  }
  complaints.push(...contradictions(rules, confirmNoNotice === true))
  if (!parsed.success || complaints.length > 0) return { ok: false, complaints }
  return { ok: true, rules: parsed.data }
}

/**
 * The rules as they would be stored, with encrypted addresses, or all complaints: for a change that waits, whose zeros were
 * confirmed when it was asked for.
 */
export function parseStored(
  value: unknown,
): { ok: true; rules: Rules } | { ok: false; complaints: string[] } {
  const parsed = rulesSchema.safeParse(value)
  if (!parsed.success) return { ok: false, complaints: complaintsOf(parsed.error) }
  const complaints = contradictionsOfDays(parsed.data)
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, rules: parsed.data }
}

/** Complaints that no single setting shows; checked even where another setting is wrong, so that all come at once. */
function contradictions(rules: Readonly<Record<string, unknown>>, confirmed: boolean): string[] {
  const complaints = contradictionsOfDays(rules)
  const notice = numberOr(rules.noticeDays, DEFAULT_RULES.noticeDays)
  const cooling = numberOr(rules.coolingHours, DEFAULT_RULES.coolingHours)
  if (!confirmed && notice === 0) {
    complaints.push(
      'noticeDays: 0 removes people without warning; send confirmNoNotice: true if you mean it.',
    )
  }
  if (!confirmed && cooling === 0) {
    complaints.push(
      'coolingHours: 0 carries a decision out at once; send confirmNoNotice: true if you mean it.',
    )
  }
  const { channels } = rules
  if (isObject(channels)) {
    for (const kind of ['slack', 'discord'] as const) {
      const complaint = channelAddress(kind, channels[kind])
      if (complaint) complaints.push(complaint)
    }
  }
  return complaints
}

function contradictionsOfDays(rules: {
  readonly noticeDays?: unknown
  readonly reviewDueDays?: unknown
}): string[] {
  const notice = numberOr(rules.noticeDays, DEFAULT_RULES.noticeDays)
  const due = numberOr(rules.reviewDueDays, DEFAULT_RULES.reviewDueDays)
  if (due >= notice + 7) return []
  return [
    `reviewDueDays must be at least noticeDays + 7, that is ${notice + 7}: people need the notice, and owners a week after it.`,
  ]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}
