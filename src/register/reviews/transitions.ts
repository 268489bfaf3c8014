/** Proposals that move on, many at once, each with its entry and with the answer that moves it. One that has moved on meanwhile stays as it is. */

import { type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Id, ProposalStatus } from '../../policy/words.ts'
import type { Entry } from '../history/entry.ts'
import { recordEach } from '../history/record-each.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { type Decision, decisionStatement } from './decisions.ts'

/** One proposal's way from where it was supposed to stand to where it goes. */
export interface Transition {
  readonly proposalId: string
  readonly from: readonly ProposalStatus[]
  readonly to: ProposalStatus
  /** By what it goes stale, as a sentence. */
  readonly stale: string | null
  /** The answer that moves it, if one does: taken only as its voter's first. */
  readonly decision: Decision | null
  readonly entry: Entry
}

/** Characters per batch, of moves as JSON: at most 3 bytes each, and D1 takes 2 MB per bound value. */
const WRITTEN_AT_ONCE = 400_000

/** Moves the proposals of one organisation on, at most one move of each. Answers the ids of those that moved. */
export async function transitionEach(
  register: Register,
  orgId: Id,
  transitions: readonly Transition[],
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>()
  for (const batch of inBatches(transitions)) {
    const entries = new Map(batch.map(({ proposalId, entry }) => [proposalId, entry]))
    const decisions = batch.flatMap(({ decision }) => decision ?? [])
    const recorded = await recordEach(register, orgId, entries, stillOpen(orgId, batch), (written) => [
      decisionStatement(register, decisions, written),
      transitionsStatement(register, batch, written),
    ])
    for (const id of recorded) moved.add(id)
  }
  return moved
}

function inBatches(transitions: readonly Transition[]): readonly (readonly Transition[])[] {
  const batches: Transition[][] = []
  let room = 0
  for (const move of transitions) {
    const size = JSON.stringify(move).length
    const batch = batches.at(-1)
    if (batch === undefined || size > room) {
      batches.push([move])
      room = WRITTEN_AT_ONCE - size
    } else {
      batch.push(move)
      room -= size
    }
  }
  return batches
}

/** Selects the proposals that still stand where their move starts, and whose voter has not voted. */
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

/** Where each stood is asked by `recorded`, in the same transaction. */
function transitionsStatement(
  register: Register,
  transitions: readonly Transition[],
  recorded: SQL,
): Statement {
  const rows = transitions.map(({ proposalId, to, stale }) => ({ proposalId, to, stale }))
  return register.run(sql`
    update proposals set status = move.value ->> 'to', stale = move.value ->> 'stale'
    from ${rowsOf(rows)} as move
    where proposals.id = move.value ->> 'proposalId' and proposals.id in (${recorded})`)
}
