/** Works out what is to be given back now: what the snapshot held and is missing, in order, and nothing beyond it. */

import { grantKey } from '../access/grant-key.ts'
import { daysAfter, isBefore } from '../calendar.ts'
import {
  type Grant,
  type Instant,
  type InvitationRole,
  isWeaker,
  type RestoreStep,
  type Taken,
} from '../words.ts'
import type { HeldNow } from './held-now.ts'
import { invitationAgain, lapsedFirst } from './invite-again.ts'
import { takenGrants } from './taken-grants.ts'

/** GitHub keeps what a former member held for three months; https://docs.github.com/organizations/managing-membership-in-your-organization/reinstating-a-former-member-of-your-organization */
const REINSTATE_DAYS = 90

/** The steps that are left at `now`; empty once everything is held again. `mayReinstate`: GitHub has not refused to reinstate. */
export function giveBackSteps(
  taken: Taken,
  held: HeldNow,
  now: Instant,
  mayReinstate = true,
): readonly RestoreStep[] {
  const { snapshot } = taken
  switch (snapshot.kind) {
    case 'credential':
      return credentialSteps(taken, held)
    case 'invitation':
      return snapshot.grant === null ? [] : invitationAgain(snapshot.grant, snapshot.login, held)
    case 'account': {
      const grants = takenGrants(taken)
      if (held.login === null) {
        const why = `GitHub has no account ${snapshot.login} any more.`
        return grants.map((grant) => cannot(grant, snapshot.login, why))
      }
      const member = grants.find((grant) => grant.kind === 'organization_role')
      if (member !== undefined && held.membership !== 'active')
        return membershipSteps(taken, held, isBefore(now, until(snapshot.at)) && mayReinstate)
      return grants.flatMap((grant) => stepsFor(grant, held))
    }
  }
}

/** Until when GitHub reinstates; later it is an invitation with the teams and roles of the snapshot. */
function until(removed: Instant): Instant {
  return daysAfter(removed, REINSTATE_DAYS)
}

function membershipSteps(taken: Taken, held: HeldNow, reinstates: boolean): readonly RestoreStep[] {
  const grants = takenGrants(taken)
  const target = `${held.login} into ${held.organization}`
  return grants.flatMap((grant): RestoreStep[] => {
    if (grant.kind !== 'organization_role') return []
    const { account } = grant
    if (held.membership === 'pending')
      return [{ action: 'wait_for_acceptance', key: 'acceptance', target, account }]
    const role: InvitationRole = grant.role === 'admin' ? 'admin' : 'direct_member'
    const teams = grants.flatMap((each) =>
      each.kind === 'team_membership' && held.teams.has(each.team) ? [each.team] : [],
    )
    return [
      ...held.failedInvitations.map((invitation): RestoreStep => {
        const key = `failed_invitation:${invitation}`
        return { action: 'cancel_failed_invitation', key, target, account, invitation }
      }),
      reinstates
        ? { action: 'reinstate', key: 'reinstate', target, account }
        : { action: 'invite', key: 'invite', target, account, role, teams },
    ]
  })
}

/** What is missing of one grant; what is held at the same or a higher role stays as it is. */
function stepsFor(grant: Grant, held: HeldNow): readonly RestoreStep[] {
  const { login } = held
  switch (grant.kind) {
    case 'organization_role': {
      const now = held.grants.find(({ kind }) => kind === 'organization_role')
      if (grant.role !== 'admin' || (now?.kind === 'organization_role' && now.role === 'admin')) return []
      const target = `${login}, owner of ${held.organization}`
      return [{ action: 'give_owner_role', key: 'owner', target, account: grant.account }]
    }
    case 'team_membership': {
      const { account, team, role } = grant
      const now = held.grants.find((each) => each.kind === 'team_membership' && each.team === team)
      if (now?.kind === 'team_membership' && (now.role === 'maintainer' || role === 'member')) return []
      const slug = held.teams.get(team)
      if (slug === undefined) return [cannot(grant, `team ${team}`, 'The team was deleted.')]
      if (held.membership !== 'active')
        return [cannot(grant, slug, `${login} is no member any more, and only members are in teams.`)]
      const target = role === 'maintainer' ? `${slug} (maintainer)` : slug
      return [{ action: 'give_team', key: grantKey(grant), target, account, team, role }]
    }
    case 'repository_role': {
      const { account, repository, role } = grant
      const now = held.grants.find(
        (each) => each.kind === 'repository_role' && each.repository === repository,
      )
      if (now?.kind === 'repository_role' && !isWeaker(now.role, role)) return []
      // GitHub refuses a direct role below what every member has, and it would give nothing.
      if (held.membership === 'active' && held.base !== 'none' && isWeaker(role, held.base)) return []
      const name = held.repositories.get(repository)
      if (name === undefined)
        return [
          cannot(
            grant,
            `repository ${repository}`,
            'The repository was deleted, or the App does not see it any more.',
          ),
        ]
      const isInvited = held.grants.some(
        (each) => each.kind === 'repository_invitation' && each.repository === repository,
      )
      const target = `${name} (${role})`
      const key = grantKey(grant)
      return isInvited
        ? [{ action: 'wait_for_acceptance', key, target, account }]
        : [
            ...lapsedFirst(held, account, repository, target),
            { action: 'give_repository_role', key, target, account, repository, role },
          ]
    }
    case 'organization_invitation':
    case 'repository_invitation':
      return invitationAgain(grant, login, held)
    // The first comes with the roles of an outside collaborator; the others belong to no single account.
    case 'outside_collaborator':
    case 'base_permission':
    case 'team_repository':
    case 'team_parent':
      return []
  }
}

function credentialSteps({ snapshot, plan }: Taken, held: HeldNow): readonly RestoreStep[] {
  if (snapshot.kind !== 'credential') return []
  const { title, key: publicKey, read_only: readOnly } = snapshot.fields
  return plan.flatMap((step): RestoreStep[] => {
    const { target } = step
    const why = 'GitHub lets nobody give it back: its owner has to ask for it again.'
    if (step.action !== 'delete_deploy_key')
      return [{ action: 'cannot_give_back', key: 'credential', target, why }]
    if (typeof title !== 'string' || typeof publicKey !== 'string' || typeof readOnly !== 'boolean') return []
    if (held.deployKeys.includes(publicKey)) return []
    const name = held.repositories.get(step.repository)
    if (name === undefined)
      return [{ action: 'cannot_give_back', key: 'deploy_key', target, why: 'Its repository was deleted.' }]
    const { repository } = step
    return [
      {
        action: 'add_deploy_key',
        key: 'deploy_key',
        target: `${title} in ${name}`,
        ...{ repository, title, publicKey, readOnly },
      },
    ]
  })
}

function cannot(grant: Grant, target: string, why: string): RestoreStep {
  return { action: 'cannot_give_back', key: grantKey(grant), target, why }
}
