/** Reads what the register holds of what the history tells, for comparing the two. */

import type { OutcomeStatus } from '../../../policy/words.ts'

/** Runs statements in order, in one transaction where it can, and gives the rows of each. Their text holds whole numbers alone. */
export type Ask = <Rows extends readonly object[]>(
  statements: {
    readonly [N in keyof Rows]: string
  },
) => Promise<{ readonly [N in keyof Rows]: readonly Rows[N][] }>

/** The rows of one organisation that entries tell of. */
export interface RegisterRows {
  /** The newest entry when they were read, 0 where there was none: what later entries tell of may be missing here. */
  readonly until: number
  readonly decisions: readonly DecisionRow[]
  readonly revocations: readonly { readonly id: string }[]
  readonly outcomes: readonly OutcomeRow[]
  /** Versions of the rules by a named author; an earlier version of this product wrote those without one. */
  readonly rules: readonly { readonly version: number; readonly at: string }[]
  /** Of the whole deployment: a token belongs to its maker. */
  readonly tokens: readonly { readonly id: string }[]
  /** When the first audit ended, which every history tells; null before that. */
  readonly firstAuditEnd: string | null
  /** Texts of which there is no entry. */
  readonly strayTexts: number
}

/** A decision, as far as entries tell of it. */
export interface DecisionRow {
  readonly id: string
  readonly proposal: string
  readonly voter: string
  readonly kind: string
  readonly until: string | null
  readonly role: string | null
  readonly at: string
  /** When the same owner confirmed it; else null. */
  readonly confirmedAt: string | null
}

/** The outcome of one step, as far as entries tell of it. */
export interface OutcomeRow {
  readonly proposal: string
  readonly step: number
  readonly status: OutcomeStatus
}

/** The rows of this organisation. The head is read first: each row was written in one transaction with its entry. */
export async function readRegisterRows(ask: Ask, orgId: number): Promise<RegisterRows> {
  const org = Number(orgId)
  const [heads, decisions, revocations, outcomes, rules, tokens, audits, stray] = await ask<
    [
      { seq: number },
      DecisionRow,
      { id: string },
      OutcomeRow,
      { version: number; at: string },
      { id: string },
      { at: string | null },
      { n: number },
    ]
  >([
    `select coalesce(max(seq), 0) as seq from history where org_id = ${org}`,
    `select decisions.id, proposal_id as proposal, voter, decision as kind, until, role, at, confirmed_at as confirmedAt from decisions
      join proposals on proposals.id = decisions.proposal_id where proposals.org_id = ${org} order by at, decisions.id`,
    `select id from revocations where org_id = ${org} order by started_at, id`,
    `select revocation_id as proposal, step, outcomes.status as status from outcomes
      join revocations on revocations.id = outcomes.revocation_id where org_id = ${org} order by revocation_id, step`,
    `select version, at from rule_versions where org_id = ${org} and "by" is not null and "by" <> 'null' order by version`,
    'select id from api_tokens order by created_at',
    `select min(finished_at) as at from audits where org_id = ${org}`,
    `select count(*) as n from history_texts where org_id = ${org}
      and ref not in (select ref from history where org_id = ${org})`,
  ])
  return {
    ...{ decisions, revocations, outcomes, rules, tokens },
    until: heads[0]?.seq ?? 0,
    firstAuditEnd: audits[0]?.at ?? null,
    strayTexts: stray[0]?.n ?? 0,
  }
}
