/** Keeps the reasons of exemptions that were withheld when the rules were read, and come back so. */

import { WITHHELD_REASON } from '../../policy/people/withheld-reason.ts'
import type { Rules } from '../../policy/rules/rules.ts'

/** What was sent, each withheld reason as it is stored for that account; where none is, it is empty, which no rules take. */
export function withStoredReasons(
  stored: Rules | null,
  sent: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!Array.isArray(sent.exemptions)) return sent
  const reasonOf = (entry: Readonly<Record<string, unknown>>): string =>
    stored?.exemptions.find(({ id, login }) =>
      entry.id === undefined || id === undefined
        ? typeof entry.login === 'string' && login.toLowerCase() === entry.login.toLowerCase()
        : id === entry.id,
    )?.reason ?? ''
  const exemptions = sent.exemptions.map((entry: unknown) =>
    isWithheld(entry) ? { ...entry, reason: reasonOf(entry) } : entry,
  )
  return { ...sent, exemptions }
}

function isWithheld(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null && 'reason' in entry && entry.reason === WITHHELD_REASON
}
