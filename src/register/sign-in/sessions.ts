/** OAuth states that were used, and sessions; of a secret only its hash is stored. */

import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Account, Instant } from '../../policy/words.ts'
import { builtOnce, type Register } from '../open.ts'
import { oauthStates, sessions } from '../schema.ts'

/** A signed-in person, from a session or a token. */
export type Person = Pick<Account, 'id' | 'login'>

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
  return (await byHash(register).get({ idHash, now })) ?? null
}

const byHash = builtOnce((register) =>
  register
    .select({ id: sessions.accountId, login: sessions.login, signedInAt: sessions.createdAt })
    .from(sessions)
    .where(
      and(eq(sessions.idHash, sql.placeholder('idHash')), gt(sessions.expiresAt, sql.placeholder('now'))),
    )
    .prepare(),
)

export async function endSession(register: Register, idHash: string): Promise<void> {
  await register.delete(sessions).where(eq(sessions.idHash, idHash))
}
