/** Finds what happened in a week: in numbers, and the messages that were collected for Monday. */

import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { messages } from '../../schema.ts'

/** From when, and until before when. */
export interface Period {
  readonly from: Instant
  readonly until: Instant
}

/** What happened, counted. */
export interface WeekInNumbers {
  /** Questions answered with anything but *keep*, by an answer that still stands. */
  readonly decided: number
  readonly kept: number
  readonly wentStale: number
  /** People who hold again what was taken, though it was not given back here. */
  readonly cameBack: number
  readonly givenBack: number
  readonly tokensMade: number
  readonly exemptions: number
}

/** Counts them, in one statement. */
export async function findWeekInNumbers(
  register: Register,
  orgId: Id,
  { from, until }: Period,
): Promise<WeekInNumbers> {
  const answered = (kept: boolean) => sql`(select count(distinct proposal_id) from decisions
    join proposals on proposals.id = decisions.proposal_id and proposals.org_id = ${orgId}
    where decisions.at >= ${from} and decisions.at < ${until} and decisions.ended_at is null
      and (decisions.decision = 'keep') = ${kept ? 1 : 0})`
  const entered = (act: string) => sql`(select count(*) from entries where act = ${act})`
  const [row] = await register.rows<WeekInNumbers>(sql`
    with entries as (select act, ref from history where org_id = ${orgId} and at >= ${from} and at < ${until})
    select ${answered(false)} as decided, ${answered(true)} as kept, ${entered('proposal_stale')} as wentStale,
      ${entered('came_back')} as cameBack, ${entered('giving_back_done')} as givenBack,
      ${entered('token_made')} as tokensMade,
      (select count(*) from entries join history_texts on history_texts.ref = entries.ref,
          json_each(history_texts.text, '$.facts.after.exemptions') as given
        where act = 'rules_changed' and not exists (
          select 1 from json_each(history_texts.text, '$.facts.before.exemptions') as before
          where before.value ->> 'login' = given.value ->> 'login')) as exemptions`)
  if (row === undefined) throw new Error('Counting returned no row.')
  return row
}

/** The messages that asked nothing of anybody, each once, as stored; oldest first. */
export async function findCollected(register: Register, orgId: Id, span: Period): Promise<readonly string[]> {
  const rows = await register
    .select({ message: messages.message })
    .from(messages)
    .where(
      and(
        eq(messages.orgId, orgId),
        eq(messages.status, 'collected'),
        gte(messages.writtenAt, span.from),
        lt(messages.writtenAt, span.until),
      ),
    )
    .groupBy(messages.kind, messages.message)
    .orderBy(asc(sql`min(${messages.writtenAt})`))
  return rows.map(({ message }) => message)
}
