/** The GitHub App that Chatelaine runs as in the demo, with a key made for the occasion; its key is never kept. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** What docs/install.md asks for, reading and writing in one App. */
const PERMISSIONS = {
  members: 'write',
  administration: 'write',
  organization_administration: 'read',
  organization_personal_access_tokens: 'write',
  organization_personal_access_token_requests: 'write',
  actions: 'read',
  contents: 'read',
  deployments: 'read',
  discussions: 'read',
  issues: 'read',
  metadata: 'read',
  pull_requests: 'read',
  repository_advisories: 'read',
} as const

/** An App as its owner would have registered it. The private key is PKCS#1, as GitHub hands it out. */
export function newApp() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    id: 424_242,
    slug: 'chatelaine-demo',
    clientId: 'Iv23liChatelaineDemo',
    clientSecret: randomBytes(20).toString('hex'),
    webhookSecret: randomBytes(20).toString('hex'),
    permissions: PERMISSIONS,
    privateKeyPem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
