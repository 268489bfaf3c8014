/** Reads what one account is now: its id and login, its membership of an organisation, and whether it is an owner. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, oneOf, text, whole } from '../http/decode.ts'
import { unlessGone } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'

/**
 * `owner` only for an active owner with this id. The login is a label and may belong to somebody else by now, so a
 * membership of another id is looked up again under the login of today.
 */
export async function readOrganizationRole(
  github: GitHub,
  org: string,
  account: { id: Id; login: string },
): Promise<'owner' | 'none'> {
  const asNamed = await readMembership(github, org, account.login)
  if (asNamed?.user?.id === account.id) return roleFrom(asNamed)
  const login = await readLogin(github, account.id)
  if (login === null || login === account.login) return 'none'
  const asRenamed = await readMembership(github, org, login)
  return asRenamed?.user?.id === account.id ? roleFrom(asRenamed) : 'none'
}

/** The membership of a login; null where there is none. https://docs.github.com/rest/orgs/members#get-organization-membership-for-a-user */
export async function readMembership(
  github: GitHub,
  org: string,
  username: string,
): Promise<Membership | null> {
  const route = 'GET /orgs/{org}/memberships/{username}'
  const answer = await unlessGone(github.rest(route, { org, username }, MEMBERSHIP))
  return answer === null ? null : answer.data
}

/** The login of today; null where the account is gone. https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function readLogin(github: GitHub, account: Id): Promise<string | null> {
  const answer = await unlessGone(github.rest('GET /user/{account_id}', { account_id: account }, USER))
  return answer === null ? null : answer.data.login
}

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

function roleFrom(membership: Membership): 'owner' | 'none' {
  return membership.role === 'admin' && membership.state === 'active' ? 'owner' : 'none'
}

type Membership = Decoded<typeof MEMBERSHIP>

/**
 * `admin` is an owner, `pending` an invitation. The user says whose membership it is: the login may have changed hands. A
 * billing manager is no owner, and counts as a member.
 */
const MEMBERSHIP = fields({
  role: oneOf({ admin: 'admin', member: 'member', billing_manager: 'member' }),
  state: oneOf({ active: 'active', pending: 'pending' }),
  user: orNull(fields({ id: whole })),
})

const USER = fields({ login: text })

const ACCOUNT = fields({ id: whole, login: text })
