/** Creates and reads the OAuth `state` of a sign-in: signed, bound to the browser that started it, and not stored. */

import { decode, encode } from 'jose/base64url'
import type { Instant } from '../../policy/words.ts'
import { randomSecret, sameSecret, signatureOf } from './secrets.ts'

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
  const payload = encode(JSON.stringify({ ...state, once: randomSecret() }))
  return `${payload}.${await signatureOf(secret, signedText(payload, browser))}`
}

/** What the state carries; null where it was not made here, or for another browser. */
export async function readState(secret: string, browser: string, state: string): Promise<SignInState | null> {
  const [payload = '', signature = ''] = state.split('.')
  if (!(await sameSecret(signature, await signatureOf(secret, signedText(payload, browser))))) return null
  // The signature fits, so `createState` made it.
  const { returnTo, expiresAt } = JSON.parse(new TextDecoder().decode(decode(payload))) as SignInState
  return { returnTo, expiresAt }
}

function signedText(payload: string, browser: string): string {
  return `state:${payload}:${browser}`
}
