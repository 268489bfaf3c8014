/** Reads an App's private key in either PEM form, and signs the App's JWTs with it. */

import { createPrivateKey } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'

/** The key as PKCS#8. GitHub hands out PKCS#1 (`BEGIN RSA PRIVATE KEY`), and WebCrypto takes PKCS#8 only. */
export function asPkcs8(pem: string): string {
  const text = pem.replaceAll('\\n', '\n').trim()
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----/.test(text)) throw new KeyProblem()
  try {
    const key = createPrivateKey(text)
    // An App's key is RSA; any other kind is the wrong file.
    if (key.asymmetricKeyType !== 'rsa') throw new Error(`It is a key of the kind ${key.asymmetricKeyType}.`)
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch (cause) {
    throw new KeyProblem(cause)
  }
}

/** Tells the owner who pasted the wrong thing what to paste. */
export class KeyProblem extends Error {
  constructor(cause?: unknown) {
    super(
      'The App\'s private key cannot be read: set GITHUB_APP_PRIVATE_KEY to the whole .pem file that GitHub gave you (PKCS#1, "-----BEGIN RSA PRIVATE KEY-----") or its PKCS#8 form ("-----BEGIN PRIVATE KEY-----"), line breaks included.',
      { cause },
    )
    this.name = 'KeyProblem'
  }
}

/** A JWT that authenticates as the App, for nine minutes. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
export async function appJwt(appId: string, pem: string): Promise<string> {
  const key = await importPKCS8(asPkcs8(pem), 'RS256')
  // Real time: GitHub compares with its own clock. Issued a minute back for drift; ten minutes are the maximum.
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(appId)
    .setIssuedAt(now - 60)
    .setExpirationTime(now + 540)
    .sign(key)
}
