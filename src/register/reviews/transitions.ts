/** Moves many proposals on at once, each with its history entry and its votes. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, ProposalStatus } from '../../policy/words.ts'
import type { Entry } from '../history/entry.ts'
import { recordEach } from '../history/record-each.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import type { Reopened } from '../schema.ts'
import { type VotesChange, votesStatements } from './decisions.ts'

/** One proposal's step from an expected status to another. */
export interface Transition {
  readonly proposalId: string
  readonly from: readonly ProposalStatus[]
  readonly to: ProposalStatus
  /** Why it goes stale, as a sentence; else null. */
  readonly stale: string | null
  /** Why it is open again; null where it is not. */
  readonly reopened: Reopened | null
  /** What becomes of its votes; null: they stay. */
  readonly votes: VotesChange | null
  readonly entry: Entry
  /** The answer of the person that was read as standing, or null for none; absent: any. */
  readonly standingAnswer?: string | null
  /** The reason written to an attempt that this ends; absent: the sentence of the entry. */
  readonly attemptEnds?: string
}

/** Characters of JSON per batch: each has at most 3 bytes, and D1 takes 2 MB per bound value. */
const CHARACTERS_PER_BATCH = 400_000

/**
 * Moves proposals of one organisation on, each at most once. A proposal that has moved on meanwhile stays as it is. Returns
 * the ids of those that moved. `further`: what is written together with them, limited to the proposals that `recorded` selects.
 */
export async function transitionEach(
  register: Register,
  orgId: Id,
  transitions: readonly Transition[],
  further: (recorded: SQL) => readonly Statement[] = () => [],
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>()
  for (const batch of inBatches(transitions)) {
    const entries = new Map(batch.map(({ proposalId, entry }) => [proposalId, entry]))
    const recorded = await recordEach(register, orgId, entries, stillOpen(orgId, batch), (written) => [
      ...votesStatements(register, votesOf(batch), written),
      transitionsStatement(register, batch, written),
      withdrawnStatement(register, batch, written),
      ...further(written),
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

/** Selects the proposals that still have an expected status, and the standing votes and answer that were read. */
function stillOpen(orgId: Id, transitions: readonly Transition[]): SQL {
  const starts = transitions.map(({ proposalId, from, votes, standingAnswer }) => ({
    proposalId,
    from,
    answer: standingAnswer === undefined ? null : (standingAnswer ?? ''),
    standing: votes === null || votes.kind === 'all_end' ? null : [...votes.standing].sort().join(),
  }))
  return sql`select proposals.id from ${rowsOf(starts)} as start
    join proposals on proposals.id = start.value ->> 'proposalId' and proposals.org_id = ${orgId}
    where proposals.status in (select value from json_each(start.value, '$.from'))
      and (start.value ->> 'standing' is null or start.value ->> 'standing' = (
        select coalesce(group_concat(id), '') from (
          select id from decisions where proposal_id = proposals.id and ended_at is null order by id)))
      and (start.value ->> 'answer' is null or start.value ->> 'answer' = coalesce(
        (select id from answers where proposal_id = proposals.id and ended_at is null), ''))`
}

function votesOf(transitions: readonly Transition[]) {
  return transitions.flatMap(({ proposalId, votes }) => (votes === null ? [] : [{ proposalId, ...votes }]))
}

/** `recorded` has checked each proposal's status in the same transaction. */
function transitionsStatement(
  register: Register,
  transitions: readonly Transition[],
  recorded: SQL,
): Statement {
  const rows = transitions.map(({ proposalId, to, stale, reopened }) => ({ proposalId, to, stale, reopened }))
  return register.run(sql`
    update proposals set status = transition.value ->> 'to', stale = transition.value ->> 'stale',
      reopened = nullif(transition.value -> 'reopened', 'null')
    from ${rowsOf(rows)} as transition
    where proposals.id = transition.value ->> 'proposalId' and proposals.id in (${recorded})`)
}

/** Withdraws a plan that people follow by hand when its proposal moves on, but not when a vote ends and others still stand. */
function withdrawnStatement(
  register: Register,
  transitions: readonly Transition[],
  recorded: SQL,
): Statement {
  const rows = transitions
    .filter(({ votes, to }) => votes?.kind !== 'fell_away' || (to !== 'decided' && to !== 'by_hand'))
    .map(({ proposalId, entry: { at, sentence }, attemptEnds: reason = sentence }) => ({
      proposalId,
      at,
      reason,
    }))
  return register.run(sql`
    update revocations set status = 'withdrawn', reason = transition.value ->> 'reason', finished_at = transition.value ->> 'at'
    from ${rowsOf(rows)} as transition
    where revocations.id = transition.value ->> 'proposalId' and revocations.status = 'by_hand'
      and revocations.id in (${recorded})`)
}
