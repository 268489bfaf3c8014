/** Reads the invitations that are pending now. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, flag, moment, nullable, text, whole } from '../http/decode.ts'
import { readAllPages } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'
import { repositoryRole } from '../inventory/repository-roles.ts'

type Invitation = Extract<Grant, { kind: 'organization_invitation' | 'repository_invitation' }>

/** A pending invitation and the login of the invitee; null where it went to an e-mail address. */
export interface PendingInvitation {
  readonly grant: Invitation
  readonly login: string | null
  /** Of an invitation to a repository: it lapsed, and stays in GitHub's list all the same. */
  readonly lapsed: boolean
}

/** Every pending invitation to the organisation. GitHub gives the invitee's login, not the id. */
export async function readOrganizationInvitationsNow(
  github: GitHub,
  organization: string,
): Promise<readonly PendingInvitation[]> {
  const route = 'GET /orgs/{org}/invitations'
  const invitations = await readAllPages(github, route, { org: organization }, ORGANIZATION_INVITATION)
  return invitations.map((row) => ({
    login: row.login,
    lapsed: false,
    grant: {
      kind: 'organization_invitation',
      invitation: row.id,
      account: null,
      role: row.role,
      createdAt: row.created_at,
      inviter: row.inviter?.id ?? null,
    },
  }))
}

/** The invitations into the organisation that lapsed or failed, of one login. https://docs.github.com/rest/orgs/members#list-failed-organization-invitations */
export async function readFailedInvitationsOf(
  github: GitHub,
  organization: string,
  login: string,
): Promise<readonly Id[]> {
  const route = 'GET /orgs/{org}/failed_invitations'
  const failed = await readAllPages(github, route, { org: organization }, FAILED_INVITATION)
  return failed.filter((row) => row.login?.toLowerCase() === login.toLowerCase()).map(({ id }) => id)
}

/** Every pending invitation to these repositories, named `owner/name`. */
export async function readRepositoryInvitationsNow(
  github: GitHub,
  repositories: readonly { readonly id: Id; readonly name: string }[],
): Promise<readonly PendingInvitation[]> {
  const found: PendingInvitation[] = []
  for (const repository of repositories) {
    const [owner, repo] = repository.name.split('/')
    const route = 'GET /repos/{owner}/{repo}/invitations'
    for (const row of await readAllPages(github, route, { owner, repo }, REPOSITORY_INVITATION)) {
      found.push({
        login: row.invitee?.login ?? null,
        lapsed: row.expired === true,
        grant: {
          kind: 'repository_invitation',
          invitation: row.id,
          account: row.invitee?.id ?? null,
          repository: repository.id,
          role: row.permissions,
          createdAt: row.created_at,
          inviter: row.inviter?.id ?? null,
        },
      })
    }
  }
  return found
}

const INVITER = nullable(fields({ id: whole }))

/** `role` is kept as GitHub names it; an invitation to an e-mail address has no login. */
const ORGANIZATION_INVITATION = fields({
  id: whole,
  login: orNull(text),
  role: text,
  created_at: moment,
  inviter: INVITER,
})

const REPOSITORY_INVITATION = fields({
  id: whole,
  invitee: orNull(fields({ id: whole, login: text })),
  inviter: INVITER,
  permissions: repositoryRole,
  created_at: moment,
  expired: nullable(flag),
})

const FAILED_INVITATION = fields({ id: whole, login: orNull(text) })
