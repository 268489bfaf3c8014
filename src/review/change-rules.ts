/** Changes an organisation's rules, and tells the owners at the channels that held before. It judges no rule. */

import { letterhead, rulesChanged } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Actor, Id } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { replaceRules } from '../register/rules.ts'

/**
 * Replaces the rules if they are still those of the organisation's version; answers whether they were. Whoever takes the
 * owners' channel away, or leads it elsewhere, does not do it unnoticed: the letter goes where letters went before.
 */
export async function changeRules(
  platform: Pick<Platform, 'register' | 'deployment' | 'now' | 'postToCurrentChannels'>,
  org: { readonly id: Id; readonly login: string; readonly rulesVersion: number },
  rules: Rules,
  change: {
    readonly by: Actor
    readonly sentence: string
    /** The changed settings in words, none of them secret. */
    readonly changed: readonly string[]
    /** Of the rules before: whether letters carry names. */
    readonly names: boolean
    readonly facts: Readonly<Record<string, unknown>>
  },
): Promise<boolean> {
  const { register, deployment, now } = platform
  const { by, sentence, changed, names, facts } = change
  const post = await platform.postToCurrentChannels(org.id)
  const replaced = await replaceRules(register, { id: org.id, version: org.rulesVersion }, rules, {
    by,
    at: now,
    sentence,
    facts,
  })
  if (!replaced) return false
  const head = { ...letterhead(deployment.publicUrl, org, rules), names }
  const history = await findHistoryHead(register, org.id)
  await post(rulesChanged(head, { version: org.rulesVersion + 1, by, changed, history }))
  return true
}
