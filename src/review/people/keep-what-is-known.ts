/** Keeps what owners know of inactive people before an organisation's first review: in the rules, and as leave. */

import type { Platform } from '../../platform.ts'
import { printedDay } from '../../policy/calendar.ts'
import { listed } from '../../policy/english.ts'
import type { Known } from '../../policy/people/what-is-known.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../../register/history/history.ts'
import type { Organization } from '../../register/organizations.ts'
import { knownLeavesStatement } from '../../register/people/leaves.ts'
import { changedKeys, changeRules } from '../rules/change-rules.ts'

/** Throws `conflict` where the rules changed meanwhile; then nothing is kept. An entry of the same account is replaced. */
export async function keepWhatIsKnown(
  platform: Pick<Platform, 'register' | 'deployment' | 'now' | 'postToCurrentChannels'>,
  org: Organization,
  { exemptions, sponsors, away }: Omit<Known, 'complaints'>,
  by: Actor,
  now: Instant,
): Promise<void> {
  const before = readRules(org.rules)
  const after: Rules = {
    ...before,
    exemptions: withEntries(before.exemptions, exemptions),
    sponsors: withEntries(before.sponsors, sponsors),
  }
  const keys = changedKeys(before, after)
  if (keys.length > 0 && !(await changeRules(platform, org, { before, after, by })))
    throw new Refusal(
      'conflict',
      'Somebody changed the rules since the page was shown to you. Nothing of yours was kept. Open the page again.',
    )
  if (away.length === 0) return
  const who = away.map(({ account, until }) => `${account.login} is away until ${printedDay(until)}`)
  await recordChange(
    platform.register,
    org.id,
    knownLeavesStatement(platform.register, org.id, away, by, now),
    {
      at: now,
      act: 'leave_set',
      actor: by,
      sentence: `${actorFirst(by)} says: ${listed(who)}.`,
      facts: { accounts: away.map(({ account }) => account.id) },
    },
  )
}

function withEntries<E extends { readonly id?: Id | undefined }>(
  known: readonly E[],
  more: readonly E[],
): E[] {
  return [...known.filter(({ id }) => id === undefined || !more.some((each) => each.id === id)), ...more]
}
