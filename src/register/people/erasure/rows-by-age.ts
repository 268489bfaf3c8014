/** Which rows go by their age, beside the history's texts and proposals: a condition for each table. */

import { type SQL, sql } from 'drizzle-orm'
import { instant } from '../../../policy/calendar.ts'
import { ERASED_PERSON } from '../../../policy/people/erasure/erased.ts'
import type { Ages } from '../../../policy/people/keeping.ts'
import type { Id } from '../../../policy/words.ts'
import { UNENDED } from './holds-on.ts'

/** Of which organisation, and how old. `isOver`: it is not served any more, and everything is old. */
export interface Aged {
  readonly orgId: Id
  readonly ages: Ages
  readonly isOver: boolean
}

/** Values stand in the text of these statements: they are many, and D1 binds 100 at most. */
interface Written {
  readonly org: string
  readonly age: (name: keyof Ages) => string
  readonly isOver: boolean
}

/** A kind of row that goes; with `change` it is rewritten. */
export interface RowsByAge {
  readonly table: string
  readonly which: (aged: Written) => string
  readonly change?: string
}

/** The condition on a kind's rows. The statement has to begin with `heldBefore`. */
export function whichOf(kind: RowsByAge, { orgId, ages, isOver }: Aged): SQL {
  const age = (name: keyof Ages) => `'${instant(ages[name])}'`
  return sql.raw(kind.which({ org: `${Number(orgId)}`, age, isOver }))
}

/**
 * The beginning of a statement: two tables of the accounts whose rows are kept. Those accounts hold something, or held it since
 * the age of activity (`held_activity`) or of texts (`held_texts`), or a question about them is not over.
 */
export function heldBefore({ orgId, ages, isOver }: Aged): SQL {
  const since = (name: 'activity' | 'texts') => {
    const open = isOver ? sql`false` : sql`(closed_at is null or closed_at >= ${ages[name]})`
    return sql`select account_id from grants where org_id = ${orgId} and account_id is not null and ${open}
      union select owner_id from credentials where org_id = ${orgId} and owner_id is not null and ${open}
      union select cast(substr(subject_key, 9) as integer) from proposals where org_id = ${orgId}
        and subject_key like 'account:%' and status in ${UNENDED} and ${isOver ? 0 : 1}`
  }
  return sql`with held_activity(id) as materialized (${since('activity')}), held_texts(id) as materialized (${since('texts')})`
}

const NOBODY = JSON.stringify(ERASED_PERSON)

function ofAccounts(
  table: string,
  column: string,
  held: 'held_activity' | 'held_texts',
  more = 'true',
): RowsByAge {
  return {
    table,
    which: ({ org, isOver }) =>
      isOver
        ? `org_id = ${org}`
        : `org_id = ${org} and ${column} not in (select id from ${held}) and ${more}`,
  }
}

function older(table: string, at: string, more = 'true', name: keyof Ages = 'texts'): RowsByAge {
  return {
    table,
    which: ({ org, age, isOver }) =>
      `org_id = ${org} and ${isOver ? 'true' : `${at} < ${age(name)} and ${more}`}`,
  }
}

function actors(table: string, column: string, at: string): RowsByAge {
  return {
    table,
    which: ({ org, age }) =>
      `org_id = ${org} and ${at} < ${age('texts')} and ${column} ->> 'kind' = 'person' and ${column} ->> 'id' <> 0`,
    change: `${column} = '${NOBODY}'`,
  }
}

/** Goes with the organisation alone: the audits keep it as GitHub shows it. */
function withTheOrganization(table: string): RowsByAge {
  return { table, which: ({ org, isOver }) => `org_id = ${org} and ${isOver}` }
}

const ACTIVITY = [
  'activity',
  'acts_by_month',
  'implausible_acts',
  'odd_acts',
  'two_factor',
  'verdicts',
  'logged_dates',
]
const BY_ACCOUNT = `source in ('contributions', 'newest_words', 'newest_commits')`

