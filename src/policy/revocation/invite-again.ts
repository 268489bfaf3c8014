/** Works out how an invitation that was cancelled is sent again, with the role that it had. */

import { grantKey } from '../access/grant-key.ts'
import type { Grant, Id, InvitationRole, RestoreStep } from '../words.ts'
import type { HeldNow } from './held-now.ts'

/** The steps of one invitation; none where the person is invited again, or has taken it by now. */
export function invitationAgain(grant: Grant, login: string | null, held: HeldNow): readonly RestoreStep[] {
  if (grant.kind !== 'organization_invitation' && grant.kind !== 'repository_invitation') return []
  const key = grantKey(grant)
  const cannot = (why: string): readonly RestoreStep[] => [
    { action: 'cannot_give_back', key, target: `invitation of ${login ?? 'an e-mail address'}`, why },
  ]
  const { account } = grant
  if (login === null)
    return cannot(
      'It went to an e-mail address, which is not kept: invite them by hand, where they ask for it.',
    )
  if (account === null || held.login === null)
    return cannot(`Which account ${login} was is not known, and logins change hands: invite them by hand.`)
  if (grant.kind === 'organization_invitation') {
    if (held.membership !== 'none') return []
    const target = `${held.login} into ${held.organization}`
    const role = ROLES[grant.role]
    if (role === undefined) return cannot(`GitHub's role "${grant.role}" is not given by this product.`)
    return [
      ...held.failedInvitations.map((invitation): RestoreStep => {
        return {
          action: 'cancel_failed_invitation',
          key: `failed_invitation:${invitation}`,
          target,
          account,
          invitation,
        }
      }),
      { action: 'invite', key, target, account, role, teams: [] },
    ]
  }
  const { repository, role } = grant
  const name = held.repositories.get(repository)
  if (name === undefined) return cannot('The repository was deleted, or the App does not see it any more.')
  const isThere = held.grants.some(
    (each) =>
      (each.kind === 'repository_invitation' || each.kind === 'repository_role') &&
      each.repository === repository,
  )
  if (isThere) return []
  // For a member, GitHub would turn the invitation into a role at once, and they have never held that role.
  if (held.membership === 'active') return cannot(`${held.login} is a member by now: give the role by hand.`)
  const target = `${name} (${role})`
  return [
    ...lapsedFirst(held, account, repository, target),
    { action: 'give_repository_role', key, target, account, repository, role },
  ]
}

/** An invitation to a repository that lapsed is deleted first: GitHub has no call that sends it again. */
export function lapsedFirst(
  held: HeldNow,
  account: Id,
  repository: Id,
  target: string,
): readonly RestoreStep[] {
  return held.lapsedInvitations
    .filter((lapsed) => lapsed.repository === repository)
    .map(({ invitation }) => {
      const key = `lapsed_invitation:${invitation}`
      return { action: 'cancel_lapsed_invitation', key, target, account, repository, invitation }
    })
}

const ROLES: Readonly<Record<string, InvitationRole>> = {
  direct_member: 'direct_member',
  admin: 'admin',
  billing_manager: 'billing_manager',
}
