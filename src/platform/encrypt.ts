/** Encrypts the channel addresses that are kept in the register. */

import { Refusal } from '../policy/refusal.ts'

/**
 * AES-GCM under a key derived from SESSION_SECRET; the result begins with its format's version. The nonce comes from the
 * text, so that an address sent twice is the same change; other texts have other nonces.
 */
export async function encrypt(secret: string | null, text: string): Promise<string> {
  const plain = new TextEncoder().encode(text)
  const nonce = new Uint8Array(await crypto.subtle.sign('HMAC', await nonceKey(secret), plain)).slice(0, 12)
  const encrypted = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await encryptionKey(secret),
    plain,
  )
  return `sealed:v1:${base64(nonce)}:${base64(new Uint8Array(encrypted))}`
}

/** Throws a Refusal where the text was encrypted under another SESSION_SECRET. */
export async function decrypt(secret: string | null, encrypted: string): Promise<string> {
  const [, , nonce, body] = encrypted.split(':')
  try {
    const decrypted = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(nonce ?? '') },
      await encryptionKey(secret),
      bytes(body ?? ''),
    )
    return new TextDecoder().decode(decrypted)
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw new Refusal(
      'unavailable',
      'A channel address was encrypted under another SESSION_SECRET: enter it again in the settings.',
    )
  }
}

/** Whether a stored address is encrypted; a plain one is used as it is. */
export function isEncrypted(text: string): boolean {
  return text.startsWith('sealed:v1:')
}

async function encryptionKey(secret: string | null): Promise<CryptoKey> {
  const made = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(derivation('channel addresses'), await keyFrom(secret), made, false, [
    'encrypt',
    'decrypt',
  ])
}

async function nonceKey(secret: string | null): Promise<CryptoKey> {
  const made = { name: 'HMAC', hash: 'SHA-256', length: 256 }
  return crypto.subtle.deriveKey(
    derivation('nonces of channel addresses'),
    await keyFrom(secret),
    made,
    false,
    ['sign'],
  )
}

function derivation(purpose: string) {
  const info = new TextEncoder().encode(`chatelaine ${purpose} v1`)
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
}

async function keyFrom(secret: string | null): Promise<CryptoKey> {
  if (secret === null)
    throw new Refusal(
      'unavailable',
      'SESSION_SECRET is not set: set it, then save the channel address again.',
    )
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey'])
}

function base64(value: Uint8Array): string {
  return btoa(String.fromCharCode(...value))
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
}