export const ROWS_BY_AGE: readonly RowsByAge[] = [
  // Activity, and what goes with it.
  ...[...ACTIVITY, 'seen_decisions'].map((table) => ofAccounts(table, 'account_id', 'held_activity')),
  // A webhook tells who joined before an audit sees what they hold.
  {
    table: 'joins',
    which: ({ org, age, isOver }) =>
      isOver
        ? `org_id = ${org}`
        : `org_id = ${org} and at < ${age('activity')} and account_id not in (select id from held_activity)`,
  },
  ofAccounts('watermarks', 'scope_id', 'held_activity', BY_ACCOUNT),
  ofAccounts('file_mentions', 'account_id', 'held_activity', 'account_id is not null'),
  older('acts_by_month', `month || '-01T00:00:00.000Z'`),
  // What was held, as long as the texts that tell of it.
  ofAccounts('grants', 'account_id', 'held_texts', 'account_id is not null'),
  older('credentials', 'closed_at'),
  // What is needed to give back, and who did what.
  {
    ...older('revocations', `before_image ->> 'at'`, 'true'),
    which: ({ org, age }) => `org_id = ${org} and before_image ->> 'at' < ${age('texts')}`,
    change: 'before_image = null',
  },
  actors('revocations', 'started_by', 'started_at'),
  actors('restorations', 'asked_by', 'asked_at'),
  actors('restorations', 'second_by', 'asked_at'),
  actors('reviews', 'opened_by', 'opened_at'),
  actors('audits', 'asked_by', 'started_at'),
  older('pending_rules', 'ended_at'),
  older('letters', 'written_at', `status in ('delivered', 'given_up')`),
  older('leaves', 'coalesce(ended_at, until)', 'true', 'leaves'),
  {
    table: 'readings',
    which: ({ org, age }) =>
      `audit_id in (select id from audits where org_id = ${org} and started_at < ${age('texts')})`,
  },
  ...[
    'failed_invitations',
    'stale_targets',
    'repositories',
    'teams',
    'unlinked_commits',
    'triggers',
    'prompts',
  ].map(withTheOrganization),
  // Its key begins with the organisation's id.
  {
    table: 'looks',
    which: ({ org, age }) => `key like '${org}:%' and substr(key, -10) < substr(${age('logs')}, 1, 10)`,
  },
  { table: 'rights', which: ({ org, age }) => `key like '${org}:%' and checked_at < ${age('signIns')}` },
  // Rows that belong to no organisation.
  {
    table: 'leaves',
    which: ({ age, isOver }) =>
      `${!isOver} and org_id is null and coalesce(ended_at, until) < ${age('leaves')}`,
  },
  { table: 'sessions', which: ({ age, isOver }) => `${!isOver} and expires_at < ${age('signIns')}` },
  { table: 'calendar_addresses', which: ({ age, isOver }) => `${!isOver} and ended_at < ${age('texts')}` },
  {
    table: 'api_tokens',
    which: ({
      age,
      isOver,
    }) => `${!isOver} and expires_at < ${age('texts')} and not exists (select 1 from organizations
      join history on history.org_id = organizations.id and history.act = 'token_made'
      join history_texts on history_texts.ref = history.ref where text -> 'facts' ->> 'token' = api_tokens.id)`,
  },
  {
    // A running audit may have written an account before it has written what the account holds.
    table: 'accounts',
    which: () => `not exists (select 1 from audits where status in ('queued', 'running'))
      and id not in (select account_id from grants where account_id is not null)
      and id not in (select owner_id from credentials where owner_id is not null)
      and not exists (select 1 from proposals where subject_key = 'account:' || accounts.id)
      and not exists (select 1 from activity where activity.account_id = accounts.id)
      and not exists (select 1 from failed_invitations where failed_invitations.account_id = accounts.id)`,
  },
]
