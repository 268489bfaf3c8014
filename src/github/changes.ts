/** Every call that changes access on GitHub, in two tables: what takes, which never raises access, and what gives back. */

import { beyondSnapshot } from '../policy/revocation/beyond-snapshot.ts'
import type { Id, PlanStep, RepositoryRole, RestoreStep, Taken } from '../policy/words.ts'
import { REPOSITORY_ROLES } from '../policy/words.ts'
import type { GitHub } from './http/client.ts'
import { anything } from './http/decode.ts'
import { GitHubTrouble, isGone } from './http/errors.ts'
import { REST_ROLES } from './inventory/repository-roles.ts'
import { whyNotEmeritusTeam } from './recheck/emeritus-team.ts'
import { type StandingStep, whyNotStanding } from './recheck/standing.ts'

/** The current names of the ids in a step: GitHub's calls want names, and a name can pass to somebody else. */
export interface ChangeNames {
  readonly organization: string
  readonly organizationId: Id
  /** The account's login. */
  readonly login: string | null
  /** `owner/name` of the step's repository. */
  readonly repository: string | null
  /** The slug of the step's team. */
  readonly team: string | null
  /** The current direct role, where the step lowers one. */
  readonly roleNow: RepositoryRole | null
}

type Change = Exclude<PlanStep['action'], 'by_hand'>

/** Every call of the product that takes something. https://docs.github.com/rest */
export const CHANGES: Readonly<Record<Change, string>> = {
  remove_membership: 'DELETE /orgs/{org}/memberships/{username}',
  remove_outside_collaborator: 'DELETE /orgs/{org}/outside_collaborators/{username}',
  make_member: 'PUT /orgs/{org}/memberships/{username}',
  convert_to_outside_collaborator: 'PUT /orgs/{org}/outside_collaborators/{username}',
  remove_repository_role: 'DELETE /repos/{owner}/{repo}/collaborators/{username}',
  lower_repository_role: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
  remove_team_membership: 'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}',
  add_to_emeritus_team: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
  cancel_invitation: 'DELETE /orgs/{org}/invitations/{invitation_id}',
  cancel_repository_invitation: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
  revoke_fine_grained_token: 'POST /orgs/{org}/personal-access-tokens/{pat_id}',
  deny_token_request: 'POST /orgs/{org}/personal-access-token-requests/{pat_request_id}',
  delete_deploy_key: 'DELETE /repos/{owner}/{repo}/keys/{key_id}',
}

/** A step of giving back that sends something. */
export type SentRestoreStep = Exclude<RestoreStep, { action: 'wait_for_acceptance' | 'cannot_give_back' }>

/** Every call of the product that gives something back; none is sent without what was stored before the removal. */
export const GIVING_BACK: Readonly<Record<SentRestoreStep['action'], string>> = {
  cancel_failed_invitation: 'DELETE /orgs/{org}/invitations/{invitation_id}',
  cancel_lapsed_invitation: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
  reinstate: 'POST /orgs/{org}/invitations',
  invite: 'POST /orgs/{org}/invitations',
  give_owner_role: 'PUT /orgs/{org}/memberships/{username}',
  give_team: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
  give_repository_role: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
  add_deploy_key: 'POST /repos/{owner}/{repo}/keys',
}

/**
 * Sends the change. `gone`: GitHub has nothing to remove, or hides it (404). Throws GitHubTrouble; whether it was done all
 * the same is not known where `isUnanswered`.
 */
export type SendChange = () => Promise<'done' | 'gone'>

/** Prepares one step, so that nothing but the change itself is left to send. Throws GitHubTrouble where it must not be sent. */
export async function prepareChange(
  writer: GitHub,
  step: Exclude<PlanStep, { action: 'by_hand' }>,
  names: ChangeNames,
): Promise<SendChange> {
  const parameters = await parametersOf(writer, step, names)
  return async () => {
    try {
      await writer.rest(CHANGES[step.action], parameters, anything)
      return 'done'
    } catch (error) {
      if (isGone(error) && step.action !== 'add_to_emeritus_team') return 'gone'
      throw error
    }
  }
}

/** The names of today of what a step gives back. */
export type RestoreNames = Pick<ChangeNames, 'organization' | 'login' | 'repository' | 'team'>

/**
 * Sends one step of giving back; `gone`: the dead invitation that it cancels is gone already. Throws GitHubTrouble, and sends
 * nothing where what was taken does not hold the step.
 */
export async function sendRestoreStep(
  writer: GitHub,
  step: SentRestoreStep,
  names: RestoreNames,
  taken: Taken,
): Promise<'done' | 'gone'> {
  const beyond = beyondSnapshot(step, taken)
  if (beyond !== null) throw refused(beyond)
  try {
    await writer.rest(GIVING_BACK[step.action], restoreParametersOf(step, names), anything)
    return 'done'
  } catch (error) {
    if (isGone(error) && /^cancel_/.test(step.action)) return 'gone'
    throw error
  }
}

