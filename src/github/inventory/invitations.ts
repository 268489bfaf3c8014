/** Reads the pending invitations to an organisation and to its repositories, without the e-mail addresses. */

import type { Grant, Id, Instant, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoder, fields, moment, nullable, rows, text, whole } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { restAccount } from './account-fields.ts'
import { repositoryRole } from './repository-roles.ts'

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
  for await (const page of numberedPages(github, route, { org }, from, rows(ORGANIZATION_INVITATION))) {
    // Here GitHub names the invitee by login only, and our key is the id.
    const invited = new Map<string, SeenAccount>()
    for (const { login } of page.rows) {
      const account = login === null || invited.has(login) ? null : await accountOf(login)
      if (login !== null && account !== null) invited.set(login, account)
    }
    yield {
      accounts: [...invited.values(), ...page.rows.flatMap(({ inviter }) => inviter ?? [])],
      grants: page.rows.map((invitation) => ({
        kind: 'organization_invitation',
        invitation: invitation.id,
        account: invitation.login === null ? null : (invited.get(invitation.login)?.id ?? null),
        role: invitation.role,
        createdAt: invitation.created_at,
        inviter: invitation.inviter?.id ?? null,
      })),
      next: page.next,
    }
  }
}

/** An invitation that lapsed or failed. https://docs.github.com/rest/orgs/members#list-failed-organization-invitations */
export interface FailedInvitation {
  readonly invitation: Id
  /** Null where an e-mail address was invited, or the account is gone. */
  readonly account: SeenAccount | null
  readonly role: string
  readonly failedAt: Instant | null
  readonly reason: string | null
}

/** All of them: there are few, since an owner sees and cancels them. */
export async function readFailedInvitations(
  github: GitHub,
  org: string,
  accountOf: (login: string) => Promise<SeenAccount | null>,
): Promise<readonly FailedInvitation[]> {
  const failed: FailedInvitation[] = []
  const route = 'GET /orgs/{org}/failed_invitations'
  for await (const page of numberedPages(github, route, { org }, 1, rows(FAILED_INVITATION))) {
    for (const { id, login, role, failed_at, failed_reason } of page.rows) {
      failed.push({
        invitation: id,
        account: login === null ? null : await accountOf(login),
        role,
        failedAt: failed_at,
        reason: failed_reason,
      })
    }
  }
  return failed
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
  for await (const page of numberedPages(github, route, parameters, from, rows(REPOSITORY_INVITATION))) {
    yield {
      accounts: page.rows.flatMap(({ invitee, inviter }) => [invitee ?? [], inviter ?? []].flat()),
      grants: page.rows.map((invitation) => ({
        kind: 'repository_invitation',
        invitation: invitation.id,
        account: invitation.invitee?.id ?? null,
        repository: repository.id,
        role: invitation.permissions,
        createdAt: invitation.created_at,
        inviter: invitation.inviter?.id ?? null,
      })),
      next: page.next,
    }
  }
}

/** `role` is kept as GitHub names it; an invitation to an e-mail address has no login, or an empty one. */
const ORGANIZATION_INVITATION = fields({
  id: whole,
  login: unlessEmpty(text),
  role: text,
  created_at: moment,
  inviter: nullable(restAccount),
})

/** Null also where GitHub writes an empty text, as in its own examples of invitations. */
function unlessEmpty<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, odd) => nullable(decode)(value === '' ? null : value, odd)
}

const FAILED_INVITATION = fields({
  id: whole,
  login: unlessEmpty(text),
  role: text,
  failed_at: unlessEmpty(moment),
  failed_reason: unlessEmpty(text),
})

const REPOSITORY_INVITATION = fields({
  id: whole,
  invitee: nullable(restAccount),
  inviter: nullable(restAccount),
  permissions: repositoryRole,
  created_at: moment,
})
