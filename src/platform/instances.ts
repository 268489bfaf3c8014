/** Starts the Workflow instances of audits and revocations, each under an id that names its work: there are never two of one. */

import type { Instant } from '../policy/words.ts'

/** What a lane of audits carries from instance to instance. */
export interface AuditParameters {
  readonly auditId: string
  readonly instance: number
  /** Milliseconds to add to the machine's clock to get the run's (CLOCK, or a cron event's time). */
  readonly clockOffset: number
}

/** Up to which moment newer acts were read, and in which round of the attempt, the first being 1. */
export interface ActsReading {
  readonly round: number
  readonly at: Instant
}

/**
 * What one Workflow instance of a revocation does. Each has a plan's requests to itself. Parts that an earlier version
 * started lack their reading: it counts as an old one of the first round.
 */
export type RevocationPart =
  /** `round`: absent in the first. */
  | { readonly kind: 'newer_acts'; readonly round?: number }
  | { readonly kind: 'look_again'; readonly reading?: ActsReading }
  /** Steps of the plan from `from` on; `steps`: how many the plan has. */
  | {
      readonly kind: 'remove'
      readonly from: number
      readonly steps: number
      readonly reading?: ActsReading
    }
  /** `held`: the brake that stopped the removals in the middle. */
  | { readonly kind: 'verify'; readonly stoppedBy: string | null }

export interface RevocationParameters {
  readonly revocationId: string
  readonly attempt: number
  /** Absent in instances that an earlier version started. */
  readonly part?: RevocationPart
  readonly clockOffset: number
}

export function startAuditInstance(
  workflow: Workflow<AuditParameters>,
  { id, instance }: { readonly id: string; readonly instance: number },
  clockOffset: number,
): Promise<void> {
  return startOnce(workflow, `audit-${id}-${instance}`, { auditId: id, instance, clockOffset })
}

export function startRevocationInstance(
  workflow: Workflow<RevocationParameters>,
  { id, attempt, part }: { readonly id: string; readonly attempt: number; readonly part: RevocationPart },
  clockOffset: number,
): Promise<void> {
  const params = { revocationId: id, attempt, part, clockOffset }
  return startOnce(workflow, `revoke-${id}-${attempt}-${nameOf(part)}`, params)
}

/** Idempotent: an instance with this id that is there already is the one we want. */
async function startOnce<T>(workflow: Workflow<T>, id: string, params: T): Promise<void> {
  const { errors } = await workflow.createBatch({ instances: [{ id, params }] })
  const failed = errors.find((error) => !/already_exists/.test(error.message))
  if (failed !== undefined) throw new Error(`The workflow ${id} could not be started: ${failed.message}`)
}

/** Each round has names of its own: an instance whose name was taken would never run. */
function nameOf(part: RevocationPart): string {
  switch (part.kind) {
    case 'newer_acts':
      return inRound('newer_acts', part.round)
    case 'look_again':
      return inRound('look_again', part.reading?.round)
    case 'remove':
      return inRound(`remove-${part.from}`, part.reading?.round)
    case 'verify':
      return 'verify'
  }
}

function inRound(name: string, round = 1): string {
  return round === 1 ? name : `round-${round}-${name}`
}