/** Whether the change may have been made although it failed: the connection broke, or GitHub answered with a fault. */
export function isUnanswered(error: unknown): boolean {
  return !(error instanceof GitHubTrouble) || (error.trouble.kind === 'later' && !error.trouble.limited)
}

async function parametersOf(
  writer: GitHub,
  step: Exclude<PlanStep, { action: 'by_hand' }>,
  names: ChangeNames,
): Promise<Record<string, unknown>> {
  const org = names.organization
  switch (step.action) {
    case 'remove_membership':
    case 'remove_outside_collaborator':
      return { org, username: known(names.login, step.target) }
    case 'make_member':
      return { org, username: await rightStanding(writer, step, names), role: 'member' }
    case 'convert_to_outside_collaborator':
      return { org, username: await rightStanding(writer, step, names) }
    case 'remove_repository_role':
      if (step.afterConversion) await rightStanding(writer, step, names)
      return { ...repositoryParameters(names, step.target), username: known(names.login, step.target) }
    case 'lower_repository_role':
      if (names.roleNow === null || rank(step.role) >= rank(names.roleNow)) {
        throw refused(
          `${step.target}: the role held now is not higher than ${step.role}, and nothing is ever raised.`,
        )
      }
      return {
        ...repositoryParameters(names, step.target),
        username: known(names.login, step.target),
        permission: REST_ROLES[step.role],
      }
    case 'remove_team_membership':
      return { org, team_slug: known(names.team, step.target), username: known(names.login, step.target) }
    case 'add_to_emeritus_team': {
      const username = known(names.login, step.target)
      const obstacle = await whyNotEmeritusTeam(
        writer,
        { id: names.organizationId, login: org },
        step.team,
        username,
      )
      if (obstacle !== null) throw refused(obstacle)
      return { org, team_slug: step.team, username, role: 'member' }
    }
    case 'cancel_invitation':
      return { org, invitation_id: step.invitation }
    case 'cancel_repository_invitation':
      return { ...repositoryParameters(names, step.target), invitation_id: step.invitation }
    case 'revoke_fine_grained_token':
      return { org, pat_id: step.token, action: 'revoke' }
    case 'deny_token_request':
      return {
        org,
        pat_request_id: step.request,
        action: 'deny',
        reason: 'Nobody has used or approved it; please ask again.',
      }
    case 'delete_deploy_key':
      return { ...repositoryParameters(names, step.target), key_id: step.key }
  }
}

/** The login, where what they are in the organisation is still what the step is about. */
async function rightStanding(writer: GitHub, step: StandingStep, names: ChangeNames): Promise<string> {
  const username = known(names.login, step.target)
  const organization = { id: names.organizationId, login: names.organization }
  const obstacle = await whyNotStanding(writer, organization, step, username)
  if (obstacle !== null) throw refused(obstacle)
  return username
}

function restoreParametersOf(step: SentRestoreStep, names: RestoreNames): Record<string, unknown> {
  const org = names.organization
  switch (step.action) {
    case 'cancel_failed_invitation':
      return { org, invitation_id: step.invitation }
    case 'cancel_lapsed_invitation':
      return { ...repositoryParameters(names, step.target), invitation_id: step.invitation }
    case 'reinstate':
      return { org, invitee_id: step.account, role: 'reinstate' }
    case 'invite':
      return { org, invitee_id: step.account, role: step.role, team_ids: step.teams }
    case 'give_owner_role':
      return { org, username: known(names.login, step.target), role: 'admin' }
    case 'give_team': {
      const username = known(names.login, step.target)
      return { org, team_slug: known(names.team, step.target), username, role: step.role }
    }
    case 'give_repository_role': {
      const permission = REST_ROLES[step.role]
      const username = known(names.login, step.target)
      return { ...repositoryParameters(names, step.target), username, permission }
    }
    case 'add_deploy_key': {
      const { title, publicKey: key, readOnly: read_only } = step
      return { ...repositoryParameters(names, step.target), title, key, read_only }
    }
  }
}

function repositoryParameters(
  names: Pick<ChangeNames, 'repository'>,
  target: string,
): { readonly owner: string; readonly repo: string } {
  const [owner, repo] = known(names.repository, target).split('/')
  return { owner: owner ?? '', repo: repo ?? '' }
}

function known(name: string | null, target: string): string {
  if (name === null)
    throw refused(`${target}: its name of today is not known, so nothing was sent to GitHub.`)
  return name
}

function refused(sentence: string): GitHubTrouble {
  return new GitHubTrouble({ kind: 'invalid' }, sentence)
}

function rank(role: RepositoryRole): number {
  return REPOSITORY_ROLES.indexOf(role)
}
