/** Confirms that one grant, repository, team or credential that no list showed is really gone. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { unlessGone } from '../http/pages.ts'
import { readDirectRole } from '../inventory/repository-roles.ts'
import { isDirectMember } from '../inventory/team-members.ts'
import { readMembership } from './membership.ts'

/** What no list showed, with the names that GitHub's paths want. */
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

/** Whether it is gone. Throws where GitHub does not show it in full: an incomplete answer never counts as gone. */
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
        (await readOne(github, 'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', {
          org,
          team_slug: missed.team,
          owner: org,
          repo: missed.repository,
        })) === null
      )
    case 'team_parent': {
      const team = await readOne<{ parent: { id: Id } | null }>(github, 'GET /orgs/{org}/teams/{team_slug}', {
        org,
        team_slug: missed.team,
      })
      return team?.parent?.id !== missed.parent
    }
    case 'repository_role':
      return isGoneOr(
        async () =>
          (await readDirectRole(github, org, missed.repository, {
            id: missed.account,
            login: missed.login,
          })) === null,
      )
    case 'organization_invitation':
      return (
        (await readOne(github, 'GET /orgs/{org}/invitations/{invitation_id}/teams', {
          org,
          invitation_id: missed.invitation,
        })) === null
      )
    case 'repository_invitation':
      return isGoneOr(
        async () =>
          !(await isListed(
            github,
            'GET /repos/{owner}/{repo}/invitations',
            { owner: org, repo: missed.repository },
            missed.invitation,
          )),
      )
    case 'repository': {
      const found = await readOne<{ id: Id; owner: { login: string } }>(github, 'GET /repos/{owner}/{repo}', {
        owner: org,
        repo: missed.name,
      })
      // A redirect follows a rename or a transfer; with another owner it is no longer the organisation's.
      return found === null || found.id !== missed.id || found.owner.login.toLowerCase() !== org.toLowerCase()
    }
    case 'team': {
      const found = await readOne<{ id: Id }>(github, 'GET /orgs/{org}/teams/{team_slug}', {
        org,
        team_slug: missed.slug,
      })
      return found?.id !== missed.id
    }
    case 'deploy_key':
      return (
        (await readOne(github, 'GET /repos/{owner}/{repo}/keys/{key_id}', {
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

/** One object, or null where GitHub says that there is none. */
async function readOne<T>(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
): Promise<T | null> {
  const answer = await unlessGone(github.rest<T>(route, parameters))
  return answer === null ? null : answer.data
}

/** True where the repository itself is gone, and with it everything in it; else what the check says. */
async function isGoneOr(check: () => Promise<boolean>): Promise<boolean> {
  return (await unlessGone(check())) ?? true
}

/** For objects that GitHub shows only in a list: the whole list is read again. */
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
