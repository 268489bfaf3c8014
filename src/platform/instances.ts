/** Starts the Workflow instances of audits and revocations, each under an id made of its work, so that none runs twice. */

import type { Instant } from '../policy/words.ts'

/** What one Workflow instance of an audit is started with. */
export interface AuditParameters {
  readonly auditId: string
  readonly instance: number
  /** Milliseconds between the system's clock and the run's (CLOCK, or a cron event's time). */
  readonly clockOffset: number
}

/** Up to when newer acts were read, and in which round of the attempt, counted from 1. */
export interface ActsReading {
  readonly round: number
  readonly at: Instant
}

/**
 * What one Workflow instance of a revocation does. Each instance has its own allowance of requests. Parts that an earlier
 * version started have no `reading`: it counts as out of date and as the first round's.
 */
export type RevocationPart =
  /** `round`: absent in the first. */
  | { readonly kind: 'newer_acts'; readonly round?: number }
  | { readonly kind: 'look_again'; readonly reading?: ActsReading }
  /** Carries the plan out from step `from` on; `steps`: how many the plan has. */
  | {
      readonly kind: 'remove'
      readonly from: number
      readonly steps: number
      readonly reading?: ActsReading
    }
  /** `stoppedBy`: what stopped the removals in the middle, as a sentence; `waits`: it goes on by itself or when an owner lets it. */
  | { readonly kind: 'verify'; readonly stoppedBy: string | null; readonly waits?: true }

/** After the end of an attempt: starts what is next in the queue, in an instance with an allowance of its own. */
export interface NextInQueue {
  readonly kind: 'next'
}

/** One round of giving back what the revocation took; `attempt` is then that of the giving back. */
export interface GiveBackPart {
  readonly kind: 'give_back'
  readonly restoration: string
  readonly round: number
}

/** What one Workflow instance of a revocation, or of giving back, is started with. */
export interface RevocationParameters {
  readonly revocationId: string
  readonly attempt: number
  /** Absent in instances that an earlier version started. */
  readonly part?: RevocationPart | GiveBackPart | NextInQueue
  readonly clockOffset: number
}

/** Starts an instance of an audit, unless one of that number was started before. */
export function startAuditInstance(
  workflow: Workflow<AuditParameters>,
  { id, instance }: { readonly id: string; readonly instance: number },
  clockOffset: number,
): Promise<void> {
  return startOnce(workflow, `audit-${id}-${instance}`, { auditId: id, instance, clockOffset })
}

/** Starts an instance of a revocation, unless one for the same part of the attempt was started before. */
export function startRevocationInstance(
  workflow: Workflow<RevocationParameters>,
  {
    id,
    attempt,
    part,
  }: {
    readonly id: string
    readonly attempt: number
    readonly part: RevocationPart | GiveBackPart | NextInQueue
  },
  clockOffset: number,
): Promise<void> {
  const params = { revocationId: id, attempt, part, clockOffset }
  if (part.kind === 'give_back')
    return startOnce(workflow, `give-back-${part.restoration}-${attempt}-${part.round}`, params)
  return startOnce(workflow, `revoke-${id}-${attempt}-${nameOf(part)}`, params)
}

/** Idempotent: if the instance exists already, nothing is started. */
async function startOnce<T>(workflow: Workflow<T>, id: string, params: T): Promise<void> {
  const { errors } = await workflow.createBatch({ instances: [{ id, params }] })
  const failed = errors.find((error) => !/already_exists/.test(error.message))
  if (failed !== undefined) throw new Error(`The workflow ${id} could not be started: ${failed.message}`)
}

/** Rounds have different names: an instance whose name was used before would never run. */
function nameOf(part: RevocationPart | NextInQueue): string {
  switch (part.kind) {
    case 'newer_acts':
      return inRound('newer_acts', part.round)
    case 'look_again':
      return inRound('look_again', part.reading?.round)
    case 'remove':
      return inRound(`remove-${part.from}`, part.reading?.round)
    case 'verify':
    case 'next':
      return part.kind
  }
}

function inRound(name: string, round = 1): string {
  return round === 1 ? name : `round-${round}-${name}`
}
