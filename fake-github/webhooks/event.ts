/** A webhook event before it is sent, and what every one carries. */
import type { Json } from '../rest/answers.ts'
import { simpleOrganization, simpleUser } from '../rest/shapes/accounts.ts'
import { minimalRepository } from '../rest/shapes/repositories.ts'
import type { GitHubState, Sender } from '../state.ts'
import type { Organization, Repository } from '../world/format.ts'

/** What happened, in GitHub's words, and where. The payload holds what identifies things, not all that GitHub adds. */
export type HookEvent = {
  readonly name: string
  readonly organization: Organization
  readonly repository?: Repository
  readonly payload: Json
}

export function roots(state: GitHubState) {
  return { state, base: `${state.origin}/api/v3`, web: state.origin }
}

/** The whole body for one installation. */
export function bodyOf(
  state: GitHubState,
  event: HookEvent,
  sender: Sender,
  installationId: number | undefined,
): string {
  const at = roots(state)
  return JSON.stringify({
    ...(installationId !== undefined && { installation: { id: installationId } }),
    ...event.payload,
    ...(event.repository && { repository: minimalRepository(at, event.repository) }),
    ...(event.name !== 'installation' && { organization: simpleOrganization(at, event.organization) }),
    sender:
      typeof sender === 'string'
        ? simpleUser(at, sender)
        : { login: `${sender.slug}[bot]`, id: sender.id, type: 'Bot' },
  })
}
