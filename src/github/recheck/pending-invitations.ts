/** Reads the invitations that are pending now. */

import { instant } from '../../policy/calendar.ts'
import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { readAllPages } from '../http/pages.ts'
import { toRepositoryRole } from '../inventory/repository-roles.ts'

type Invitation = Extract<Grant, { kind: 'organization_invitation' | 'repository_invitation' }>

/** A pending invitation and the login of the invitee; null where it went to an e-mail address. */
export interface PendingInvitation {
  readonly grant: Invitation
  readonly login: string | null
}

/** Every pending invitation to the organisation. GitHub gives the invitee's login, not the id. */
export async function readOrganizationInvitationsNow(
  github: GitHub,
  organization: string,
): Promise<readonly PendingInvitation[]> {
  const rows = await readAllPages<{
    id: Id
    login: string | null
    role: string
    created_at: string
    inviter: { id: Id } | null
  }>(github, 'GET /orgs/{org}/invitations', { org: organization })
  return rows.map((row) => ({
    login: row.login,
    grant: {
      kind: 'organization_invitation',
      invitation: row.id,
      account: null,
      role: row.role,
      createdAt: instant(row.created_at),
      inviter: row.inviter?.id ?? null,
    },
  }))
}

/** Every pending invitation to these repositories, named `owner/name`. */
export async function readRepositoryInvitationsNow(
  github: GitHub,
  repositories: readonly { readonly id: Id; readonly name: string }[],
): Promise<readonly PendingInvitation[]> {
  const found: PendingInvitation[] = []
  for (const repository of repositories) {
    const [owner, repo] = repository.name.split('/')
    const rows = await readAllPages<{
      id: Id
      invitee: { id: Id; login: string } | null
      inviter: { id: Id } | null
      permissions: string
      created_at: string
    }>(github, 'GET /repos/{owner}/{repo}/invitations', { owner, repo })
    for (const row of rows) {
      found.push({
        login: row.invitee?.login ?? null,
        grant: {
          kind: 'repository_invitation',
          invitation: row.id,
          account: row.invitee?.id ?? null,
          repository: repository.id,
          role: toRepositoryRole(row.permissions) ?? 'read',
          createdAt: instant(row.created_at),
          inviter: row.inviter?.id ?? null,
        },
      })
    }
  }
  return found
}
