/** Erases somebody from one organisation's register: what is about them goes, and where others' rows name them, their name. */

import { type SQL, sql } from 'drizzle-orm'
import { isNamedWithin, type Named } from '../../../policy/people/erasure/erased.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { KEPT_ACTS } from '../../history/chain.ts'
import { eraseTexts, MOST_TEXTS } from '../../history/erase-texts.ts'
import { type Register, rowsOf, type Statement } from '../../open.ts'
import { PLACES } from './columns.ts'
import { findTextChanges, jsonOrText, mentions, textChangeStatement } from './mentions.ts'
import { actorsStatements, namelessStatements } from './nameless.ts'
import { findRulesNaming, rulesStatements } from './rules-naming.ts'

/** An entry of the history whose text names somebody. */
export interface EntryNaming {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly ref: string
  readonly text: string
  readonly sentence: string
}

/** The entries of the history whose texts name them and can be erased, oldest first. */
export async function findEntriesNaming(
  register: Register,
  orgId: Id,
  named: Named,
): Promise<readonly EntryNaming[]> {
  const rows = await register.rows<EntryNaming>(sql`
    select seq, at, act, history.ref, text, text ->> 'sentence' as sentence from history join history_texts on history_texts.ref = history.ref
    where history.org_id = ${orgId} and act not in (select value from ${rowsOf(KEPT_ACTS)})
      and (${mentions(sql`text`, named)} or instr(text, ${`${named.id}`}) > 0) order by seq`)
  return rows.filter(({ text }) => isNamedWithin(named, jsonOrText(text)))
}

/**
 * Erases them; what does not fit into one transaction goes before it, so that repeating it goes on. Returns how many texts of
 * the history went.
 */
export async function erasePerson(
  register: Register,
  orgId: Id,
  named: Named,
  reason: string,
  now: Instant,
): Promise<number> {
  const refs = (await findEntriesNaming(register, orgId, named)).map(({ ref }) => ref)
  const last = Math.max(0, refs.length - MOST_TEXTS)
  for (let from = 0; from < last; from += MOST_TEXTS)
    await eraseTexts(
      register,
      orgId,
      { refs: refs.slice(from, Math.min(from + MOST_TEXTS, last)), reason },
      now,
    )
  const rules = await findRulesNaming(register, orgId, named)
  const changes = await findTextChanges(register, orgId, named)
  const proposals = await findProposals(register, orgId, named)
  const ended = await findEndedChanges(register, orgId, named)
  const versions = rules.flatMap(({ version }) => (version === null ? [] : [version]))
  await eraseTexts(
    register,
    orgId,
    {
      refs: refs.slice(last),
      rules: versions,
      reason,
      further: (recorded) => [
        ...namelessStatements(register, sql`select value from ${rowsOf(proposals)}`, recorded),
        ...rowsStatements(register, orgId, named, ended, recorded),
        ...rulesStatements(register, orgId, named, rules, recorded),
        ...changes.map((change) => textChangeStatement(register, change, recorded)),
        ...everywhereStatements(register, orgId, named, recorded),
      ],
    },
    now,
  )
  return refs.length
}

/** The proposals about them: their account, an invitation to them, a credential of theirs. */
async function findProposals(
  register: Register,
  orgId: Id,
  { id, names }: Named,
): Promise<readonly string[]> {
  const key = `account:${id}`
  const rows = await register.rows<{ id: string }>(sql`
    select id from proposals where org_id = ${orgId} and (subject_key = ${key} or subject_key like ${`grant:${key}:%`}
      or lower(subject ->> 'login') in (select lower(value) from ${rowsOf(names)})
      or exists (select 1 from credentials where credentials.org_id = ${orgId} and owner_id = ${id}
        and subject_key = 'credential:' || credentials.kind || ':' || github_id))`)
  return rows.map((row) => row.id)
}

