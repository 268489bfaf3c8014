/** Confirms that one grant, repository, team or credential that no list showed is really gone. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { anything, type Decoder, fields, list, text, whole } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { unlessGone, unreadable } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'
import { readDirectRole } from '../inventory/repository-roles.ts'
import { isDirectMember } from '../inventory/team-members.ts'
import { readMembership } from './membership.ts'

/** What no list showed, with the names that GitHub's paths want. */
export type Missed =
  | {
      readonly kind: 'organization_role'
      readonly organization: Id
      readonly login: string
      readonly account: Id
    }
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
      const found = await readMembership(github, { id: missed.organization, login: org }, missed.login)
      if (found?.user === null) throw unreadable(`whose membership that of ${missed.login} is`)
      return found === null || found.user?.id !== missed.account || found.state !== 'active'
    }
    case 'outside_collaborator':
      return !(await isListed(github, 'GET /orgs/{org}/outside_collaborators', { org }, missed.account))
    case 'team_membership':
      return !(await isDirectMember(github, org, missed.team, missed.account))
    case 'team_repository':
      return !(await isThere(github, 'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', {
        org,
        team_slug: missed.team,
        owner: org,
        repo: missed.repository,
      }))
    case 'team_parent': {
      const parameters = { org, team_slug: missed.team }
      const team = await readOne(github, 'GET /orgs/{org}/teams/{team_slug}', parameters, WITH_PARENT)
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
      return !(await isThere(github, 'GET /orgs/{org}/invitations/{invitation_id}/teams', {
        org,
        invitation_id: missed.invitation,
      }))
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
      const parameters = { owner: org, repo: missed.name }
      const found = await readOne(github, 'GET /repos/{owner}/{repo}', parameters, REPOSITORY)
      // A redirect follows a rename or a transfer; with another owner it is no longer the organisation's.
      return found === null || found.id !== missed.id || found.owner.login.toLowerCase() !== org.toLowerCase()
    }
    case 'team': {
      const parameters = { org, team_slug: missed.slug }
      const found = await readOne(github, 'GET /orgs/{org}/teams/{team_slug}', parameters, ROW)
      return found?.id !== missed.id
    }
    case 'deploy_key':
      return !(await isThere(github, 'GET /repos/{owner}/{repo}/keys/{key_id}', {
        owner: org,
        repo: missed.repository,
        key_id: missed.id,
      }))
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
      return !(await isListed(
        github,
        'GET /orgs/{org}/installations',
        { org },
        Number(missed.id),
        INSTALLATIONS,
      ))
  }
}

/** One object, or null where GitHub says that there is none. */
async function readOne<T>(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
  decode: Decoder<T>,
): Promise<T | null> {
  const answer = await unlessGone(github.rest(route, parameters, decode))
  return answer === null ? null : answer.data
}

/** Whether GitHub has an object there, whatever it says of it: a team's repository comes without a word. */
async function isThere(github: GitHub, route: string, parameters: Record<string, unknown>): Promise<boolean> {
  return (await unlessGone(github.rest(route, parameters, anything))) !== null
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
  page: Decoder<readonly { readonly id: Id }[]> = ROWS,
): Promise<boolean> {
  for await (const { rows } of numberedPages(github, route, parameters, 1, page)) {
    if (rows.some((row) => row.id === id)) return true
  }
  return false
}

const ROW = fields({ id: whole })
const ROWS = list(ROW)

/** The only list that comes inside an object. */
const INSTALLATION_LIST = fields({ installations: ROWS })
const INSTALLATIONS: typeof ROWS = (value, odd) => INSTALLATION_LIST(value, odd).installations

const WITH_PARENT = fields({ parent: orNull(ROW) })
const REPOSITORY = fields({ id: whole, owner: fields({ login: text }) })
