/** The keys that somebody may have stolen, of each kind one, and the rules that each of them would like looser. */
import { instant } from '../src/policy/calendar.ts'
import type { Cast } from './cast.ts'
import { CAST } from './characters.ts'
import type { Caller } from './request.ts'

export interface Key {
  readonly name: 'fresh session' | 'old session' | 'decide token' | 'read token' | 'operator'
  readonly caller: Caller
}

/** Longer ago than any gate takes a sign-in for new. */
const OLD_MS = 3_600_000

/** One of each kind, of an owner where it is a person's. */
export async function stolenKeys(cast: Cast, owner: string = CAST.owner): Promise<readonly Key[]> {
  const fresh = await cast.signedInNow(owner)
  return [
    { name: 'fresh session', caller: fresh },
    { name: 'old session', caller: await oldSession(cast, owner) },
    { name: 'decide token', caller: await token(cast, fresh, 'decide') },
    { name: 'read token', caller: await token(cast, fresh, 'read') },
    { name: 'operator', caller: cast.operator },
  ]
}

/** A session whose sign-in is an hour old. */
export async function oldSession(cast: Cast, login: string): Promise<Caller> {
  const caller = await cast.signedInNow(login)
  const created = instant(Date.now() - OLD_MS)
  await cast.rows(
    'update sessions set created_at = ?1 where rowid = (select max(rowid) from sessions where login = ?2)',
    created,
    login,
  )
  return caller
}

export async function token(cast: Cast, maker: Caller, scope: 'read' | 'decide'): Promise<Caller> {
  const answer = await cast.ask(maker, 'POST', '/api/tokens', {
    body: { name: `stolen ${scope}`, scope, days: 30 },
  })
  if (answer.status !== 201) throw new Error(`No token was made: ${answer.status} ${answer.text}`)
  return { bearer: answer.json<{ token: string }>().token }
}

/** Changes that are pending for an owner and not the operator's, by the table of directions in docs/policy.md. */
export const LOOSER: Readonly<Record<string, unknown>> = {
  windowMonths: 3,
  noticeDays: 7,
  coolingHours: 1,
  removalBudget: { count: 500, share: 1 },
  emeritusTeam: 'emeritus',
  channels: { names: true },
  public: true,
  leftOut: [{ repository: 'spores', reason: 'x' }],
}

/** Rules by which nobody is warned. */
export const NO_GATES = {
  noticeDays: 0,
  coolingHours: 0,
  removalBudget: { count: 10_000, share: 1 },
  confirmNoNotice: true,
}

/** The rules that hold now. */
export async function rulesNow(cast: Cast): Promise<Readonly<Record<string, unknown>>> {
  const answer = await cast.ask(
    await cast.signedInNow(CAST.secondOwner),
    'GET',
    `/api/orgs/${CAST.home}/settings`,
  )
  return answer.json()
}
