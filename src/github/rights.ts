/** What a person is in an organisation, asked of GitHub now. Never remembered here. */

import type { Id } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { isGone } from './trouble.ts'

interface Membership {
  readonly role: string
  readonly state: string
  readonly user: { readonly id: number } | null
}

/** `owner` only for an active owner with this very id; the login is a label and may have changed hands. */
export async function roleOf(
  github: GitHub,
  org: string,
  account: { id: Id; login: string },
): Promise<'owner' | 'none'> {
  const asNamed = await membership(github, org, account.login)
  if (asNamed?.user?.id === account.id) return roleFrom(asNamed)
  const login = await loginOf(github, account.id)
  if (login === null || login === account.login) return 'none'
  const asRenamed = await membership(github, org, login)
  return asRenamed?.user?.id === account.id ? roleFrom(asRenamed) : 'none'
}

/** The login that an id has now; null where the account is gone. https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function loginOf(github: GitHub, id: Id): Promise<string | null> {
  try {
    return (await github.rest<{ login: string }>('GET /user/{account_id}', { account_id: id })).data.login
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

function roleFrom(found: Membership): 'owner' | 'none' {
  return found.role === 'admin' && found.state === 'active' ? 'owner' : 'none'
}

async function membership(github: GitHub, org: string, username: string): Promise<Membership | null> {
  try {
    return (await github.rest<Membership>('GET /orgs/{org}/memberships/{username}', { org, username })).data
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}
