/** Erases somebody who holds nothing any more from one organisation, because they or the organisation want it. */

import { erased, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import type { Named } from '../../policy/people/erasure/erased.ts'
import { type HoldsOn, whyNotErased } from '../../policy/people/erasure/why-not-erased.ts'
import { Refusal } from '../../policy/refusal.ts'
import { rulesOrDefaults } from '../../policy/rules/rules.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import { findAccount } from '../../register/access/find-account.ts'
import { findHistoryHead, recordChange } from '../../register/history/history.ts'
import type { Organization } from '../../register/organizations.ts'
import { findHoldsOn, namedHere } from '../../register/people/erasure/holds-on.ts'
import { erasePerson, findEntriesNaming } from '../../register/people/erasure/person.ts'

/** Who asked for an erasure: the person, who then may give up the way back, or the organisation by itself. */
export const ERASURE_REASONS = ['asked_by_person', 'organization'] as const
export type ErasureReason = (typeof ERASURE_REASONS)[number]

const IN_WORDS: Readonly<Record<ErasureReason, string>> = {
  asked_by_person: 'the person asked for it.',
  organization: 'the organisation keeps no more of them.',
}

/** The register, and how long it keeps what. */
type Keeper = Pick<Platform, 'register' | 'deployment'>

/** What erasing somebody would take, and what keeps them. */
export interface ErasureView {
  readonly holds: HoldsOn
  readonly named: Named
  /** Why it cannot be done now, also where the person asks for it; null where it can. */
  readonly refusal: string | null
  /** Texts of the history that name them. */
  readonly texts: number
}

/** What an owner reads before they erase somebody. */
export async function readErasure(
  platform: Keeper,
  org: Organization,
  login: string,
  now: Instant,
): Promise<ErasureView> {
  const { register } = platform
  const { named, holds } = await findPerson(platform, org, login, now)
  const refused = whyNotErased(holds, true)
  const texts = refused === null ? (await findEntriesNaming(register, org.id, named)).length : 0
  return { holds, named, refusal: refused?.refusal.sentence ?? null, texts }
}

/**
 * Erases them, and tells the channels. Who did it stands in an entry of its own, without a name but the owner's; the entry of the
 * erasure, which is kept for good, names nobody. Returns how many texts of the history went.
 */
export async function eraseFrom(
  platform: Keeper & Pick<Platform, 'post'>,
  org: Organization,
  asked: {
    readonly login: string
    readonly by: Actor
    readonly reason: ErasureReason
    readonly waivesWayBack: boolean
  },
  now: Instant,
): Promise<{ readonly texts: number }> {
  const { register, deployment } = platform
  const { login, by, reason, waivesWayBack } = asked
  const { named, holds, known } = await findPerson(platform, org, login, now)
  if (by.kind === 'person' && by.id === known)
    throw new Refusal('forbidden', 'Nobody erases themselves; please ask an owner. Nothing was erased.')
  const refused = whyNotErased(holds, waivesWayBack && reason === 'asked_by_person')
  if (refused !== null) throw refused.refusal
  await recordChange(register, org.id, null, {
    at: now,
    act: 'erasure_asked',
    actor: by,
    sentence: `${actorFirst(by)} has somebody erased who holds nothing here any more: ${IN_WORDS[reason]} The next entries say what went.`,
  })
  const texts = await erasePerson(register, org.id, named, IN_WORDS[reason], now)
  const context = messageContext(deployment.publicUrl, org, rulesOrDefaults(org.rules))
  const history = await findHistoryHead(register, org.id)
  const id = crypto.randomUUID()
  await platform.post(org.id, erased(context, { id, by, reason: IN_WORDS[reason], texts, history }))
  return { texts }
}

async function findPerson({ register, deployment }: Keeper, org: Organization, login: string, now: Instant) {
  const account = await findAccount(register, org.id, { login })
  if (account === undefined)
    throw new Refusal(
      'not_found',
      `${org.login} has no account ${login}: nothing is held on them, or they were erased.`,
    )
  const named = await namedHere(register, org.id, account.id)
  const wayBack = { keeping: deployment.keeping, now }
  return { named, holds: await findHoldsOn(register, org, account, named, wayBack), known: account.id }
}
