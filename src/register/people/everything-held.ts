/** Everything that one organisation's register holds on somebody: what they get on request, from an owner or by themselves. */

import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { type Id, subjectKeyOf } from '../../policy/words.ts'
import { toldIn } from '../history/told.ts'
import type { Register } from '../open.ts'
import * as s from '../schema.ts'
import { namedHere } from './erasure/holds-on.ts'
import { findEntriesNaming } from './erasure/person.ts'

type Row = Record<string, unknown>
type Rows = Record<string, Row[]>

/** What is held, as it is stored: rows by what they are about. */
export interface EverythingHeld {
  account: Row | null
  access: Rows
  secondFactor: string | null
  activity: Rows
  verdict: Row | null
  reviews: Rows
  removals: Rows
  /** What they were told, and what they said: notices, answers, leaves. */
  told: Rows
  /** What they did here themselves: votes, comments. */
  theirs: Rows
  /** The entries of the history that name them. */
  history: Row[]
}

/** Everything held on an account in one organisation. Whoever shows it decides who may see it. */
export async function findEverythingHeld(register: Register, orgId: Id, id: Id): Promise<EverythingHeld> {
  const [{ account, secondFactor, ...access }, { verdict, ...activity }, { told, ...asked }, theirs] =
    await Promise.all([
      findAccess(register, orgId, id),
      findUse(register, orgId, id),
      findAsked(register, orgId, id),
      findTheirs(register, orgId, id),
    ])
  const entries = await findEntriesNaming(register, orgId, await namedHere(register, orgId, id))
  return {
    ...{ account, access, secondFactor, activity, verdict, ...asked, told, theirs },
    history: entries.map(({ seq, at, act, sentence, text }) => ({
      ...{ seq, at, act, sentence },
      facts: toldIn(text)?.facts ?? {},
    })),
  }
}

async function findAccess(register: Register, orgId: Id, id: Id) {
  const of = rowsOfAccount(register, orgId, id)
  const owned = and(eq(s.credentials.orgId, orgId), eq(s.credentials.ownerId, id))
  const unusedBy = and(eq(s.staleTargets.orgId, orgId), eq(s.staleTargets.holder, keyOf(id)))
  const [
    accounts,
    grants,
    credentials,
    failedInvitations,
    loggedDates,
    joins,
    namedInFiles,
    unused,
    secondFactor,
  ] = await register.batch([
    register.select().from(s.accounts).where(eq(s.accounts.id, id)),
    of(s.grants),
    register.select().from(s.credentials).where(owned),
    of(s.failedInvitations),
    of(s.loggedDates),
    of(s.joins),
    of(s.fileMentions),
    register.select().from(s.staleTargets).where(unusedBy),
    register
      .select({ state: s.twoFactor.state })
      .from(s.twoFactor)
      .where(and(eq(s.twoFactor.orgId, orgId), eq(s.twoFactor.accountId, id))),
  ])
  return {
    account: accounts[0] ?? null,
    ...{ grants, credentials, failedInvitations, loggedDates, joins, namedInFiles, unused },
    secondFactor: secondFactor[0]?.state ?? null,
  }
}

async function findUse(register: Register, orgId: Id, id: Id) {
  const of = rowsOfAccount(register, orgId, id)
  const [newest, byMonth, implausible, unreadable, verdicts] = await register.batch([
    of(s.activity),
    of(s.actsByMonth),
    of(s.implausibleActs),
    of(s.oddActs),
    register
      .select({ facts: s.verdicts.facts })
      .from(s.verdicts)
      .where(and(eq(s.verdicts.orgId, orgId), eq(s.verdicts.accountId, id))),
  ])
  const [judged] = verdicts
  return {
    newest,
    byMonth,
    implausible,
    unreadable,
    verdict: judged === undefined ? null : { ...judged.facts },
  }
}

