/** Whether a person is an owner of an organisation, asked of GitHub now. Never remembered here. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { readLogin } from './login-now.ts'
import { readMembership } from './membership.ts'

/** `owner` only for an active owner with this very id; the login is a label and may have changed hands. */
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

function roleFrom(found: { readonly role: string; readonly state: string }): 'owner' | 'none' {
  return found.role === 'admin' && found.state === 'active' ? 'owner' : 'none'
}
