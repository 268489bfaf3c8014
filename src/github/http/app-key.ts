/** Reads an App's private key in either PEM form that owners have in hand. Never prints it. */

import { createPrivateKey } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'

/** GitHub hands out PKCS#1 (`BEGIN RSA PRIVATE KEY`); WebCrypto takes PKCS#8 alone, so the former is converted. */
export function asPkcs8(pem: string): string {
  const lines = pem.replaceAll('\\n', '\n').trim()
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----/.test(lines)) throw new KeyProblem()
  try {
    const key = createPrivateKey(lines)
    // An App's key is RSA; another kind of key is somebody else's file.
    if (key.asymmetricKeyType !== 'rsa') throw new Error(`It is a key of the kind ${key.asymmetricKeyType}.`)
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch (cause) {
    throw new KeyProblem(cause)
  }
}

/** One sentence for the owner who pasted the wrong thing. */
export class KeyProblem extends Error {
  constructor(cause?: unknown) {
    super(
      'The App\'s private key cannot be read: set GITHUB_APP_PRIVATE_KEY to the whole .pem file that GitHub gave you (PKCS#1, "-----BEGIN RSA PRIVATE KEY-----") or its PKCS#8 form ("-----BEGIN PRIVATE KEY-----"), line breaks included.',
      { cause },
    )
    this.name = 'KeyProblem'
  }
}

/** A JWT that proves to be the App. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
export async function appJwt(appId: string, pem: string): Promise<string> {
  const key = await importPKCS8(asPkcs8(pem), 'RS256')
  // Real time on purpose: GitHub compares with its own clock. A minute back for drift, ten minutes at the most.
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(appId)
    .setIssuedAt(now - 60)
    .setExpirationTime(now + 540)
    .sign(key)
}
