/** Changes an organisation's rules and sends a message about it to the channels it had before. */

import { messageContext, rulesChanged } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Actor, Id } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { replaceRules } from '../register/rules.ts'

/**
 * Replaces the rules if the organisation still has the given version; returns whether it did. The message goes to the
 * channels from before the change, so that nobody can remove or redirect the owners' channel unnoticed.
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
    /** Whether messages name people and credentials, by the rules before the change. */
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
  const context = { ...messageContext(deployment.publicUrl, org, rules), names }
  const history = await findHistoryHead(register, org.id)
  await post(rulesChanged(context, { version: org.rulesVersion + 1, by, changed, history }))
  return true
}
