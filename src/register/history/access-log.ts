/** Records in the history who viewed or exported personal data, once per person (and token of theirs), kind of page and day. */

import { eq, sql } from 'drizzle-orm'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { builtOnce, type Register } from '../open.ts'
import { accessLog } from '../schema.ts'
import { recordChange } from './history.ts'

/** The kinds of personal data whose viewing is recorded. */
export type PersonalData =
  | 'accounts'
  | 'dossier'
  | 'credentials'
  | 'repository'
  | 'proposals'
  | 'report'
  | 'export'
  | 'person'
  | 'history'

const SENTENCE: Readonly<Record<PersonalData, string>> = {
  accounts: 'looked at the list of accounts',
  dossier: 'looked at dossiers of accounts',
  credentials: 'looked at the list of credentials',
  repository: 'looked at who can change repositories',
  proposals: 'looked at the proposals of a review',
  report: 'looked at the report of a review with its names',
  export: 'exported lists of accounts, credentials, repositories or proposals',
  person: 'exported everything held on one account',
  history: 'exported the history',
}

const EXPORTS: readonly PersonalData[] = ['export', 'person', 'history']

/** Names an access of the day, for whom it is logged once. */
export function accessKey(orgId: Id, actor: Actor, what: PersonalData, now: Instant): string {
  const token = actor.kind === 'person' && actor.token !== undefined ? `:token:${actor.token}` : ''
  const who = actor.kind === 'person' ? `person:${actor.id}${token}` : actor.kind
  return `${orgId}:${who}:${what}:${now.slice(0, 10)}`
}

/** Records the first access of the day; later ones cost one read of the register. */
export async function logAccess(
  register: Register,
  orgId: Id,
  actor: Actor,
  what: PersonalData,
  now: Instant,
): Promise<void> {
  const key = accessKey(orgId, actor, what, now)
  const known = await byKey(register).get({ key })
  if (known === undefined) await logFirstAccess(register, orgId, actor, what, now)
}

const byKey = builtOnce((register) =>
  register
    .select()
    .from(accessLog)
    .where(eq(accessLog.key, sql.placeholder('key')))
    .prepare(),
)

/** Records an access that is known to be the first of the day. */
export async function logFirstAccess(
  register: Register,
  orgId: Id,
  actor: Actor,
  what: PersonalData,
  now: Instant,
): Promise<void> {
  const key = accessKey(orgId, actor, what, now)
  await recordChange(register, orgId, register.insert(accessLog).values({ key }).onConflictDoNothing(), {
    at: now,
    act: EXPORTS.includes(what) ? 'exported' : 'looked',
    actor,
    sentence: `${actorFirst(actor)} ${SENTENCE[what]}.`,
    facts: { what },
  })
}
