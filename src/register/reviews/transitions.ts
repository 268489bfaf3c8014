/** Moves many proposals on at once, each with its history entry and its decision. */

import { type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Id, ProposalStatus } from '../../policy/words.ts'
import type { Entry } from '../history/entry.ts'
import { recordEach } from '../history/record-each.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { type Decision, decisionStatement } from './decisions.ts'

/** One proposal's step from an expected status to another. */
export interface Transition {
  readonly proposalId: string
  readonly from: readonly ProposalStatus[]
  readonly to: ProposalStatus
  /** Why it goes stale, as a sentence; else null. */
  readonly stale: string | null
  /** The decision that moves it, or null. Recorded only if its voter has not voted yet. */
  readonly decision: Decision | null
  readonly entry: Entry
}

/** Characters of JSON per batch: each has at most 3 bytes, and D1 takes 2 MB per bound value. */
const CHARACTERS_PER_BATCH = 400_000

/**
 * Moves proposals of one organisation on, each at most once. A proposal that has moved on meanwhile stays as it is. Returns
 * the ids of those that moved.
 */
export async function transitionEach(
  register: Register,
  orgId: Id,
  transitions: readonly Transition[],
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>()
  for (const batch of inBatches(transitions)) {
    const entries = new Map(batch.map(({ proposalId, entry }) => [proposalId, entry]))
    const decisions = batch.flatMap(({ decision }) => decision ?? [])
    const recorded = await recordEach(register, orgId, entries, stillOpen(orgId, batch), (written) => [
      decisionStatement(register, decisions, written),
      transitionsStatement(register, batch, written),
    ])
    for (const id of recorded) changed.add(id)
  }
  return changed
}

function inBatches(transitions: readonly Transition[]): readonly (readonly Transition[])[] {
  const batches: Transition[][] = []
  let left = 0
  for (const transition of transitions) {
    const size = JSON.stringify(transition).length
    const batch = batches.at(-1)
    if (batch === undefined || size > left) {
      batches.push([transition])
      left = CHARACTERS_PER_BATCH - size
    } else {
      batch.push(transition)
      left -= size
    }
  }
  return batches
}

/** Selects the proposals that still have an expected status, and whose voter has not voted. */
function stillOpen(orgId: Id, transitions: readonly Transition[]): SQL {
  const starts = transitions.map(({ proposalId, from, decision }) => ({
    proposalId,
    from,
    voter: decision === null ? null : voterOf(decision.by),
  }))
  return sql`select proposals.id from ${rowsOf(starts)} as start
    join proposals on proposals.id = start.value ->> 'proposalId' and proposals.org_id = ${orgId}
    where proposals.status in (select value from json_each(start.value, '$.from'))
      and not exists (select 1 from decisions
        where decisions.proposal_id = proposals.id and decisions.voter = start.value ->> 'voter')`
}

/** `recorded` has checked each proposal's status in the same transaction. */
function transitionsStatement(
  register: Register,
  transitions: readonly Transition[],
  recorded: SQL,
): Statement {
  const rows = transitions.map(({ proposalId, to, stale }) => ({ proposalId, to, stale }))
  return register.run(sql`
    update proposals set status = transition.value ->> 'to', stale = transition.value ->> 'stale'
    from ${rowsOf(rows)} as transition
    where proposals.id = transition.value ->> 'proposalId' and proposals.id in (${recorded})`)
}