/** Changes of rules that waited once, and that they asked for, ended or are named in. */
async function findEndedChanges(register: Register, orgId: Id, named: Named): Promise<readonly string[]> {
  const rows = await register.rows<{ id: string; by: string; endedBy: string | null; value: string }>(sql`
    select id, by, ended_by as endedBy, value from pending_rules where org_id = ${orgId} and ended_at is not null`)
  return rows.flatMap(({ id, ...row }) =>
    Object.values(row).some((text) => text !== null && isNamedWithin(named, jsonOrText(text))) ? [id] : [],
  )
}

/** Tables with rows of their own about an account of an organisation, by the column that names it. */
const ABOUT: Readonly<Record<string, string>> = {
  ...{
    activity: 'account_id',
    acts_by_month: 'account_id',
    implausible_acts: 'account_id',
    odd_acts: 'account_id',
    verdicts: 'account_id',
  },
  ...{
    two_factor: 'account_id',
    joins: 'account_id',
    logged_dates: 'account_id',
    seen_decisions: 'account_id',
  },
  ...{
    grants: 'account_id',
    credentials: 'owner_id',
    failed_invitations: 'account_id',
    file_mentions: 'account_id',
  },
  ...{ notices: 'account_id', answers: 'account_id', leaves: 'account_id', return_requests: 'account_id' },
}

function rowsStatements(
  register: Register,
  orgId: Id,
  { id, names }: Named,
  changes: readonly string[],
  recorded: SQL,
): readonly Statement[] {
  const run = (query: SQL) => register.run(sql`${query} and ${recorded}`)
  const who = sql`(select lower(value) from ${rowsOf(names)})`
  return [
    ...Object.entries(ABOUT).map(([table, column]) =>
      run(sql`delete from ${sql.raw(table)} where org_id = ${orgId} and ${sql.raw(column)} = ${id}`),
    ),
    run(sql`delete from file_mentions where org_id = ${orgId} and lower(login) in ${who}`),
    run(sql`delete from stale_targets where org_id = ${orgId} and holder = ${`account:${id}`}`),
    run(sql`delete from watermarks where org_id = ${orgId} and scope_id = ${id}
      and source in ('contributions', 'newest_words', 'newest_commits')`),
    run(sql`delete from readings where scope_kind = 'account' and scope_id = ${id}
      and audit_id in (select id from audits where org_id = ${orgId})`),
    run(sql`delete from rights where key = ${`${orgId}:${id}`}`),
    run(sql`delete from looks where key like ${`${orgId}:person:${id}:%`}`),
    run(sql`update grants set details = json_set(details, '$.inviter', null)
      where org_id = ${orgId} and details ->> 'inviter' = ${id}`),
    run(sql`update decisions set voter = 'erased:' || id where voter = ${`person:${id}`}
      and proposal_id in (select id from proposals where org_id = ${orgId})`),
    run(
      sql`delete from pending_rules where org_id = ${orgId} and id in (select value from ${rowsOf(changes)})`,
    ),
    ...PLACES.flatMap(({ table, within, actors }) =>
      actorsStatements(
        register,
        table,
        actors,
        (column) => sql`${column} ->> 'id' = ${id} and ${within(orgId)}`,
        recorded,
      ),
    ),
  ]
}

/** What belongs to nobody's organisation goes with the last organisation that knows them. */
function everywhereStatements(
  register: Register,
  orgId: Id,
  { id }: Named,
  recorded: SQL,
): readonly Statement[] {
  const elsewhere = sql`exists (select 1 from grants where account_id = ${id} and org_id <> ${orgId})
    or exists (select 1 from proposals where subject_key = ${`account:${id}`} and org_id <> ${orgId})`
  const tables = {
    ...{ sessions: 'account_id', api_tokens: 'account_id', calendar_addresses: 'account_id' },
    accounts: 'id',
  }
  return [
    register.run(
      sql`delete from leaves where account_id = ${id} and org_id is null and not (${elsewhere}) and ${recorded}`,
    ),
    ...Object.entries(tables).map(([table, column]) =>
      register.run(
        sql`delete from ${sql.raw(table)} where ${sql.raw(column)} = ${id} and not (${elsewhere}) and ${recorded}`,
      ),
    ),
  ]
}
