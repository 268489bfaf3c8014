/** Carries chains of earlier versions over to the present form, and begins the history of new organisations. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { appendAfter, NOTHING_WITH_IT } from './append.ts'
import { CARRIED_OVER, type Head } from './chain.ts'
import { type Entry, isSequenceConflict, toUnchained } from './entry.ts'

/** Organisations of one run: each takes two statements, and the Free plan allows an invocation 50. */
const PER_RUN = 10

/**
 * The head after which an entry of the present form may follow: a head of form 1 gets an entry that names it first. Throws
 * on a sequence conflict.
 */
export async function carriedOver(
  register: Register,
  orgId: Id,
  head: Head | null,
  at: Instant,
): Promise<Head | null> {
  if (head?.form !== 1) return head
  return appendAfter(register, orgId, head, await toUnchained(carryingOver(head, at)), NOTHING_WITH_IT)
}

/**
 * Begins the history of each organisation that has none, and carries over each chain whose head is of form 1; closed
 * organisations too, so that no history is told as unfinished for ever. Where there is nothing to do: one query.
 */
export async function keepHistories(register: Register, now: Instant): Promise<void> {
  for (const { id, head } of await findUnfinished(register)) {
    const entry = head === null ? beginning(now) : carryingOver(head, now)
    try {
      await appendAfter(register, id, head, await toUnchained(entry), NOTHING_WITH_IT)
    } catch (cause) {
      // Somebody's entry came first, and with it what was to be done here.
      if (!isSequenceConflict(cause)) throw cause
    }
  }
}

async function findUnfinished(
  register: Register,
): Promise<readonly { readonly id: Id; readonly head: Head | null }[]> {
  const rows = await register.rows<{ id: Id; seq: number | null; hash: string; form: number }>(sql`
    select organizations.id, head.seq, head.hash, head.form from organizations
    left join history as head on head.org_id = organizations.id
      and head.seq = (select max(seq) from history where org_id = organizations.id)
    where head.seq is null or head.form = 1
    order by organizations.id limit ${PER_RUN}`)
  return rows.map(({ id, seq, hash, form }) => ({ id, head: seq === null ? null : { seq, hash, form } }))
}

function beginning(at: Instant): Entry {
  return {
    at,
    act: 'history_begun',
    actor: { kind: 'calendar' },
    sentence: 'The history of this organisation begins here.',
  }
}

function carryingOver({ seq, hash }: Head, at: Instant): Entry {
  return {
    at,
    act: CARRIED_OVER,
    actor: { kind: 'calendar' },
    sentence: `The chain was carried over: what came before ends with entry ${seq}, ${hash}. From here on the hash covers the organisation too.`,
    facts: { head: { seq, hash } },
  }
}
