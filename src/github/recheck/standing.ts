/** Checks what somebody is in the organisation right before a change that would otherwise mean something else. */

import type { PlanStep } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type NamedOrganization, readMembership } from './membership.ts'

/** A step that is right only for an owner, only for a member, or only for who is no member any more. */
export type StandingStep = Extract<
  PlanStep,
  { action: 'make_member' | 'convert_to_outside_collaborator' | 'remove_repository_role' }
>

/**
 * Why the step must not be sent; null where nothing speaks against it. Somebody who is no member would be invited by
 * `make_member`, and a former owner's ownership would not be what was decided about.
 */
export async function whyNotStanding(
  github: GitHub,
  organization: NamedOrganization,
  step: StandingStep,
  username: string,
): Promise<string | null> {
  const found = await readMembership(github, organization, username)
  const membership = found?.state === 'active' ? found : null
  const is = membership === null ? 'no member' : membership.role === 'admin' ? 'an owner' : 'a member'
  if (membership !== null && membership.user?.id !== step.account)
    return `${username} is another account by now; nothing was sent to GitHub.`
  const isRight = {
    make_member: is === 'an owner',
    convert_to_outside_collaborator: is === 'a member',
    remove_repository_role: is === 'no member',
  }[step.action]
  return isRight
    ? null
    : `${step.target}: ${username} is ${is} of ${organization.login}; nothing was sent to GitHub.`
}
