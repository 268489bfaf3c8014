/** Finds what else stands about a person beside their dossier: who can be asked, their credentials, what they were told, review days. */

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant, Verdict } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { accounts, credentials, grants, notices, repositories, reviews, verdicts } from '../schema.ts'

/** An owner whom the person can ask. */
export interface OwnerToAsk {
  readonly id: Id
  readonly login: string
  /** The full name; null where none is known. */
  readonly name: string | null
}

/** The owners, by login, without the person themselves. */
export function findOwnersToAsk(register: Register, orgId: Id, person: Id): Promise<readonly OwnerToAsk[]> {
  return register
    .selectDistinct({ id: accounts.id, login: accounts.login, name: accounts.name })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(
      and(
        eq(grants.orgId, orgId),
        eq(grants.kind, 'organization_role'),
        eq(grants.role, 'admin'),
        isNull(grants.closedAt),
        sql`${accounts.id} <> ${person}`,
      ),
    )
    .orderBy(sql`lower(${accounts.login})`)
}

/** A credential that GitHub names the person as the owner of. */
export interface OwnCredential {
  readonly kind: string
  readonly name: string
  readonly repository: string | null
  readonly scopes: readonly string[]
  readonly createdAt: Instant | null
  /** A moment, `never`, or `unobservable`. */
  readonly lastUsed: string
  readonly expiresAt: Instant | null
}

/** The open credentials of which GitHub names the person as the owner. */
export function findOwnCredentials(
  register: Register,
  orgId: Id,
  person: Id,
): Promise<readonly OwnCredential[]> {
  return register
    .select({
      kind: credentials.kind,
      name: credentials.name,
      repository: repositories.name,
      scopes: credentials.scopes,
      createdAt: credentials.createdAt,
      lastUsed: credentials.lastUsed,
      expiresAt: credentials.expiresAt,
    })
    .from(credentials)
    .leftJoin(
      repositories,
      and(eq(repositories.orgId, credentials.orgId), eq(repositories.id, credentials.repositoryId)),
    )
    .where(and(eq(credentials.orgId, orgId), eq(credentials.ownerId, person), isNull(credentials.closedAt)))
    .orderBy(credentials.firstSeen, credentials.id)
}

/** What a person was told, or that telling them failed. */
export type NoticeTo = Readonly<typeof notices.$inferSelect>

/** In every organisation, the newest first. */
export function findNoticesTo(register: Register, person: Id): Promise<readonly NoticeTo[]> {
  return register
    .select()
    .from(notices)
    .where(eq(notices.accountId, person))
    .orderBy(desc(notices.at), desc(notices.id))
}

/** When a review began and ends. */
export interface ReviewDays {
  readonly id: string
  readonly quarter: string
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly closedAt: Instant | null
}

/** When each of these reviews began and ends, by its id. */
export async function findReviewDays(
  register: Register,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReviewDays>> {
  const rows = await register
    .select({
      id: reviews.id,
      quarter: reviews.quarter,
      openedAt: reviews.openedAt,
      dueAt: reviews.dueAt,
      closedAt: reviews.closedAt,
    })
    .from(reviews)
    .where(sql`${reviews.id} in (select value from ${rowsOf(ids)})`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The person's present verdict; null before an audit has judged them. */
export async function findVerdictOf(register: Register, orgId: Id, person: Id): Promise<Verdict | null> {
  const [row] = await register
    .select({ facts: verdicts.facts })
    .from(verdicts)
    .where(and(eq(verdicts.orgId, orgId), eq(verdicts.accountId, person)))
  return row?.facts ?? null
}
