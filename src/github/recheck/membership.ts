/** Reads what one account is now: its id and login, its membership of an organisation, and whether it is an owner. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, oneOf, text, whole } from '../http/decode.ts'
import { unlessGone, unreadable } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'

/** An organisation's key, and the login under which GitHub is asked about it. */
export interface NamedOrganization {
  readonly id: Id
  readonly login: string
}

/**
 * `owner` only for an active owner with this id, of the organisation with this id. Logins are labels: an organisation's may
 * belong to somebody else by now, who then makes nobody an owner here; and a membership of another account is looked up
 * again under the login of today.
 */
export async function readOrganizationRole(
  github: GitHub,
  org: NamedOrganization,
  account: { id: Id; login: string },
): Promise<'owner' | 'none'> {
  const asNamed = await readMembershipByLogin(github, org, account.login)
  if (asNamed?.user?.id === account.id) return roleFrom(asNamed, org)
  const login = await readLogin(github, account.id)
  if (login === null || login === account.login) return 'none'
  const asRenamed = await readMembershipByLogin(github, org, login)
  return asRenamed?.user?.id === account.id ? roleFrom(asRenamed, org) : 'none'
}

/** The membership of a login; null where there is none. Throws where the organisation's login belongs to another one now. */
export async function readMembership(
  github: GitHub,
  org: NamedOrganization,
  username: string,
): Promise<Membership | null> {
  const found = await readMembershipByLogin(github, org, username)
  if (found !== null && found.organization.id !== org.id)
    throw unreadable(`who belongs to ${org.login} (another organisation has that login now)`)
  return found
}

/** The login of today; null where the account is gone. https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function readLogin(github: GitHub, account: Id): Promise<string | null> {
  const answer = await unlessGone(github.rest('GET /user/{account_id}', { account_id: account }, USER))
  return answer === null ? null : answer.data.login
}

/** The e-mail address that an account shows to everybody; null where it shows none, or is gone. https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function readPublicEmail(github: GitHub, account: Id): Promise<string | null> {
  const answer = await unlessGone(github.rest('GET /user/{account_id}', { account_id: account }, WITH_EMAIL))
  const email = answer === null || answer.data.id !== account ? null : (answer.data.email?.trim() ?? null)
  return email !== null && ONE_ADDRESS.test(email) ? email : null
}

/** One address and nothing else: whoever fills in their profile must not choose further receivers. */
const ONE_ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,190}\.[^\s@<>,;:"()[\]\\.]{2,63}$/

/** The account of a login or an id now; null where there is none. https://docs.github.com/rest/users/users#get-a-user */
export async function readAccountNow(
  github: GitHub,
  account: { readonly login: string } | { readonly id: Id },
): Promise<{ readonly id: Id; readonly login: string } | null> {
  const answer = await unlessGone(
    'id' in account
      ? github.rest('GET /user/{account_id}', { account_id: account.id }, ACCOUNT)
      : github.rest('GET /users/{username}', { username: account.login }, ACCOUNT),
  )
  return answer === null ? null : answer.data
}

/** https://docs.github.com/rest/orgs/members#get-organization-membership-for-a-user */
async function readMembershipByLogin(
  github: GitHub,
  { login: org }: NamedOrganization,
  username: string,
): Promise<Membership | null> {
  const route = 'GET /orgs/{org}/memberships/{username}'
  const answer = await unlessGone(github.rest(route, { org, username }, MEMBERSHIP))
  return answer === null ? null : answer.data
}

function roleFrom({ role, state, organization }: Membership, org: NamedOrganization): 'owner' | 'none' {
  return organization.id === org.id && role === 'admin' && state === 'active' ? 'owner' : 'none'
}

type Membership = Decoded<typeof MEMBERSHIP>

/**
 * `admin` is an owner, `pending` an invitation. User and organisation say whose membership it is, and where: logins change
 * hands. A billing manager is no owner, and counts as a member.
 */
const MEMBERSHIP = fields({
  role: oneOf({ admin: 'admin', member: 'member', billing_manager: 'member' }),
  state: oneOf({ active: 'active', pending: 'pending' }),
  organization: fields({ id: whole }),
  user: orNull(fields({ id: whole })),
})

const USER = fields({ login: text })

const WITH_EMAIL = fields({ id: whole, email: orNull(text) })

const ACCOUNT = fields({ id: whole, login: text })
