/** Deletes what is older than it is kept, of one organisation at a time and a few rows a run. */

import { type SQL, sql } from 'drizzle-orm'
import { ERASED_PERSON } from '../../../policy/people/erasure/erased.ts'
import type { Ages } from '../../../policy/people/keeping.ts'
import type { Id } from '../../../policy/words.ts'
import { KEPT_ACTS } from '../../history/chain.ts'
import { eraseTexts } from '../../history/erase-texts.ts'
import { type Register, rowsOf, together } from '../../open.ts'
import { UNENDED } from './holds-on.ts'
import { namelessStatements } from './nameless.ts'
import { findOldRules, namelessRulesStatements } from './old-rules.ts'
import { type Aged, heldBefore, ROWS_BY_AGE, whichOf } from './rows-by-age.ts'

/**
 * Rows that one run deletes or rewrites, by kind. Each costs up to three rows written, with its indexes, and of the Free
 * plan's 100,000 a day deletion takes at most 20,000: 24 runs of 800.
 */
const TEXTS = 80
const PROPOSALS = 20
const ROWS = 250

/** An organisation whose turn it is; `closedAt` null while it is served. */
export interface Aging {
  readonly id: Id
  readonly closedAt: string | null
}

/** The organisation whose turn it is in this hour: each in its order, closed ones too. Null where there is none. */
export async function findNextToAge(register: Register, hour: number): Promise<Aging | null> {
  const rows = await register.rows<Aging>(
    sql`select id, closed_at as closedAt from organizations order by id`,
  )
  return rows[hour % Math.max(rows.length, 1)] ?? null
}

/**
 * Deletes what is due, and returns how many rows that were. Idempotent; where a run is killed, the next goes on. `isOver`: the
 * organisation is not served any more and everything about people goes, whatever its age.
 */
export async function deleteByAge(register: Register, org: Aging, ages: Ages): Promise<number> {
  const isOver = org.closedAt !== null && org.closedAt < ages.uninstalled
  const { now } = ages
  const aged = {
    orgId: org.id,
    isOver,
    ages: isOver ? { ...ages, activity: now, texts: now, leaves: now, logs: now, signIns: now } : ages,
  }
  const texts = await eraseOldTexts(register, aged)
  // What entries tell of is rewritten after the entries' texts: else the two would differ in between.
  if (texts.left) return texts.erased
  return texts.erased + (await makeNameless(register, aged)) + (await deleteRows(register, aged))
}

/** Erases texts of the history that are old enough. `left`: there are more of them, for the next runs. */
async function eraseOldTexts(register: Register, { orgId, ages, isOver }: Aged) {
  const before = ages.texts
  const found = await register.rows<{ ref: string }>(sql`
    select history.ref from history join history_texts on history_texts.ref = history.ref
    where history.org_id = ${orgId} and at < ${before} and act not in (select value from ${rowsOf(KEPT_ACTS)})
    order by seq limit ${TEXTS + 1}`)
  const refs = found.slice(0, TEXTS).map(({ ref }) => ref)
  const rules = await findOldRules(register, orgId, before, isOver)
  if (refs.length === 0 && rules.length === 0) return { erased: 0, left: false }
  const reason = isOver
    ? 'the organisation is no longer served here.'
    : `older than they are kept, from before ${before.slice(0, 10)}.`
  const further = (recorded: SQL) => namelessRulesStatements(register, orgId, rules, isOver, recorded)
  await eraseTexts(register, orgId, { refs, rules, reason, further }, ages.now)
  return { erased: refs.length + rules.length, left: found.length > TEXTS }
}

async function makeNameless(register: Register, { orgId, ages, isOver }: Aged): Promise<number> {
  const proposals = await findOldProposals(register, orgId, ages, isOver)
  if (proposals.length === 0) return 0
  const ids = sql`select value from ${rowsOf(proposals)}`
  await together(register, [
    ...namelessStatements(register, ids, sql`true`),
    register.run(sql`update decisions set by = ${JSON.stringify(ERASED_PERSON)}, voter = 'erased:' || id
      where proposal_id in (${ids}) and by ->> 'kind' = 'person'`),
    ...(isOver
      ? [
          register.run(
            sql`update proposals set status = 'stale' where status in ${UNENDED} and id in (${ids})`,
          ),
          register.run(
            sql`update reviews set closed_at = ${ages.now} where org_id = ${orgId} and closed_at is null`,
          ),
        ]
      : []),
  ])
  return proposals.length
}

/**
 * The proposals that are old enough: ended, not kept until a later day, and nothing was answered, carried out or given back
 * since.
 */
async function findOldProposals(
  register: Register,
  orgId: Id,
  { texts: before, now }: Ages,
  isOver: boolean,
) {
  const rows = await register.rows<{ id: string }>(sql`
    select id from proposals where org_id = ${orgId} and instr(subject_key, 'erased:') = 0 and opened_at < ${before}
      and (${isOver ? 1 : 0} or (status not in ${UNENDED}
        and not exists (select 1 from decisions where proposal_id = proposals.id
          and (coalesce(confirmed_at, at) >= ${before} or (ended_at is null and until >= ${now})))
        and not exists (select 1 from revocations where revocations.id = proposals.id
          and (coalesce(finished_at, started_at) >= ${before} or before_image ->> 'at' >= ${before}))
        and not exists (select 1 from restorations where revocation_id = proposals.id
          and coalesce(finished_at, asked_at) >= ${before})))
    order by opened_at limit ${PROPOSALS}`)
  return rows.map(({ id }) => id)
}

/** First how many of each, in one query, because most runs find none; then as many as one run may. */
async function deleteRows(register: Register, aged: Aged): Promise<number> {
  const count = ROWS_BY_AGE.map((kind, index) => {
    const rows = sql`select 1 from ${sql.raw(kind.table)} where ${whichOf(kind, aged)} limit ${sql.raw(`${ROWS}`)}`
    return sql`(select count(*) from (${rows})) as ${sql.raw(`k${index}`)}`
  })
  const [found = {}] = await register.rows<Readonly<Record<string, number>>>(
    sql`${heldBefore(aged)} select ${sql.join(count, sql`, `)}`,
  )
  let left = ROWS
  const statements = ROWS_BY_AGE.flatMap((kind, index) => {
    const take = Math.min(found[`k${index}`] ?? 0, left)
    if (take === 0) return []
    left -= take
    const table = sql.raw(kind.table)
    const what =
      kind.change === undefined ? sql`delete from ${table}` : sql`update ${table} set ${sql.raw(kind.change)}`
    return [
      register.run(
        sql`${heldBefore(aged)} ${what} where rowid in (select rowid from ${table} where ${whichOf(kind, aged)} limit ${take})`,
      ),
    ]
  })
  await together(register, statements)
  return ROWS - left
}
