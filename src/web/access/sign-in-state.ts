/** The `state` of a sign-in under way: signed, bound to the browser that began it, with where to go on. It is kept nowhere. */

import { base64url, randomSecret, sameSecret, signatureOf } from './secrets.ts'

/** What a state carries: a path of this site, and until when (real time, UTC ISO-8601) it works. */
interface Begun {
  readonly returnTo: string
  readonly expiresAt: string
}

/** A new state; only the browser with this secret can end the sign-in. */
export async function stateFor(secret: string, browser: string, begun: Begun): Promise<string> {
  const told = base64url(new TextEncoder().encode(JSON.stringify({ ...begun, once: randomSecret() })))
  return `${told}.${await signatureOf(secret, textOf(told, browser))}`
}

/** What this browser began; null where the state was not made here, or for another browser. */
export async function begunBy(secret: string, browser: string, state: string): Promise<Begun | null> {
  const [told = '', signature = ''] = state.split('.')
  if (!(await sameSecret(signature, await signatureOf(secret, textOf(told, browser))))) return null
  // Signed above, so `stateFor` has made it.
  const { returnTo, expiresAt } = JSON.parse(textIn(told)) as Begun
  return { returnTo, expiresAt }
}

function textOf(told: string, browser: string): string {
  return `state:${told}:${browser}`
}

/** What `base64url` was made of. */
function textIn(told: string): string {
  const binary = atob(told.replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)))
}
