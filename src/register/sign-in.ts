/** OAuth states, sessions, bearer tokens and recently checked rights; of a secret only its hash is stored. */

import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { instant } from '../policy/calendar.ts'
import type { Account, Actor, Id, Instant } from '../policy/words.ts'
import { isOwnerOf } from './access/holders.ts'
import type { Register, Statement } from './open.ts'
import { apiTokens, oauthStates, rights, sessions } from './schema.ts'

/** A signed-in person, from a session or a token. */
export type Person = Pick<Account, 'id' | 'login'>

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

/** Marks a state as used; false when it was used before. Also deletes expired states. Times are real time. */
export async function useState(
  register: Register,
  state: { stateHash: string; expiresAt: Instant },
  now: Instant,
): Promise<boolean> {
  const [, used] = await register.batch([
    register.delete(oauthStates).where(lt(oauthStates.expiresAt, now)),
    register.insert(oauthStates).values(state).onConflictDoNothing().returning(),
  ])
  return used.length === 1
}

/** Opens a session, and deletes expired ones. */
export async function openSession(
  register: Register,
  session: { idHash: string; person: Person; expiresAt: Instant },
  now: Instant,
): Promise<void> {
  await register.batch([
    register.delete(sessions).where(lt(sessions.expiresAt, now)),
    register.insert(sessions).values({
      idHash: session.idHash,
      accountId: session.person.id,
      login: session.person.login,
      createdAt: now,
      expiresAt: session.expiresAt,
    }),
  ])
}

/** Whose session this is and when they signed in; null when there is none or it has expired. */
export async function findSession(
  register: Register,
  idHash: string,
  now: Instant,
): Promise<(Person & { readonly signedInAt: Instant }) | null> {
  const [row] = await register
    .select({ id: sessions.accountId, login: sessions.login, signedInAt: sessions.createdAt })
    .from(sessions)
    .where(and(eq(sessions.idHash, idHash), gt(sessions.expiresAt, now)))
  return row ?? null
}

/** Ends one session. */
export async function endSession(register: Register, idHash: string): Promise<void> {
  await register.delete(sessions).where(eq(sessions.idHash, idHash))
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

/** What GitHub said of an account in an organisation, and when it was asked. */
export type Right = Pick<typeof rights.$inferSelect, 'role' | 'checkedAt' | 'askedAt'>

/** A look-up that nobody else makes at the same time. */
export interface Claim {
  readonly key: string
  readonly askedAt: Instant
  /** When it was asked before; null: never. */
  readonly askedBefore: Instant | null
}

/** `checkedAt` of a row that has had no answer yet: so old that no version trusts its role. */
const NEVER: Instant = '1970-01-01T00:00:00.000Z'

/** The key of an account's right in an organisation. */
export function rightKey(org: Id, account: Id): string {
  return `${org}:${account}`
}

/** The right as last checked, and the look-up that may be under way; null before the first. */
export async function findRight(register: Register, key: string): Promise<Right | null> {
  const [row] = await register
    .select({ role: rights.role, checkedAt: rights.checkedAt, askedAt: rights.askedAt })
    .from(rights)
    .where(eq(rights.key, key))
  return row ?? null
}

/** Begins a look-up; null, and nothing is written, where somebody else has begun one since the row was read as `seen`. */
export async function claimLookup(
  register: Register,
  key: string,
  seen: Right | null,
  now: Instant,
): Promise<Claim | null> {
  // After the newest answer, whatever the clock that dated it: later than `checkedAt` means not answered.
  const askedAt = instant(Math.max(Date.parse(now), Date.parse(seen?.checkedAt ?? NEVER) + 1))
  const claimed = await register
    .insert(rights)
    .values({ key, role: 'none', checkedAt: NEVER, askedAt })
    .onConflictDoUpdate({
      target: rights.key,
      set: { askedAt },
      setWhere: sql`${seen === null ? 0 : 1} and ${rights.askedAt} is ${seen?.askedAt ?? null}`,
    })
    .returning({ key: rights.key })
  return claimed.length === 1 ? { key, askedAt, askedBefore: seen?.askedAt ?? null } : null
}

/** Stores what GitHub answered, unless a later look-up has taken over. */
export async function storeRight(
  register: Register,
  { key, askedAt }: Claim,
  role: 'owner' | 'none',
  now: Instant,
): Promise<void> {
  const checkedAt = now < askedAt ? askedAt : now
  await register
    .update(rights)
    .set({ role, checkedAt })
    .where(and(eq(rights.key, key), eq(rights.askedAt, askedAt)))
}

/** Gives a look-up back that GitHub did not answer, so that the next request may ask. */
export async function releaseLookup(register: Register, { key, askedAt, askedBefore }: Claim): Promise<void> {
  await register
    .update(rights)
    .set({ askedAt: askedBefore })
    .where(and(eq(rights.key, key), eq(rights.askedAt, askedAt)))
}
