/** Parses webhook events, and takes the two facts that an event itself gives: who joined, which installation ended. */

import { z } from 'zod'
import type { Id } from '../words.ts'

/** The few fields of an event that are used; `org` is the organisation's id. */
export type OrganizationEvent = z.infer<typeof Payload> & {
  readonly name: string
  readonly org: Id
}

/** The parsed event; null for a payload of another shape, and for events of a person's own repositories and installations. */
export function eventOf(name: string, payload: unknown): OrganizationEvent | null {
  const read = Payload.safeParse(payload)
  const org = read.success ? organizationOf(read.data) : null
  return read.success && org !== null ? { ...read.data, name, org } : null
}

/** Who became a member, if the event is `member_added`. GitHub shows this date nowhere else. */
export function memberJoined(
  name: string,
  payload: unknown,
): { readonly org: Id; readonly account: Id } | null {
  const event = eventOf(name, payload)
  if (event === null || event.name !== 'organization' || event.action !== 'member_added') return null
  const account = event.membership?.user?.id
  return account === undefined ? null : { org: event.org, account }
}

/** The installation that was deleted or suspended: nothing can be read with it any more. */
export function installationEnded(
  name: string,
  payload: unknown,
): { readonly org: Id; readonly installation: number } | null {
  const event = eventOf(name, payload)
  if (event === null || event.name !== 'installation') return null
  const installation = event.installation?.id
  if (installation === undefined || !['deleted', 'suspend'].includes(event.action ?? '')) return null
  return { org: event.org, installation }
}

const WithId = z.object({ id: z.int().positive() }).readonly()
const Owner = z.object({ id: z.int().positive(), type: z.string().optional() }).readonly()

const Payload = z
  .object({
    action: z.string().optional(),
    sender: z.object({ type: z.string().optional() }).readonly().nullish(),
    organization: WithId.nullish(),
    repository: z.object({ id: z.int().positive(), owner: Owner.nullish() }).readonly().nullish(),
    installation: z.object({ id: z.int().positive(), account: Owner.nullish() }).readonly().nullish(),
    membership: z.object({ user: WithId.nullish() }).readonly().nullish(),
    member: WithId.nullish(),
    user: WithId.nullish(),
    team: WithId.nullish(),
    ref_type: z.string().optional(),
    workflow_run: z
      .object({ event: z.string().optional(), run_attempt: z.int().optional() })
      .readonly()
      .nullish(),
  })
  .readonly()

function organizationOf({ organization, repository, installation }: z.infer<typeof Payload>): Id | null {
  if (organization != null) return organization.id
  const owner = repository?.owner ?? installation?.account
  return owner?.type === 'Organization' ? owner.id : null
}