async function findAsked(register: Register, orgId: Id, id: Id) {
  const of = rowsOfAccount(register, orgId, id)
  const isAbout = or(eq(s.proposals.subjectKey, keyOf(id)), sql`subject_key like ${`grant:${keyOf(id)}:%`}`)
  const about = register
    .select({ id: s.proposals.id })
    .from(s.proposals)
    .where(and(eq(s.proposals.orgId, orgId), isAbout))
  const restored = register
    .select({ id: s.restorations.id })
    .from(s.restorations)
    .where(inArray(s.restorations.revocationId, about))
  const among = (column: SQLiteColumn) => register.select().from(column.table).where(inArray(column, about))
  const [proposals, decisions, comments, identityConfirmations] = await register.batch([
    among(s.proposals.id),
    among(s.decisions.proposalId),
    among(s.comments.proposalId),
    among(s.identityConfirmations.proposalId),
  ])
  const [revocations, outcomes, offboarding, restorations, restorationSteps, returnRequests] =
    await register.batch([
      among(s.revocations.id),
      among(s.outcomes.revocationId),
      among(s.offboardingTicks.revocationId),
      among(s.restorations.revocationId),
      register
        .select()
        .from(s.restorationOutcomes)
        .where(inArray(s.restorationOutcomes.restorationId, restored)),
      of(s.returnRequests),
    ])
  const [notices, answers, leaves] = await register.batch([
    of(s.notices),
    of(s.answers),
    register
      .select()
      .from(s.leaves)
      .where(and(eq(s.leaves.accountId, id), or(eq(s.leaves.orgId, orgId), isNull(s.leaves.orgId)))),
  ])
  return {
    reviews: { proposals, decisions, comments, identityConfirmations },
    removals: { revocations, outcomes, offboarding, returnRequests, restorations, restorationSteps },
    told: { notices, answers, leaves },
  }
}

async function findTheirs(register: Register, orgId: Id, id: Id) {
  const isHere = sql`proposal_id in (select id from proposals where org_id = ${orgId})`
  const [votes, comments, seenDecisions] = await register.batch([
    register
      .select()
      .from(s.decisions)
      .where(and(eq(s.decisions.voter, `person:${id}`), isHere)),
    register
      .select()
      .from(s.comments)
      .where(and(eq(s.comments.orgId, orgId), sql`by ->> 'id' = ${id}`)),
    rowsOfAccount(register, orgId, id)(s.seenDecisions),
  ])
  return { votes, comments, seenDecisions }
}

/** A statement for the account's rows of a table of the organisation. */
function rowsOfAccount(register: Register, orgId: Id, id: Id) {
  return (table: SQLiteTable & { readonly orgId: SQLiteColumn; readonly accountId: SQLiteColumn }) =>
    register
      .select()
      .from(table)
      .where(and(eq(table.orgId, orgId), eq(table.accountId, id)))
}

function keyOf(id: Id): string {
  return subjectKeyOf({ kind: 'account', id })
}

/** What belongs to nobody's organisation: sign-ins, tokens and calendar addresses, without what is secret of them. */
export async function findHeldEverywhere(register: Register, id: Id) {
  const [sessions, tokens, calendarAddresses] = await register.batch([
    register
      .select({ createdAt: s.sessions.createdAt, expiresAt: s.sessions.expiresAt })
      .from(s.sessions)
      .where(eq(s.sessions.accountId, id)),
    register
      .select({
        ...{ id: s.apiTokens.id, name: s.apiTokens.name, scope: s.apiTokens.scope },
        ...{
          createdAt: s.apiTokens.createdAt,
          expiresAt: s.apiTokens.expiresAt,
          endedAt: s.apiTokens.endedAt,
        },
      })
      .from(s.apiTokens)
      .where(eq(s.apiTokens.accountId, id)),
    register
      .select({
        ...{ createdAt: s.calendarAddresses.createdAt, endedAt: s.calendarAddresses.endedAt },
        lastReadAt: s.calendarAddresses.lastReadAt,
      })
      .from(s.calendarAddresses)
      .where(eq(s.calendarAddresses.accountId, id)),
  ])
  return { sessions, tokens, calendarAddresses }
}
