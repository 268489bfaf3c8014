/** Where people are named: which columns say who acted, and which hold texts that may name somebody. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id } from '../../../policy/words.ts'

/** A table as it is named in the database, and which of its rows are an organisation's. */
interface Place {
  readonly table: string
  readonly within: (orgId: Id) => SQL
  /** Columns with an Actor as JSON. */
  readonly actors: readonly string[]
  /** Columns with words: of people, of GitHub, or sentences of ours. */
  readonly texts: readonly string[]
}

const ofOrg = (orgId: Id) => sql`org_id = ${orgId}`
const ofAudits = (orgId: Id) => sql`audit_id in (select id from audits where org_id = ${orgId})`
const ofProposals = (orgId: Id) => sql`proposal_id in (select id from proposals where org_id = ${orgId})`
const ofRevocations = (orgId: Id) =>
  sql`revocation_id in (select id from revocations where org_id = ${orgId})`
const ofRestorations = (orgId: Id) =>
  sql`restoration_id in (select id from restorations where org_id = ${orgId})`
/** What belongs to nobody's organisation is looked through by any. */
const everywhere = () => sql`true`

/**
 * Every place where somebody may be named beside the rows that are about them. The history's texts go whole, by an entry of
 * their own (register/history/erase-texts.ts); rules have their own way (policy/people/erasure/erased.ts). A test holds that each
 * column of the schema stands here, or in the list of those that name nobody.
 */
export const PLACES: readonly Place[] = [
  { table: 'audits', within: ofOrg, actors: ['asked_by'], texts: ['step', 'failure'] },
  { table: 'readings', within: ofAudits, actors: [], texts: ['unread', 'not_shown'] },
  { table: 'failed_invitations', within: ofOrg, actors: [], texts: ['reason'] },
  { table: 'odd_acts', within: ofOrg, actors: [], texts: ['sentence'] },
  { table: 'file_mentions', within: ofOrg, actors: [], texts: ['text'] },
  {
    table: 'credentials',
    within: (org) => sql`org_id = ${org} and closed_at is not null`,
    actors: [],
    texts: ['name'],
  },
  { table: 'verdicts', within: ofOrg, actors: [], texts: ['facts'] },
  { table: 'reviews', within: ofOrg, actors: ['opened_by'], texts: [] },
  {
    table: 'proposals',
    within: ofOrg,
    actors: ['stopped_by'],
    texts: [
      'subject',
      'verdict',
      'reason',
      'findings',
      'evidence',
      'risk',
      'consequences',
      'stale',
      'reopened',
      'smallest_role',
    ],
  },
  { table: 'decisions', within: ofProposals, actors: ['by'], texts: ['reason'] },
  { table: 'revocations', within: ofOrg, actors: ['started_by'], texts: ['reason'] },
  { table: 'outcomes', within: ofRevocations, actors: [], texts: ['target', 'error'] },
  { table: 'restorations', within: ofOrg, actors: ['asked_by', 'second_by'], texts: ['reason'] },
  { table: 'restoration_outcomes', within: ofRestorations, actors: [], texts: ['target', 'error', 'url'] },
  { table: 'pending_rules', within: ofOrg, actors: ['by', 'ended_by'], texts: [] },
  { table: 'notices', within: ofOrg, actors: ['recorded_by'], texts: ['way'] },
  { table: 'answers', within: ofOrg, actors: ['by'], texts: ['text', 'told_by'] },
  { table: 'leaves', within: ofOrg, actors: ['by'], texts: [] },
  { table: 'comments', within: ofOrg, actors: ['by'], texts: ['text'] },
  { table: 'identity_confirmations', within: ofOrg, actors: ['by'], texts: ['way'] },
  { table: 'return_requests', within: ofOrg, actors: ['ended_by'], texts: ['text'] },
  { table: 'offboarding_ticks', within: ofOrg, actors: ['by'], texts: ['line'] },
  { table: 'organizations', within: (org) => sql`id = ${org}`, actors: ['paused_by'], texts: [] },
  { table: 'letters', within: ofOrg, actors: [], texts: ['letter', 'trouble'] },
  { table: 'api_tokens', within: everywhere, actors: ['ended_by'], texts: [] },
]
