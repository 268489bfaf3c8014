/** The two things that are taken from a webhook event itself: who joined, and that the installation ended. All else is read again. */

import type { Id } from '../words.ts'
import { eventOf } from './event.ts'

/** Who became a member, where the event says just that. GitHub tells this date nowhere else. */
export function memberJoined(
  name: string,
  payload: unknown,
): { readonly org: Id; readonly account: Id } | null {
  const event = eventOf(name, payload)
  if (event === null || event.name !== 'organization' || event.action !== 'member_added') return null
  const account = event.membership?.user?.id
  return account === undefined ? null : { org: event.org, account }
}

/** The installation that was taken back or suspended: from then on nothing can be read with it. */
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
