/** Access in waiting: invitations to the organisation and to its repositories. E-mail addresses are never kept. */

import { instant } from '../policy/calendar.ts'
import type { Grant, Id, SeenAccount } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { accountFromRest, type RestUser } from './people.ts'
import { roleFrom } from './teams.ts'

export interface InvitationsPage {
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  readonly next: number | null
}

/** https://docs.github.com/rest/orgs/members#list-pending-organization-invitations */
export async function* organizationInvitations(
  github: GitHub,
  org: string,
  accountOf: (login: string) => Promise<SeenAccount | null>,
  from: number,
): AsyncGenerator<InvitationsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<OrganizationInvitation[]>('GET /orgs/{org}/invitations', {
      org,
      per_page: 100,
      page,
    })
    // An organisation's invitation names its invitee by login alone; the id is asked for, ids being the keys.
    const invited = new Map<string, SeenAccount>()
    for (const { login } of data) {
      const account = login === null || invited.has(login) ? null : await accountOf(login)
      if (login !== null && account !== null) invited.set(login, account)
    }
    const next = data.length === 100 ? page + 1 : null
    yield {
      accounts: [
        ...invited.values(),
        ...data.flatMap(({ inviter }) => (inviter === null ? [] : [accountFromRest(inviter)])),
      ],
      grants: data.map((invitation) => ({
        kind: 'organization_invitation',
        invitation: invitation.id,
        account: invitation.login === null ? null : (invited.get(invitation.login)?.id ?? null),
        role: invitation.role,
        createdAt: instant(invitation.created_at),
        inviter: invitation.inviter?.id ?? null,
      })),
      next,
    }
    if (next === null) return
  }
}

/** https://docs.github.com/rest/collaborators/invitations#list-repository-invitations */
export async function* repositoryInvitations(
  github: GitHub,
  org: string,
  repository: { id: Id; name: string },
  from: number,
): AsyncGenerator<InvitationsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<RepositoryInvitation[]>('GET /repos/{owner}/{repo}/invitations', {
      owner: org,
      repo: repository.name,
      per_page: 100,
      page,
    })
    const next = data.length === 100 ? page + 1 : null
    yield {
      accounts: data.flatMap(({ invitee, inviter }) =>
        [invitee, inviter].flatMap((user) => (user === null ? [] : [accountFromRest(user)])),
      ),
      grants: data.map((invitation) => ({
        kind: 'repository_invitation',
        invitation: invitation.id,
        account: invitation.invitee?.id ?? null,
        repository: repository.id,
        role: roleFrom(invitation.permissions),
        createdAt: instant(invitation.created_at),
        inviter: invitation.inviter?.id ?? null,
      })),
      next,
    }
    if (next === null) return
  }
}

interface OrganizationInvitation {
  readonly id: number
  readonly login: string | null
  readonly role: string
  readonly created_at: string
  readonly inviter: RestUser | null
}

interface RepositoryInvitation {
  readonly id: number
  readonly invitee: RestUser | null
  readonly inviter: RestUser | null
  readonly permissions: string
  readonly created_at: string
}
