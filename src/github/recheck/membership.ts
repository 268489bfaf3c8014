/** What a login is in an organisation, asked of GitHub now. The login may have changed hands: `user` says whose membership it is. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { unlessGone } from '../http/pages.ts'

interface Membership {
  /** `admin` is an owner. */
  readonly role: string
  /** `active`; `pending` is an invitation. */
  readonly state: string
  readonly user: { readonly id: Id } | null
}

/** Null where there is none. https://docs.github.com/rest/orgs/members#get-organization-membership-for-a-user */
export async function readMembership(
  github: GitHub,
  org: string,
  username: string,
): Promise<Membership | null> {
  const found = await unlessGone(
    github.rest<Membership>('GET /orgs/{org}/memberships/{username}', { org, username }),
  )
  return found === null ? null : found.data
}
