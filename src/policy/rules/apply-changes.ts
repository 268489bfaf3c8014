/** Applies changes that waited to the rules of now, and says why the rules do not allow them. */

import { leafNamed, withLeaf } from './leaves.ts'
import { parseStored } from './parse-rules.ts'
import { complaintsOf } from './rule-values.ts'
import { type Rules, rulesSchema } from './rules.ts'

/** The changed rules, or every complaint about them. */
export type Applied =
  | { readonly ok: true; readonly rules: Rules }
  | { readonly ok: false; readonly complaints: readonly string[] }

/** The rules with all of the changes; `setting` is a leaf's name and `value` as it was stored. */
export function withChanges(
  rules: Rules,
  changes: readonly { readonly setting: string; readonly value: unknown }[],
): Applied {
  let changed = rules
  for (const { setting, value } of changes) {
    const leaf = leafNamed(setting)
    if (leaf === null) {
      const complaint = `A change of ${setting} waits, which this version does not know. An owner can cancel it.`
      return { ok: false, complaints: [complaint] }
    }
    const parsed = rulesSchema.safeParse(withLeaf(changed, leaf.setting, leaf.entry, value))
    if (!parsed.success) return { ok: false, complaints: complaintsOf(parsed.error) }
    changed = parsed.data
  }
  return parseStored(changed)
}
