/** Everything that one organisation's register holds on somebody: what they get on request, from an owner or by themselves. */

import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import { toldIn } from '../history/told.ts'
import type { Register } from '../open.ts'
import * as schema from '../schema.ts'
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
  const key = `account:${id}`
  const s = schema
  const about = register
    .select({ id: s.proposals.id })
    .from(s.proposals)
    .where(
      and(
        eq(s.proposals.orgId, orgId),
        or(eq(s.proposals.subjectKey, key), sql`subject_key like ${`grant:${key}:%`}`),
      ),
    )
  const restored = register
    .select({ id: s.restorations.id })
    .from(s.restorations)
    .where(inArray(s.restorations.revocationId, about))
  const [account, grants, credentials, failedInvitations, loggedDates, joins, secondFactor] =
    await register.batch([
      register.select().from(s.accounts).where(eq(s.accounts.id, id)),
      register
        .select()
        .from(s.grants)
        .where(and(eq(s.grants.orgId, orgId), eq(s.grants.accountId, id))),
      register
        .select()
        .from(s.credentials)
        .where(and(eq(s.credentials.orgId, orgId), eq(s.credentials.ownerId, id))),
      register
        .select()
        .from(s.failedInvitations)
        .where(and(eq(s.failedInvitations.orgId, orgId), eq(s.failedInvitations.accountId, id))),
      register
        .select()
        .from(s.loggedDates)
        .where(and(eq(s.loggedDates.orgId, orgId), eq(s.loggedDates.accountId, id))),
      register
        .select()
        .from(s.joins)
        .where(and(eq(s.joins.orgId, orgId), eq(s.joins.accountId, id))),
      register
        .select()
        .from(s.twoFactor)
        .where(and(eq(s.twoFactor.orgId, orgId), eq(s.twoFactor.accountId, id))),
    ])
  const [activity, byMonth, implausibleActs, oddActs, verdicts, namedInFiles, unused] = await register.batch([
    register
      .select()
      .from(s.activity)
      .where(and(eq(s.activity.orgId, orgId), eq(s.activity.accountId, id))),
    register
      .select()
      .from(s.actsByMonth)
      .where(and(eq(s.actsByMonth.orgId, orgId), eq(s.actsByMonth.accountId, id))),
    register
      .select()
      .from(s.implausibleActs)
      .where(and(eq(s.implausibleActs.orgId, orgId), eq(s.implausibleActs.accountId, id))),
    register
      .select()
      .from(s.oddActs)
      .where(and(eq(s.oddActs.orgId, orgId), eq(s.oddActs.accountId, id))),
    register
      .select()
      .from(s.verdicts)
      .where(and(eq(s.verdicts.orgId, orgId), eq(s.verdicts.accountId, id))),
    register
      .select()
      .from(s.fileMentions)
      .where(and(eq(s.fileMentions.orgId, orgId), eq(s.fileMentions.accountId, id))),
    register
      .select()
      .from(s.staleTargets)
      .where(and(eq(s.staleTargets.orgId, orgId), eq(s.staleTargets.holder, key))),
  ])
  const [proposals, decisions, revocations, outcomes, restorations, restorationSteps] = await register.batch([
    register.select().from(s.proposals).where(inArray(s.proposals.id, about)),
    register.select().from(s.decisions).where(inArray(s.decisions.proposalId, about)),
    register.select().from(s.revocations).where(inArray(s.revocations.id, about)),
    register.select().from(s.outcomes).where(inArray(s.outcomes.revocationId, about)),
    register.select().from(s.restorations).where(inArray(s.restorations.revocationId, about)),
    register
      .select()
      .from(s.restorationOutcomes)
      .where(inArray(s.restorationOutcomes.restorationId, restored)),
  ])
  const [notices, answers, leaves, comments, identityConfirmations, returnRequests, offboarding] =
    await register.batch([
      register
        .select()
        .from(s.notices)
        .where(and(eq(s.notices.orgId, orgId), eq(s.notices.accountId, id))),
      register
        .select()
        .from(s.answers)
        .where(and(eq(s.answers.orgId, orgId), eq(s.answers.accountId, id))),
      register
        .select()
        .from(s.leaves)
        .where(and(eq(s.leaves.accountId, id), or(eq(s.leaves.orgId, orgId), isNull(s.leaves.orgId)))),
      register.select().from(s.comments).where(inArray(s.comments.proposalId, about)),
      register
        .select()
        .from(s.identityConfirmations)
        .where(inArray(s.identityConfirmations.proposalId, about)),
      register
        .select()
        .from(s.returnRequests)
        .where(and(eq(s.returnRequests.orgId, orgId), eq(s.returnRequests.accountId, id))),
      register.select().from(s.offboardingTicks).where(inArray(s.offboardingTicks.revocationId, about)),
    ])
  const ofProposalsHere = sql`proposal_id in (select id from proposals where org_id = ${orgId})`
  const [votes, commentsWritten, seenDecisions] = await register.batch([
    register
      .select()
      .from(s.decisions)
      .where(and(eq(s.decisions.voter, `person:${id}`), ofProposalsHere)),
    register
      .select()
      .from(s.comments)
      .where(and(eq(s.comments.orgId, orgId), sql`by ->> 'id' = ${id}`)),
    register
      .select()
      .from(s.seenDecisions)
      .where(and(eq(s.seenDecisions.orgId, orgId), eq(s.seenDecisions.accountId, id))),
  ])
  const entries = await findEntriesNaming(register, orgId, await namedHere(register, orgId, id))
  return {
    account: account[0] ?? null,
    access: { grants, credentials, failedInvitations, loggedDates, joins, namedInFiles, unused },
    secondFactor: secondFactor[0]?.state ?? null,
    activity: { newest: activity, byMonth, implausible: implausibleActs, unreadable: oddActs },
    verdict: verdicts[0] === undefined ? null : { ...verdicts[0].facts },
    reviews: { proposals, decisions, comments, identityConfirmations },
    removals: { revocations, outcomes, offboarding, returnRequests, restorations, restorationSteps },
    told: { notices, answers, leaves },
    theirs: { votes, comments: commentsWritten, seenDecisions },
    history: entries.map(({ seq, at, act, sentence, text }) => ({
      seq,
      at,
      act,
      sentence,
      facts: toldIn(text)?.facts ?? {},
    })),
  }
}

/** What belongs to nobody's organisation: sign-ins, tokens and calendar addresses, without what is secret of them. */
export async function findHeldEverywhere(register: Register, id: Id) {
  const s = schema
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
