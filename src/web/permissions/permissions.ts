/** Checks who may read or change an organisation; unknown and foreign organisations get the same 404. */

import { Refusal } from '../../policy/refusal.ts'
import type { Actor, Id } from '../../policy/words.ts'
import { isHeldOn } from '../../register/access/holders.ts'
import {
  findOrganization,
  findOrganizationById,
  findServedOrganizations,
  type Organization,
} from '../../register/organizations.ts'
import { actorOf, type Caller, type Visit } from '../access/visit.ts'
import { discoverAtMostOnceAMinute } from './discovery.ts'
import { type Sees, withinScope } from './operator-scope.ts'
import { rightOf } from './rights.ts'

/** A caller who has access to an organisation here. */
export interface Authorized {
  readonly org: Organization
  readonly role: 'owner' | 'operator'
  readonly actor: Actor
}

/** The same text for an unknown organisation and for somebody else's. */
const NOT_FOUND = 'There is no such organisation here, or you have no right to see it.'

/**
 * Lets owners and the operator read an organisation; everybody else gets a 404. `needs: 'numbers'`: the route shows no names
 * where the caller `sees` numbers only.
 */
export async function mayRead(
  c: Visit,
  login: string,
  needs: Sees = 'names',
): Promise<Authorized & { readonly sees: Sees }> {
  const caller = signedIn(c)
  const org = await organizationByLogin(c, caller, login)
  return await withinScope(c, await authorize(c, caller, org, 'cached'), needs)
}

/**
 * Lets owners and the operator change something. An owner is always looked up again at GitHub. Members and former owners
 * get a 403, everybody else a 404.
 */
export async function mayDecide(c: Visit, org: string | Id, needs: Sees = 'names'): Promise<Authorized> {
  const caller = signedIn(c)
  refuseReadToken(caller)
  const found =
    typeof org === 'string'
      ? await organizationByLogin(c, caller, org)
      : await findOrganizationById(c.var.platform.register, org)
  return await withinScope(c, await authorize(c, caller, found, 'fresh'), needs)
}

/** Like mayRead, by the organisation's id. */
export async function mayReadById(c: Visit, id: Id): Promise<Authorized> {
  const caller = signedIn(c)
  const org = await findOrganizationById(c.var.platform.register, id)
  return await withinScope(c, await authorize(c, caller, org, 'cached'), 'names')
}

/** The organisations that the caller may see; `unanswered`: those the caller has access to, but GitHub did not say whether they own them. */
export async function organizationsOf(
  c: Visit,
): Promise<{ seen: Organization[]; unanswered: Organization[] }> {
  const caller = c.var.caller
  if (caller.kind === 'nobody') return { seen: [], unanswered: [] }
  const served = await servedOrganizations(c)
  if (caller.kind === 'operator') return { seen: served, unanswered: [] }
  const answers = await Promise.allSettled(served.map((org) => rightOf(c, caller, org, 'cached')))
  const seen: Organization[] = []
  const unanswered: Organization[] = []
  for (const [index, org] of served.entries()) {
    const answer = answers[index]
    if (answer?.status === 'fulfilled') {
      if (answer.value === 'owner') seen.push(org)
      continue
    }
    const error = String(answer?.reason)
    console.error(JSON.stringify({ event: 'right_not_asked', organization: org.id, error }))
    unanswered.push(org)
  }
  return { seen, unanswered }
}

/** The caller, or 401. */
export function signedIn(c: Visit): Exclude<Caller, { kind: 'nobody' }> {
  const caller = c.var.caller
  if (caller.kind === 'nobody') {
    throw new Refusal(
      'not_signed_in',
      'Nobody is signed in. Sign in with GitHub on the page /sign-in, or send a bearer token.',
    )
  }
  return caller
}

/** Refuses a token that may only read. */
export function refuseReadToken(caller: Caller): void {
  if (caller.kind !== 'person' || caller.by.kind !== 'token' || caller.by.scope !== 'read') return
  throw new Refusal(
    'forbidden',
    'This token may only read. Nothing was changed. Make one with the scope "decide".',
  )
}

/** The organisation with this login. GitHub is asked where none is known yet; for the operator, who may just have added it, also later. */
async function organizationByLogin(
  c: Visit,
  caller: Exclude<Caller, { kind: 'nobody' }>,
  login: string,
): Promise<Organization | undefined> {
  const { register } = c.var.platform
  const known = await findOrganization(register, login)
  if (known !== undefined) return known
  if (caller.kind === 'operator') await discoverAtMostOnceAMinute(c)
  else await servedOrganizations(c)
  return await findOrganization(register, login)
}

/** The organisations served; on a new deployment, before the first hourly run, GitHub is asked for them. */
async function servedOrganizations(c: Visit): Promise<Organization[]> {
  const { register } = c.var.platform
  const served = await findServedOrganizations(register)
  if (served.length > 0) return served
  await discoverAtMostOnceAMinute(c)
  return findServedOrganizations(register)
}

async function authorize(
  c: Visit,
  caller: Exclude<Caller, { kind: 'nobody' }>,
  org: Organization | undefined,
  lookup: 'cached' | 'fresh',
): Promise<Authorized> {
  if (org === undefined || org.closedAt !== null) throw new Refusal('not_found', NOT_FOUND)
  const actor = actorOf(caller)
  if (caller.kind === 'operator') return { org, role: 'operator', actor }
  if ((await rightOf(c, caller, org, lookup)) === 'owner') return { org, role: 'owner', actor }
  if (lookup === 'fresh' && (await isHeldOn(c.var.platform.register, org.id, caller.id))) {
    throw new Refusal(
      'forbidden',
      `${caller.login} is no owner of ${org.login} now, as GitHub says. Nothing was changed; please ask an owner.`,
    )
  }
  throw new Refusal('not_found', NOT_FOUND)
}
