/** Loads the case of a giving back: what was taken, from whom, and who asked for it back. */

import type { Platform } from '../../platform.ts'
import { giveBackSteps } from '../../policy/revocation/give-back.ts'
import type { HeldNow } from '../../policy/revocation/held-now.ts'
import type { Instant, RestoreStep, Taken } from '../../policy/words.ts'
import type { Register } from '../../register/open.ts'
import {
  findRestoreOutcomes,
  type RestoreOutcome,
} from '../../register/revocations/restorations/authorize-restore.ts'
import {
  findRestoration,
  type Restoration,
  type RestoreAttempt,
} from '../../register/revocations/restorations/restorations.ts'
import { findRevocation } from '../../register/revocations/revocations.ts'
import { type Case, loadCase } from '../case.ts'
import { readHeldNow } from './read-held.ts'

/** What every part of a giving back works with. */
export interface RestoreCase extends Pick<Case, 'organization' | 'proposal' | 'rules'> {
  readonly attempt: RestoreAttempt
  readonly restoration: Restoration
  readonly taken: Taken
}

/** Loads it. Throws where a later attempt has begun or something is missing; nothing is given then. */
export async function loadRestoreCase(register: Register, attempt: RestoreAttempt): Promise<RestoreCase> {
  const restoration = await findRestoration(register, attempt.restoration)
  if (restoration === null || restoration.attempt !== attempt.number)
    throw new Error(
      `Attempt ${attempt.number} of giving back ${attempt.restoration} has been overtaken; it changed nothing.`,
    )
  const revocation = await findRevocation(register, restoration.revocationId)
  if (revocation === null || revocation.snapshot === null)
    throw new Error('What was stored before the removal is erased, so nothing can be given back by it.')
  const { organization, proposal, rules, plan } = await loadCase(register, {
    id: revocation.id,
    number: revocation.attempt,
  })
  return {
    attempt,
    restoration,
    organization,
    proposal,
    rules,
    taken: { snapshot: revocation.snapshot, plan },
  }
}

/** What is left to give back, as GitHub shows it now. */
export interface LeftNow {
  readonly held: HeldNow
  /** What can be given back and is not held. */
  readonly left: readonly RestoreStep[]
  /** What nobody can give back. */
  readonly lost: readonly Extract<RestoreStep, { action: 'cannot_give_back' }>[]
  /**
   * By key, the outcomes of the steps that were sent since somebody last clicked: none of these steps is sent again without
   * another click.
   */
  readonly sent: ReadonlyMap<string, RestoreOutcome>
}

/** Reads GitHub, and works out the steps that are left. */
export async function readLeft(platform: Platform, restoreCase: RestoreCase, now: Instant): Promise<LeftNow> {
  const { restoration, taken } = restoreCase
  const held = await readHeldNow(platform, restoreCase)
  const outcomes = await findRestoreOutcomes(platform.register, restoration.id)
  const sent = new Map(
    outcomes.filter(({ attempt }) => attempt >= restoration.since).map((outcome) => [outcome.key, outcome]),
  )
  const steps = giveBackSteps(taken, held, now, sent.get('reinstate')?.status !== 'failed')
  return {
    held,
    sent,
    left: steps.filter(({ action }) => action !== 'cannot_give_back'),
    lost: steps.filter((step) => step.action === 'cannot_give_back'),
  }
}
