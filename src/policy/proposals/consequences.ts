/** Says in sentences, for whoever decides, what a plan takes away and what can be restored. */

import type { EffectiveAccess } from '../access/effective-access.ts'
import { counted, listed } from '../english.ts'
import type { PlanStep } from '../words.ts'

/** What is lost, and what can be given back; a sentence each. */
export interface Consequences {
  readonly lost: readonly string[]
  readonly back: readonly string[]
}

/** The consequences of a plan; `access` is the account's, null for an invitation or a credential. */
export function consequencesOf(plan: readonly PlanStep[], access: EffectiveAccess | null): Consequences {
  const actions = new Set(plan.map((step) => step.action))
  const lost: string[] = []
  const back: string[] = []
  if (actions.has('remove_membership')) addMembership(lost, back, access)
  if (actions.has('make_member')) {
    lost.push('Every right of an owner: over all repositories, members, teams and settings.')
    back.push('They can be made an owner again at once; that takes two owners.')
  }
  if (actions.has('convert_to_outside_collaborator')) addConversion(lost, back, plan, access)
  if (actions.has('remove_outside_collaborator')) {
    lost.push(`Access to ${counted(access?.repositories.size ?? 0, 'repository', 'repositories')}.`)
    back.push('Each role can be given again as an invitation, which they have to accept.')
  }
  const losesRepositories =
    actions.has('remove_repository_role') || actions.has('remove_outside_collaborator')
  const losesMembership = actions.has('remove_membership') || actions.has('convert_to_outside_collaborator')
  if (losesRepositories && !losesMembership) {
    lost.push(
      'GitHub deletes their forks of private repositories they can no longer see, and unassigns their issues there.',
    )
  }
  if (actions.has('lower_repository_role'))
    back.push('The former roles are recorded and can be set again at once.')
  if (actions.has('remove_team_membership') && !losesMembership) {
    const teams = plan.flatMap((step) => (step.action === 'remove_team_membership' ? [step.target] : []))
    lost.push(`What comes with ${listed(teams)}.`)
    back.push('They can be put back into the same teams at once.')
  }
  if (actions.has('add_to_emeritus_team')) {
    back.push('They stay a member, with the thanks of the emeritus team.')
    if (access && access.base !== 'none') back.push(`They keep what every member holds: ${access.base}.`)
  }
  if (actions.has('cancel_invitation') || actions.has('cancel_repository_invitation')) {
    back.push('They can be invited again at any time.')
  }
  if (access === null) addCredential(actions, lost, back)
  return { lost, back }
}

function addMembership(lost: string[], back: string[], access: EffectiveAccess | null): void {
  const parts = ['Membership']
  if (access && access.teams.length > 0) parts.push(counted(access.teams.length, 'team'))
  if (access && access.repositories.size > 0) {
    parts.push(`access to ${counted(access.repositories.size, 'repository', 'repositories')}`)
  }
  lost.push(`${listed(parts)}.`)
  lost.push(
    'Their fine-grained tokens stop working here, and GitHub deletes their forks of private repositories and unassigns their issues there.',
  )
  back.push(
    'For three months GitHub can reinstate them with the same teams and roles; they accept an invitation.',
  )
  back.push('Deleted forks and issue assignments do not come back.')
}

/** GitHub keeps what the teams give, and nothing that only the base permission or an organisation role gave. */
function addConversion(
  lost: string[],
  back: string[],
  plan: readonly PlanStep[],
  access: EffectiveAccess | null,
): void {
  const takenBack = plan.filter((step) => step.action === 'remove_repository_role').length
  lost.push('Membership and every team: they see no members and teams, and no team mentions them.')
  if (takenBack > 0) lost.push(`Their role in ${counted(takenBack, 'repository', 'repositories')}.`)
  const paths = [...(access?.repositories.values() ?? [])].map((reached) =>
    reached.paths.map(({ kind }) => kind),
  )
  const onlyBase = paths.filter((kinds) => kinds.every((kind) => kind === 'base')).length
  if (onlyBase > 0) {
    lost.push(
      `What only the base permission gives: ${access?.base} in ${counted(onlyBase, 'repository', 'repositories')}.`,
    )
  }
  if (paths.some((kinds) => kinds.includes('direct') && !kinds.includes('team')))
    lost.push('GitHub keeps what their teams give; a role of their own may go with the membership.')
  lost.push('Organisation roles, if they hold any.')
  back.push(
    'For three months GitHub can reinstate them with the same teams and roles; they accept an invitation.',
  )
}

function addCredential(actions: ReadonlySet<PlanStep['action']>, lost: string[], back: string[]): void {
  if (actions.has('revoke_fine_grained_token')) {
    lost.push('Whatever runs with this token stops working here.')
    back.push('Cannot be given back: its owner has to request access again.')
  }
  if (actions.has('deny_token_request')) back.push('Its owner can request it again.')
  if (actions.has('delete_deploy_key')) {
    lost.push('Whatever uses this key stops working.')
    back.push('The public half is recorded; the same key can be added again and its private half works on.')
  }
  if (actions.has('by_hand')) {
    lost.push('Whatever uses it stops working.')
    back.push('GitHub has no call for this: a person follows the link, and the next audit sees the result.')
  }
}
