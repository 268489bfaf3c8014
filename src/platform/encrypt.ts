/** Encrypts the channel addresses that are kept in the register. */

import { Refusal } from '../policy/refusal.ts'

/** AES-GCM under a key derived from SESSION_SECRET; the result begins with its format's version. */
export async function encrypt(secret: string | null, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const encrypted = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await keyFrom(secret),
    new TextEncoder().encode(text),
  )
  return `sealed:v1:${base64(nonce)}:${base64(new Uint8Array(encrypted))}`
}

/** Throws a Refusal where the text was encrypted under another SESSION_SECRET. */
export async function decrypt(secret: string | null, encrypted: string): Promise<string> {
  const [, , nonce, body] = encrypted.split(':')
  try {
    const decrypted = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(nonce ?? '') },
      await keyFrom(secret),
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

async function keyFrom(secret: string | null): Promise<CryptoKey> {
  if (secret === null)
    throw new Refusal(
      'unavailable',
      'SESSION_SECRET is not set: set it, then save the channel address again.',
    )
  const raw = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, [
    'deriveKey',
  ])
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode('chatelaine channel addresses v1'),
    },
    raw,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function base64(value: Uint8Array): string {
  return btoa(String.fromCharCode(...value))
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
}
