/** Compares the history with the register, both ways: what the one tells the other holds. Pure. */

import { voterOf } from '../../../policy/decisions/voters.ts'
import type { OutcomeStatus } from '../../../policy/words.ts'
import type { TextedLink } from '../chain.ts'
import { toldIn } from '../told.ts'
import { type Comparison, compare } from './compare.ts'
import type { DecisionRow, OutcomeRow, RegisterRows } from './register-rows.ts'

/** The act of the entry about a step of a revocation, by how the step stands. */
export const OUTCOME_ACTS: Readonly<Record<OutcomeStatus, string>> = {
  attempting: 'attempting',
  done: 'removed',
  already_gone: 'already_gone',
  rehearsed: 'rehearsed',
  failed: 'removal_failed',
  by_hand: 'left_to_a_person',
}

/** The act of the entry about steps that a person did and an audit found gone. */
export const TICKED_ACT = 'done_by_hand'

/** The acts whose entries are compared with rows. */
export const COMPARED_ACTS: readonly string[] = [
  ...['decided', 'confirmed', 'revocation_started', 'rules_changed', 'token_made'],
  ...Object.values(OUTCOME_ACTS),
  TICKED_ACT,
]

/** A sentence for each difference; `links`: the entries of `COMPARED_ACTS`, in order. */
export function differences(links: readonly TextedLink[], rows: RegisterRows): readonly string[] {
  const entries = links.map(({ seq, at, act, text }) => ({
    ...{ seq, at, act },
    told: text === null ? null : toldIn(text),
  }))
  const compared = { entries, until: rows.until }
  return [
    ...links.flatMap(({ seq, text }, n) =>
      text !== null && entries[n]?.told === null ? [`The text of entry ${seq} is not of our making.`] : [],
    ),
    ...compare(compared, decisionsOf(rows)),
    ...compare(compared, confirmationsOf(rows)),
    ...compare(compared, revocationsOf(rows)),
    ...compare(compared, outcomesOf(rows)),
    ...compare(compared, rulesOf(rows)),
    ...compare(compared, tokensOf(rows)),
  ]
}

function decisionsOf({ decisions }: RegisterRows): Comparison<DecisionRow> {
  return {
    acts: ['decided'],
    rows: decisions,
    keyOf: ({ id }) => id,
    needsEntry: () => true,
    keysIn: (_, { facts }) => textsIn(facts.decision),
    fits: (row, { at }, { actor, facts }) =>
      row.proposal === facts.proposal &&
      row.voter === voterOf(actor) &&
      row.kind === facts.kind &&
      row.role === (facts.role ?? null) &&
      sameMoment(row.until, facts.until ?? null) &&
      sameMoment(row.at, at),
    named: (key) => `decision ${key}`,
  }
}

function confirmationsOf({ decisions }: RegisterRows): Comparison<DecisionRow> {
  return {
    acts: ['confirmed'],
    rows: decisions.filter(({ confirmedAt }) => confirmedAt !== null),
    keyOf: ({ id }) => id,
    needsEntry: () => true,
    keysIn: (_, { facts }) => textsIn(facts.decision),
    fits: ({ voter, confirmedAt }, { at }, { actor }) =>
      voter === voterOf(actor) && sameMoment(confirmedAt, at),
    named: (key) => `the confirmation of decision ${key}`,
  }
}

function revocationsOf({ revocations }: RegisterRows): Comparison<{ readonly id: string }> {
  return {
    // What touches nobody is handed over at the answer, by one entry that tells of all its steps.
    acts: ['revocation_started', OUTCOME_ACTS.by_hand],
    rows: revocations,
    keyOf: ({ id }) => id,
    needsEntry: () => true,
    keysIn: ({ act }, { facts }) =>
      act === 'revocation_started' || Array.isArray(facts.steps) ? textsIn(facts.proposal) : [],
    fits: () => true,
    named: (key) => `the revocation of proposal ${key}`,
  }
}

/** A step under way has no end yet, so its row needs no entry. */
function outcomesOf({ outcomes }: RegisterRows): Comparison<OutcomeRow> {
  return {
    acts: [...Object.values(OUTCOME_ACTS), TICKED_ACT],
    rows: outcomes,
    keyOf: ({ proposal, step }) => `${proposal}, step ${step}`,
    needsEntry: ({ status }) => status !== 'attempting',
    keysIn: (_, { facts }) => stepsIn(facts).map((step) => `${facts.proposal}, step ${step}`),
    fits: ({ status }, { act }) => act === OUTCOME_ACTS[status] || (status === 'done' && act === TICKED_ACT),
    named: (key) => `an outcome of proposal ${key}`,
  }
}

/** Entries of earlier versions name no version: each stands for what was made at its moment. */
function rulesOf({ rules }: RegisterRows): Comparison<RegisterRows['rules'][number]> {
  return {
    acts: ['rules_changed'],
    rows: rules,
    keyOf: ({ version }) => `${version}`,
    needsEntry: () => true,
    keysIn: ({ at }, { facts }) =>
      typeof facts.version === 'number'
        ? [`${facts.version}`]
        : rules.flatMap((row) => (sameMoment(row.at, at) ? [`${row.version}`] : [])),
    fits: () => true,
    named: (key) => `version ${key} of the rules`,
  }
}

/**
 * Compared only from entries to rows: in which organisations a token has an entry depends on where its maker is an owner
 * (`untoldTokens` does the rest).
 */
function tokensOf({ tokens }: RegisterRows): Comparison<{ readonly id: string }> {
  return {
    acts: ['token_made'],
    rows: tokens,
    keyOf: ({ id }) => id,
    needsEntry: () => false,
    keysIn: (_, { facts }) => textsIn(facts.token),
    fits: () => true,
    named: (key) => `token ${key}`,
  }
}

/** Tokens that no organisation's history tells of, a sentence each. `tellingSince`: when histories began to tell of tokens. */
export function untoldTokens(
  tokens: readonly { readonly id: string; readonly login: string; readonly at: string }[],
  told: ReadonlySet<string>,
  tellingSince: string,
): readonly string[] {
  return tokens.flatMap(({ id, login, at }) =>
    told.has(id) || Date.parse(at) <= Date.parse(tellingSince)
      ? []
      : [`The register has token ${id} of ${login}, of which no history tells.`],
  )
}

function textsIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : []
}

/** An entry tells of one step, or of several that an audit found at once. */
function stepsIn({ step, steps }: Readonly<Record<string, unknown>>): readonly number[] {
  const all = Array.isArray(steps) ? steps : [step]
  return all.filter((each) => typeof each === 'number')
}

/** Earlier versions wrote whole seconds without milliseconds, and the history keeps what it hashed. */
function sameMoment(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' && Date.parse(a) === Date.parse(b))
}
