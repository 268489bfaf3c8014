/** Changes an organisation's rules: the history says what changed, and so does a message to the channels it had before. */

import { messageContext, rulesChanged } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { listed } from '../../policy/english.ts'
import { changesInWords } from '../../policy/rules/changes-in-words.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Id } from '../../policy/words.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import type { Waited } from '../../register/rules/pending-rules.ts'
import { replaceRules } from '../../register/rules/rule-versions.ts'

/**
 * Replaces the rules if the organisation still has the given version; returns whether it did. The message goes to the
 * channels from before the change, so that nobody can remove or redirect the owners' channel unnoticed.
 */
export async function changeRules(
  platform: Pick<Platform, 'register' | 'deployment' | 'now' | 'postToCurrentChannels'>,
  org: { readonly id: Id; readonly login: string; readonly rulesVersion: number },
  change: {
    /** Null where the rules before cannot be read. */
    readonly before: Rules | null
    readonly after: Rules
    readonly by: Actor
    /** What the history says; else who changed what from what to what. */
    readonly sentence?: string
    /** The pending change that takes effect by it. */
    readonly waited?: Waited
    /** Settings of which a change that waits is replaced by this one, as leaves are named. */
    readonly replaces?: readonly string[]
  },
): Promise<boolean> {
  const { register, deployment, now } = platform
  const { before, after, by, waited } = change
  const post = await platform.postToCurrentChannels(org.id)
  const version = org.rulesVersion + 1
  const replaced = await replaceRules(
    register,
    { id: org.id, version: org.rulesVersion },
    after,
    {
      by,
      at: now,
      sentence:
        change.sentence ??
        `${actorFirst(by)} changed the rules: ${listed(changesInWords(before, after, true))}.`,
      facts: {
        version,
        before: withoutChannels(before),
        after: withoutChannels(after),
        ...(waited && { pending: waited.id, because: waited.because }),
      },
    },
    { waited, replaces: change.replaces ?? [] },
  )
  if (!replaced) return false
  // People and credentials are named by the rules before the change.
  const names = before?.channels.names ?? false
  const context = { ...messageContext(deployment.publicUrl, org, after), names }
  const history = await findHistoryHead(register, org.id)
  const changed = changesInWords(before, after, names)
  const channels = JSON.stringify(before?.channels) !== JSON.stringify(after.channels)
  await post(rulesChanged(context, { version, by, changed, channels, history }))
  return true
}

/** The settings whose values differ; all of them where the rules before cannot be read. */
export function changedKeys(before: Rules | null, after: Rules): (keyof Rules)[] {
  // The cast: rules are parsed strictly, so they have no other keys.
  return (Object.keys(after) as (keyof Rules)[]).filter(
    (key) => JSON.stringify(after[key]) !== JSON.stringify(before?.[key]),
  )
}

function withoutChannels(rules: Rules | null): unknown {
  return rules === null ? null : { ...rules, channels: { names: rules.channels.names } }
}
