/** The demo's REST answers have the shape that GitHub's own OpenAPI description gives them. */
import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { routes } from '../../fake-github/rest/router.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { openApiChecks } from './openapi.ts'

const everything = Object.fromEntries(
  [
    'members',
    'administration',
    'contents',
    'issues',
    'pull_requests',
    'actions',
    'deployments',
    'secrets',
    'repository_advisories',
    'repository_hooks',
    'organization_administration',
    'organization_plan',
    'organization_hooks',
    'organization_secrets',
    'organization_self_hosted_runners',
    'organization_custom_org_roles',
    'organization_personal_access_tokens',
    'organization_personal_access_token_requests',
  ].map((name) => [name, name === 'organization_plan' ? 'read' : 'write']),
)
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
let github: FakeGitHub
let check: ReturnType<typeof openApiChecks>
const tokens = { installation: '', person: '', app: '' }
/** Something that exists, for every parameter of every path. */
let examples: Record<string, string>

beforeAll(async () => {
  check = openApiChecks()
  github = await openGitHub(sampleWorld())
  github.addApp({
    id: 7100,
    slug: 'keeper',
    clientId: 'Iv1.keeper',
    clientSecret: 'secret',
    publicKeyPem: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    permissions: everything,
  })
  tokens.installation = github.installationTokenFor('lichen-lab', 'keeper')
  tokens.person = github.tokenFor('mara-voss')
  tokens.app = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer('Iv1.keeper')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(keys.privateKey)
  const org = github.world.organizations[0]
  examples = {
    org: 'lichen-lab',
    owner: 'lichen-lab',
    repo: 'lichen',
    login: 'carla-nunes',
    account_id: '50001',
    slug: 'core',
    ref: 'main',
    n: '360',
    run_id: '1',
    '/orgs/{org}/invitations/{id}/teams': '6201',
    '/orgs/{org}/personal-access-tokens/{id}/repositories': '6401',
    '/orgs/{org}/personal-access-token-requests/{id}/repositories': '6451',
    '/orgs/{org}/organization-roles/{id}/users': '138',
    '/orgs/{org}/organization-roles/{id}/teams': '138',
    '/repos/{owner}/{repo}/keys/{id}': '6901',
    '/app/installations/{id}': String(org?.installations.at(-1)?.id),
  }
})
afterAll(() => github.close())

const queries: Record<string, string> = {
  '/search/issues': '?q=org:lichen-lab+author:sofia-lund',
  '/search/commits': '?q=org:lichen-lab+author:mara-voss',
}
/** Described only for GitHub Enterprise, or not at all. */
const undescribed = new Set([
  '/orgs/{org}/credential-authorizations',
  '/orgs/{org}/audit-log',
  '/orgs/{org}/teams/{slug}/repos/{owner}/{repo}',
])
const readable = routes.filter((route) => route.method === 'GET')

describe('every path answers in the shape that GitHub describes', () => {
  it.each(readable.map((route) => [route.path, route] as const))('%s', async (path, route) => {
    const filled = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => examples[path + (name === 'id' ? '' : '/')] ?? examples[name] ?? '',
    )
    const token = route.user === 'jwt' ? tokens.app : path === '/user' ? tokens.person : tokens.installation
    const answer = await fetch(`${github.apiUrl}${filled}${queries[path] ?? ''}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.status === 204) return
    if (undescribed.has(path) && answer.status === 404) return
    expect(answer.status, filled).toBe(200)
    const body: unknown = await answer.json()
    // GitHub's description of this list asks each account to be a user and an enterprise at once.
    const verdict =
      path === '/app/installations'
        ? check('/app/installations/{id}', (body as unknown[])[0])
        : check(path, body)
    if (!undescribed.has(path)) expect(verdict, 'GitHub describes this path').not.toBeUndefined()
    expect(verdict ?? null).toBeNull()
  })
})
