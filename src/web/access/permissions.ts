/** Who may do what: owners and the operator, asked of GitHub. It never tells an unknown organisation from a foreign one. */

import { Refusal } from '../../policy/refusal.ts'
import type { Actor, Id } from '../../policy/words.ts'
import { isHeldOn } from '../../register/access/holders.ts'
import {
  findOrganization,
  findOrganizationById,
  findServedOrganizations,
  type Organization,
} from '../../register/organizations.ts'
import { findRight, rememberRight } from '../../register/sign-in.ts'
import { actorOf, type Caller, realNow, realNowPlus, type Visit } from './visit.ts'

/** Somebody with a right to an organisation. */
export interface Authorized {
  readonly org: Organization
  readonly role: 'owner' | 'operator'
  readonly actor: Actor
}

/** How long a right that was looked up may serve for reading. */
const TRUSTED_MINUTES = 5

/** How long somebody without a right is not asked about again, also before a change: asking costs the organisation its requests. */
const NONE_TRUSTED_MINUTES = 1

/** The same words for an unknown organisation and for one of other people. */
const NOT_FOUND = 'There is no such organisation here, or you have no right to see it.'

/** Lets owners and the operator read an organisation; everybody else gets the same 404. */
export async function mayRead(c: Visit, login: string): Promise<Authorized> {
  const caller = signedIn(c)
  return await authorize(c, caller, await organizationNamed(c, caller, login), 'lately')
}

/** Lets owners and the operator change something; a right is always asked anew, that there is none serves for a minute. Members and owners that were get a 403. */
export async function mayDecide(c: Visit, org: string | Id): Promise<Authorized> {
  const caller = signedIn(c)
  if (caller.kind === 'person' && caller.by.kind === 'token' && caller.by.scope === 'read') {
    throw new Refusal(
      'forbidden',
      'This token may only read. Nothing was changed. Make one with the scope "decide".',
    )
  }
  const found =
    typeof org === 'string'
      ? await organizationNamed(c, caller, org)
      : await findOrganizationById(c.var.platform.register, org)
  return await authorize(c, caller, found, 'now')
}

/** Like mayRead, by the organisation's id: for what is addressed by an id of its own. */
export async function mayReadById(c: Visit, id: Id): Promise<Authorized> {
  const caller = signedIn(c)
  return await authorize(c, caller, await findOrganizationById(c.var.platform.register, id), 'lately')
}

/** The organisations that the caller may see, and those that could not be asked, as far as the caller is in them. */
export async function organizationsOf(
  c: Visit,
): Promise<{ seen: Organization[]; unanswered: Organization[] }> {
  const caller = c.var.caller
  if (caller.kind === 'nobody') return { seen: [], unanswered: [] }
  const served = await organizationsMet(c)
  if (caller.kind === 'operator') return { seen: served, unanswered: [] }
  const answers = await Promise.allSettled(served.map((org) => roleIn(c, caller, org, 'lately')))
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
    // To everybody else its name would tell that it is served here.
    if (await isHeldOn(c.var.platform.register, org.id, caller.id)) unanswered.push(org)
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

/** Before the first hourly run nobody has been met yet; the operator may have named one that is newer than the last run. */
async function organizationNamed(
  c: Visit,
  caller: Exclude<Caller, { kind: 'nobody' }>,
  login: string,
): Promise<Organization | undefined> {
  const { register, discoverOrganizations } = c.var.platform
  const known = await findOrganization(register, login)
  if (known !== undefined) return known
  if (caller.kind === 'operator') await discoverOrganizations()
  else await organizationsMet(c)
  return await findOrganization(register, login)
}

/** Those served; on a new deployment GitHub is asked whom there is. */
async function organizationsMet(c: Visit): Promise<Organization[]> {
  const { register, discoverOrganizations } = c.var.platform
  const served = await findServedOrganizations(register)
  if (served.length > 0) return served
  await discoverOrganizations()
  return findServedOrganizations(register)
}

async function authorize(
  c: Visit,
  caller: Exclude<Caller, { kind: 'nobody' }>,
  org: Organization | undefined,
  asked: 'lately' | 'now',
): Promise<Authorized> {
  if (org === undefined || org.closedAt !== null) throw new Refusal('not_found', NOT_FOUND)
  // The cast: actorOf answers null for nobody only.
  const actor = actorOf(caller) as Actor
  if (caller.kind === 'operator') return { org, role: 'operator', actor }
  if ((await roleIn(c, caller, org, asked)) === 'owner') return { org, role: 'owner', actor }
  if (asked === 'now' && (await isHeldOn(c.var.platform.register, org.id, caller.id))) {
    throw new Refusal(
      'forbidden',
      `${caller.login} is no owner of ${org.login} now, as GitHub says. Nothing was changed; please ask an owner.`,
    )
  }
  throw new Refusal('not_found', NOT_FOUND)
}

async function roleIn(
  c: Visit,
  person: { id: Id; login: string },
  org: Organization,
  asked: 'lately' | 'now',
): Promise<'owner' | 'none'> {
  const { register, organizationRoleOf: roleOf } = c.var.platform
  const trusted = asked === 'lately' ? TRUSTED_MINUTES : NONE_TRUSTED_MINUTES
  const known = await findRight(register, org.id, person.id, realNowPlus(-trusted))
  if (known === 'none' || (known !== null && asked === 'lately')) return known
  const role = await roleOf(org, { id: person.id, login: person.login })
  await rememberRight(register, org.id, person.id, role, realNow())
  return role
}
