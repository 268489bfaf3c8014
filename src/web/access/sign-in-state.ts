/** Creates and reads the OAuth `state` of a sign-in: signed, bound to the browser that started it, and not stored. */

import type { Instant } from '../../policy/words.ts'
import { base64url, randomSecret, sameSecret, signatureOf } from './secrets.ts'

/** How long a sign-in that was started can be completed; its cookie lasts as long. */
export const STATE_MINUTES = 10

/** What a state carries. */
interface SignInState {
  /** A path of this site. */
  readonly returnTo: string
  /** In real time, UTC ISO-8601. */
  readonly expiresAt: Instant
}

/** A new state; only the browser with the cookie `browser` can complete the sign-in. */
export async function createState(secret: string, browser: string, state: SignInState): Promise<string> {
  const payload = base64url(new TextEncoder().encode(JSON.stringify({ ...state, once: randomSecret() })))
  return `${payload}.${await signatureOf(secret, signedText(payload, browser))}`
}

/** What the state carries; null where it was not made here, or for another browser. */
export async function readState(secret: string, browser: string, state: string): Promise<SignInState | null> {
  const [payload = '', signature = ''] = state.split('.')
  if (!(await sameSecret(signature, await signatureOf(secret, signedText(payload, browser))))) return null
  // The signature fits, so `createState` made it.
  const { returnTo, expiresAt } = JSON.parse(decoded(payload)) as SignInState
  return { returnTo, expiresAt }
}

function signedText(payload: string, browser: string): string {
  return `state:${payload}:${browser}`
}

/** The text in base64url, the inverse of `base64url`. */
function decoded(payload: string): string {
  const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)))
}
