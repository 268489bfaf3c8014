/** Finds what was decided since an owner was last here, and notes that they have seen it. */

import { sql } from 'drizzle-orm'
import type { Actor, Id, Instant, Subject } from '../../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'

/** The acts that count as decisions: an answer, its confirmation, its undoing, and carrying over what was left. */
const DECISIONS = ['decided', 'confirmed', 'answer_undone', 'carried_over'] as const

/** How many are shown; the history has the others. */
const MOST_SHOWN = 20

/** A decision of somebody else's. `by` is null where its text was erased. */
export interface UnseenDecision {
  readonly seq: number
  readonly at: Instant
  readonly by: Actor | null
  readonly subject: Subject | null
  readonly sentence: string | null
  /** What it is about, and the review that asks it; null where it is about many. */
  readonly proposal: string | null
  readonly review: string | null
}

/** The newest, and how many there are in all. */
export interface Unseen {
  readonly shown: readonly UnseenDecision[]
  readonly all: number
}

/** The decisions that others took in an organisation since the owner said that they have seen them; in one statement. */
export async function findUnseenDecisions(register: Register, orgId: Id, owner: Id): Promise<Unseen> {
  const rows = await register.rows<Row>(sql`
    select history.seq, history.at, texts.text ->> '$.sentence' as sentence, texts.text -> '$.actor' as by,
      texts.text -> '$.subject' as subject, proposals.id as proposal,
      coalesce(proposals.review_id, texts.text ->> '$.facts.review') as review, count(*) over () as n
    from history left join history_texts as texts on texts.ref = history.ref
    left join proposals on proposals.id = texts.text ->> '$.facts.proposal' and proposals.org_id = history.org_id
    where history.org_id = ${orgId} and history.act in (select value from ${rowsOf(DECISIONS)})
      and history.seq > coalesce((select seq from seen_decisions where org_id = ${orgId} and account_id = ${owner}), 0)
      and not (coalesce(texts.text ->> '$.actor.kind', '') = 'person' and texts.text ->> '$.actor.id' = ${owner})
    order by history.seq desc limit ${MOST_SHOWN}`)
  const shown = rows.map(({ n: _n, by, subject, ...row }) => ({
    ...row,
    // The casts: the history's texts hold these, as `toUnchained` writes them.
    by: by === null ? null : builtJson<Actor>(by),
    subject: subject === null ? null : builtJson<Subject | null>(subject),
  }))
  return { shown, all: rows[0]?.n ?? 0 }
}

type Row = Omit<UnseenDecision, 'by' | 'subject'> & {
  readonly by: string | null
  readonly subject: string | null
  readonly n: number
}

/**
 * Notes that the owner has seen everything up to this entry; it never goes back, and never beyond what the history has, so
 * that nothing to come counts as seen. In one statement.
 */
export async function markDecisionsSeen(
  register: Register,
  { orgId, owner, upTo }: { readonly orgId: Id; readonly owner: Id; readonly upTo: number },
  now: Instant,
): Promise<void> {
  await register.run(sql`
    insert into seen_decisions (org_id, account_id, seq, at)
    select ${orgId}, ${owner}, min(${upTo}, (select coalesce(max(seq), 0) from history where org_id = ${orgId})), ${now}
    where true
    on conflict (org_id, account_id) do update set seq = excluded.seq, at = excluded.at where excluded.seq > seen_decisions.seq`)
}
