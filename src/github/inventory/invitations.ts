/** Reads the pending invitations to an organisation and to its repositories, without the e-mail addresses. */

import { instant } from '../../policy/calendar.ts'
import type { Grant, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type RestUser, toAccountFromRest } from './account-fields.ts'
import { toRepositoryRole } from './repository-roles.ts'

export interface InvitationsPage {
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** The next page's number; null at the end. */
  readonly next: number | null
}

/** `accountOf` finds the account of a login; an invitation to an e-mail address has none. https://docs.github.com/rest/orgs/members#list-pending-organization-invitations */
export async function* readOrganizationInvitations(
  github: GitHub,
  org: string,
  accountOf: (login: string) => Promise<SeenAccount | null>,
  from: number,
): AsyncGenerator<InvitationsPage> {
  const route = 'GET /orgs/{org}/invitations'
  for await (const { rows, next } of numberedPages<OrganizationInvitation>(github, route, { org }, from)) {
    // Here GitHub names the invitee by login only, and our key is the id.
    const invited = new Map<string, SeenAccount>()
    for (const { login } of rows) {
      const account = login === null || invited.has(login) ? null : await accountOf(login)
      if (login !== null && account !== null) invited.set(login, account)
    }
    yield {
      accounts: [
        ...invited.values(),
        ...rows.flatMap(({ inviter }) => (inviter === null ? [] : [toAccountFromRest(inviter)])),
      ],
      grants: rows.map((invitation) => ({
        kind: 'organization_invitation',
        invitation: invitation.id,
        account: invitation.login === null ? null : (invited.get(invitation.login)?.id ?? null),
        role: invitation.role,
        createdAt: instant(invitation.created_at),
        inviter: invitation.inviter?.id ?? null,
      })),
      next,
    }
  }
}

/** https://docs.github.com/rest/collaborators/invitations#list-repository-invitations */
export async function* readRepositoryInvitations(
  github: GitHub,
  org: string,
  repository: { id: Id; name: string },
  from: number,
): AsyncGenerator<InvitationsPage> {
  const parameters = { owner: org, repo: repository.name }
  const route = 'GET /repos/{owner}/{repo}/invitations'
  for await (const { rows, next } of numberedPages<RepositoryInvitation>(github, route, parameters, from)) {
    yield {
      accounts: rows.flatMap(({ invitee, inviter }) =>
        [invitee, inviter].flatMap((user) => (user === null ? [] : [toAccountFromRest(user)])),
      ),
      grants: rows.map((invitation) => ({
        kind: 'repository_invitation',
        invitation: invitation.id,
        account: invitation.invitee?.id ?? null,
        repository: repository.id,
        role: toRepositoryRole(invitation.permissions) ?? 'read',
        createdAt: instant(invitation.created_at),
        inviter: invitation.inviter?.id ?? null,
      })),
      next,
    }
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
