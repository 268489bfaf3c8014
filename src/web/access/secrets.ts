/** Makes random secrets, hashes and signatures with Web Crypto. */

import { encode } from 'jose/base64url'

const encoder = new TextEncoder()

/** 256 random bits, base64url. */
export function randomSecret(): string {
  return encode(crypto.getRandomValues(new Uint8Array(32)))
}

/** SHA-256 in hex: the register stores this in place of the secret. */
export async function hashOf(secret: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(secret)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** SHA-256 as base64url: PKCE's S256. */
export async function challengeOf(verifier: string): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(verifier))))
}

/** HMAC-SHA-256 as base64url, for values that are derived instead of stored. */
export async function signatureOf(key: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign'])
  return encode(new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text))))
}

/** Whether two secrets are equal; compares their hashes, so that the timing reveals nothing about them. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  return (await hashOf(one)) === (await hashOf(other))
}
