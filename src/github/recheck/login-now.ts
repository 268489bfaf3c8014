/** The login that an id has now. A login is a label: it is asked for right before it is used, and never remembered. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { unlessGone } from '../http/pages.ts'

/** Null where the account is gone. https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function readLogin(github: GitHub, account: Id): Promise<string | null> {
  const user = await unlessGone(
    github.rest<{ login: string }>('GET /user/{account_id}', { account_id: account }),
  )
  return user === null ? null : user.data.login
}
