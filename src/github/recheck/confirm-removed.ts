/** Asks for one thing that no page showed: is it really gone? Answers false for "still there"; unreadable is thrown, never "gone". */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { unlessGone } from '../http/pages.ts'
import { readDirectRole } from '../inventory/direct-roles.ts'
import { isDirectMember } from '../inventory/team-members.ts'
import { readMembership } from './membership.ts'

/** What to ask for, with the labels that GitHub's paths want. */
export type Missed =
  | { readonly kind: 'organization_role'; readonly login: string; readonly account: Id }
  | { readonly kind: 'outside_collaborator'; readonly account: Id }
  | { readonly kind: 'team_membership'; readonly team: string; readonly login: string; readonly account: Id }
  | { readonly kind: 'team_repository'; readonly team: string; readonly repository: string }
  | { readonly kind: 'team_parent'; readonly team: string; readonly parent: Id }
  | {
      readonly kind: 'repository_role'
      readonly repository: string
      readonly login: string
      readonly account: Id
    }
  | { readonly kind: 'organization_invitation'; readonly invitation: Id }
  | { readonly kind: 'repository_invitation'; readonly repository: string; readonly invitation: Id }
  | { readonly kind: 'repository'; readonly name: string; readonly id: Id }
  | { readonly kind: 'team'; readonly slug: string; readonly id: Id }
  | { readonly kind: 'deploy_key'; readonly repository: string; readonly id: string }
  | { readonly kind: 'fine_grained_token' | 'token_request' | 'app_installation'; readonly id: string }

export async function isConfirmedGone(github: GitHub, org: string, missed: Missed): Promise<boolean> {
  switch (missed.kind) {
    case 'organization_role': {
      const found = await readMembership(github, org, missed.login)
      return found === null || found.user?.id !== missed.account || found.state !== 'active'
    }
    case 'outside_collaborator':
      return !(await isListed(github, 'GET /orgs/{org}/outside_collaborators', { org }, missed.account))
    case 'team_membership':
      return !(await isDirectMember(github, org, missed.team, missed.account))
    case 'team_repository':
      return (
        (await asked(github, 'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', {
          org,
          team_slug: missed.team,
          owner: org,
          repo: missed.repository,
        })) === null
      )
    case 'team_parent': {
      const team = await asked<{ parent: { id: Id } | null }>(github, 'GET /orgs/{org}/teams/{team_slug}', {
        org,
        team_slug: missed.team,
      })
      return team?.parent?.id !== missed.parent
    }
    case 'repository_role':
      return goneIfGone(
        async () =>
          (await readDirectRole(github, org, missed.repository, {
            id: missed.account,
            login: missed.login,
          })) === null,
      )
    case 'organization_invitation':
      return (
        (await asked(github, 'GET /orgs/{org}/invitations/{invitation_id}/teams', {
          org,
          invitation_id: missed.invitation,
        })) === null
      )
    case 'repository_invitation':
      return goneIfGone(
        async () =>
          !(await isListed(
            github,
            'GET /repos/{owner}/{repo}/invitations',
            { owner: org, repo: missed.repository },
            missed.invitation,
          )),
      )
    case 'repository': {
      const found = await asked<{ id: Id; owner: { login: string } }>(github, 'GET /repos/{owner}/{repo}', {
        owner: org,
        repo: missed.name,
      })
      // A redirect leads to where it was renamed or transferred; another owner's is not the organisation's any more.
      return found === null || found.id !== missed.id || found.owner.login.toLowerCase() !== org.toLowerCase()
    }
    case 'team': {
      const found = await asked<{ id: Id }>(github, 'GET /orgs/{org}/teams/{team_slug}', {
        org,
        team_slug: missed.slug,
      })
      return found?.id !== missed.id
    }
    case 'deploy_key':
      return (
        (await asked(github, 'GET /repos/{owner}/{repo}/keys/{key_id}', {
          owner: org,
          repo: missed.repository,
          key_id: missed.id,
        })) === null
      )
    case 'fine_grained_token':
      return !(await isListed(github, 'GET /orgs/{org}/personal-access-tokens', { org }, Number(missed.id)))
    case 'token_request':
      return !(await isListed(
        github,
        'GET /orgs/{org}/personal-access-token-requests',
        { org },
        Number(missed.id),
      ))
    case 'app_installation':
      return !(await isListed(github, 'GET /orgs/{org}/installations', { org }, Number(missed.id)))
  }
}

/** The object, or null where GitHub says that there is none. */
async function asked<T>(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
): Promise<T | null> {
  const answer = await unlessGone(github.rest<T>(route, parameters))
  return answer === null ? null : answer.data
}

/** With the repository itself everything in it is gone. */
async function goneIfGone(ask: () => Promise<boolean>): Promise<boolean> {
  return (await unlessGone(ask())) ?? true
}

/** For things that GitHub has no single read of: a second, complete reading of the list. */
async function isListed(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
  id: Id,
): Promise<boolean> {
  for await (const { rows } of numberedPages<{ readonly id: Id }>(github, route, parameters, 1)) {
    if (rows.some((row) => row.id === id)) return true
  }
  return false
}
