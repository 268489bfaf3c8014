/** Bearer tokens: made, found and ended; only their hash is stored. */

import { and, desc, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { isOwnerOf } from '../access/holders.ts'
import type { Register, Statement } from '../open.ts'
import { apiTokens } from '../schema.ts'
import type { Person } from './sessions.ts'

/** A bearer token without its secret. */
export interface TokenLabel {
  readonly id: string
  readonly name: string
  readonly scope: 'read' | 'decide'
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

/** A token, and whose it is. */
export interface TokenOf extends TokenLabel {
  readonly maker: Person
}

/** Stores a new token, as a statement that runs together with its entry in the history. */
export function tokenStatement(
  register: Register,
  { maker, ...columns }: TokenOf & { readonly tokenHash: string },
): Statement {
  return register
    .insert(apiTokens)
    .values({ ...columns, accountId: maker.id, login: maker.login, endedAt: null })
    .returning({ id: apiTokens.id })
}

/** Whose token this is and its scope; null when there is none, or it has expired or was ended. */
export async function findToken(
  register: Register,
  tokenHash: string,
  now: Instant,
): Promise<{ id: string; maker: Person; scope: 'read' | 'decide' } | null> {
  const [row] = await register
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenHash, tokenHash), gt(apiTokens.expiresAt, now), isNull(apiTokens.endedAt)))
  if (row === undefined) return null
  return { id: row.id, maker: { id: row.accountId, login: row.login }, scope: row.scope }
}

/** Ends a token that neither was ended nor has expired; returns its row where it did. `by` is whoever ended it. */
export function endTokenStatement(register: Register, id: string, by: Actor, now: Instant): Statement {
  return register
    .update(apiTokens)
    .set({ endedAt: now, endedBy: by })
    .where(and(eq(apiTokens.id, id), isValid(now)))
    .returning({ id: apiTokens.id })
}

/** A valid token by its id; null where there is none, or it has expired or was ended. */
export async function findValidToken(register: Register, id: string, now: Instant): Promise<TokenOf | null> {
  const [row] = await selectTokens(register).where(and(eq(apiTokens.id, id), isValid(now)))
  return row ?? null
}

/** Those of these tokens that a person has ended; one that merely ran out is not among them. */
export async function findEndedTokens(
  register: Register,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await register
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(and(inArray(apiTokens.id, [...ids]), isNotNull(apiTokens.endedAt)))
  return new Set(rows.map(({ id }) => id))
}

/** A person's valid tokens, newest first. */
export function findTokens(register: Register, maker: Id, now: Instant): Promise<TokenOf[]> {
  return selectTokens(register)
    .where(and(eq(apiTokens.accountId, maker), isValid(now)))
    .orderBy(desc(apiTokens.createdAt))
}

/** The valid tokens of an organisation's owners, newest first. */
export function findTokensOfOwners(register: Register, orgId: Id, now: Instant): Promise<TokenOf[]> {
  return selectTokens(register)
    .where(and(isOwnerOf(sql`${orgId}`, sql`${apiTokens.accountId}`, now), isValid(now)))
    .orderBy(desc(apiTokens.createdAt))
}

function selectTokens(register: Register) {
  return register
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scope: apiTokens.scope,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      maker: { id: apiTokens.accountId, login: apiTokens.login },
    })
    .from(apiTokens)
}

function isValid(now: Instant): SQL | undefined {
  return and(gt(apiTokens.expiresAt, now), isNull(apiTokens.endedAt))
}
