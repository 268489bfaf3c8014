/** Who may ask the demo what: Apps and their tokens, limits, and the ways in which requests fail. */
import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { smallGitHub } from './small-world.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
const granted = { members: 'write', administration: 'write', organization_personal_access_tokens: 'write' }

async function withApp() {
  const small = await smallGitHub((world) => {
    Object.assign(world.organizations?.[0] ?? {}, {
      personal_access_tokens: [
        {
          id: 11,
          owner: 'bo',
          token_id: 911,
          token_name: 'laptop',
          repository_selection: 'all',
          permissions: {},
          access_granted_at: '2026-01-01T00:00:00Z',
          token_expired: false,
          token_expires_at: null,
          token_last_used_at: null,
        },
      ],
    })
  })
  const publicKeyPem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  small.github.addApp({
    id: 9,
    slug: 'keeper',
    clientId: 'Iv1.k',
    clientSecret: 's',
    publicKeyPem,
    permissions: granted,
  })
  const installation = small.world.organizations[0]?.installations[0]
  const as = async (token: string, method: string, path: string, body?: unknown) => {
    const answer = await fetch(small.github.apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
  }
  const mint = async (permissions?: object) =>
    as(
      await jwt(),
      'POST',
      `/app/installations/${installation?.id}/access_tokens`,
      permissions && { permissions },
    )
  return { ...small, as, mint, installation }
}

function jwt(
  change: { key?: typeof keys.privateKey; issuer?: string; from?: number; minutes?: number } = {},
) {
  const now = Math.floor(Date.now() / 1000) + (change.from ?? 0)
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(change.issuer ?? '9')
    .setIssuedAt(now)
    .setExpirationTime(now + (change.minutes ?? 9) * 60)
    .sign(change.key ?? keys.privateKey)
}

describe('an App', () => {
  it('is known by its signature, by id or client id', async () => {
    const { as } = await withApp()
    expect((await as(await jwt(), 'GET', '/app')).body.slug).toBe('keeper')
    expect((await as(await jwt({ issuer: 'Iv1.k' }), 'GET', '/orgs/acme/installation')).body.app_id).toBe(9)
    expect((await as(await jwt({ key: others.privateKey }), 'GET', '/app')).status).toBe(401)
  })
  it('must not sign for more than ten minutes, for the past or for the future', async () => {
    const { as } = await withApp()
    for (const change of [{ minutes: 20 }, { from: -3600 }, { from: 3600 }])
      expect((await as(await jwt(change), 'GET', '/app')).status).toBe(401)
  })
  it('gets an installation token for an hour by the demo’s clock', async () => {
    const { mint, as } = await withApp()
    const { status, body } = await mint()
    expect([status, body.expires_at.slice(0, 16)]).toEqual([201, '2026-11-22T07:00'])
    expect((await as(body.token, 'GET', '/orgs/acme/members')).body).toHaveLength(3)
  })
  it('cannot write with a token narrowed to reading', async () => {
    const { mint, as, world } = await withApp()
    const { token } = (await mint({ members: 'read' })).body
    const refused = await as(token, 'DELETE', '/orgs/acme/memberships/bo')
    expect([
      refused.status,
      refused.body.message,
      refused.headers.get('x-accepted-github-permissions'),
    ]).toEqual([403, 'Resource not accessible by integration', 'members=write'])
    expect(world.organizations[0]?.members).toHaveLength(3)
  })
  it('cannot widen a token', async () => {
    const { mint } = await withApp()
    expect((await mint({ contents: 'write' })).status).toBe(422)
  })
  it('alone sees and revokes personal access tokens', async () => {
    const { as, mint, github } = await withApp()
    const { token } = (await mint()).body
    const path = '/orgs/acme/personal-access-tokens'
    expect((await as(github.tokenFor('ada'), 'GET', path)).status).toBe(403)
    expect((await as(token, 'GET', path)).body[0].owner.login).toBe('bo')
    expect((await as(token, 'POST', `${path}/911`, { action: 'revoke' })).status).toBe(404)
    expect((await as(token, 'POST', `${path}/11`, { action: 'revoke' })).status).toBe(204)
    expect((await as(token, 'GET', path)).body).toEqual([])
  })
  it('is shut out while it is suspended, and when it is uninstalled', async () => {
    const { as, mint, installation, world } = await withApp()
    const { token } = (await mint()).body
    if (installation) installation.suspended_at = '2026-11-22T00:00:00Z'
    expect((await as(token, 'GET', '/orgs/acme/members')).status).toBe(403)
    expect((await mint()).status).toBe(403)
    for (const org of world.organizations) org.installations = []
    expect((await as(token, 'GET', '/orgs/acme/members')).status).toBe(401)
  })
})

describe('limits', () => {
  it('are told in every answer and end in 403', async () => {
    const { ask } = await smallGitHub(undefined, { limits: { rest: 2 } })
    const first = await ask('ada', 'GET', '/orgs/acme')
    expect([first.headers.get('x-ratelimit-remaining'), first.headers.get('x-ratelimit-resource')]).toEqual([
      '1',
      'core',
    ])
    await ask('ada', 'GET', '/orgs/acme')
    const third = await ask('ada', 'GET', '/orgs/acme')
    expect([third.status, third.headers.get('x-ratelimit-remaining')]).toEqual([403, '0'])
  })
  it('are spared by a 304, which is bound to the token', async () => {
    const { ask, github } = await smallGitHub()
    const token = github.tokenFor('ada')
    const first = await ask(token, 'GET', '/orgs/acme')
    const again = await ask(token, 'GET', '/orgs/acme', undefined, {
      'if-none-match': first.headers.get('etag') ?? '',
    })
    expect([again.status, again.headers.get('x-ratelimit-used')]).toEqual([304, '1'])
    expect(
      (
        await ask(github.tokenFor('ada'), 'GET', '/orgs/acme', undefined, {
          'if-none-match': first.headers.get('etag') ?? '',
        })
      ).status,
    ).toBe(200)
  })
  it('pages carry Link to the next and the last', async () => {
    const { ask } = await smallGitHub()
    const { headers } = await ask('ada', 'GET', '/orgs/acme/members?per_page=2')
    expect(headers.get('link')).toMatch(/page=2>; rel="next".*page=2>; rel="last"/)
  })
  it('the activity log is paged by cursor', async () => {
    const { ask } = await smallGitHub()
    const first = await ask('ada', 'GET', '/repos/acme/lib/activity?per_page=1&time_period=year')
    expect(first.body[0]).toMatchObject({ activity_type: 'push', actor: { login: 'ada' } })
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1]?.split('/api/v3')[1] ?? ''
    const second = await ask('ada', 'GET', next)
    expect(second.body[0]).toMatchObject({ activity_type: 'pr_merge' })
    expect(second.headers.get('link')).not.toContain('rel="next"')
  })
})

describe('requests fail', () => {
  it('as chosen, and then no more', async () => {
    const { ask, github, graph } = await smallGitHub()
    github.faults.failRequest(2, '500')
    expect((await ask('ada', 'GET', '/user')).status).toBe(200)
    expect((await ask('ada', 'GET', '/user')).status).toBe(500)
    github.faults.failMatching({ path: /members/, method: 'GET' }, 'secondary')
    const slowed = await ask('ada', 'GET', '/orgs/acme/members')
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([403, '1'])
    github.faults.failMatching({ operation: 'Members' }, 'graphql_partial')
    const query = 'query Members { organization(login: "acme") { id } }'
    expect(await graph(query)).toMatchObject({
      data: { organization: null },
      errors: [{ path: ['organization'] }],
    })
    expect((await graph(query)).errors).toBeUndefined()
    github.faults.failMatching({ operation: 'Members' }, 'RESOURCE_LIMITS_EXCEEDED')
    expect((await graph(query)).errors[0].type).toBe('RESOURCE_LIMITS_EXCEEDED')
  })
  it('before or after anything happened', async () => {
    const { ask, github, world } = await smallGitHub()
    github.faults.failMatching({ method: 'DELETE' }, 'reset')
    await expect(ask('ada', 'DELETE', '/orgs/acme/members/bo')).rejects.toThrow()
    expect(world.organizations[0]?.members).toHaveLength(3)
    github.faults.failMatching({ method: 'DELETE' }, 'reset_after')
    await expect(ask('ada', 'DELETE', '/orgs/acme/members/bo')).rejects.toThrow()
    expect(world.organizations[0]?.members).toHaveLength(2)
  })
  it('with broken bodies', async () => {
    const { ask, github } = await smallGitHub()
    github.faults.failRequest(1, 'truncated')
    await expect(ask('ada', 'GET', '/orgs/acme')).rejects.toThrow(SyntaxError)
    github.faults.failRequest(1, '502')
    await expect(ask('ada', 'GET', '/orgs/acme')).rejects.toThrow(SyntaxError)
  })
  it('at random in the same places for the same seed', async () => {
    const run = async () => {
      const { ask, github } = await smallGitHub()
      github.faults.random(7, 0.3, ['500'])
      const statuses: number[] = []
      for (let i = 0; i < 20; i += 1) statuses.push((await ask('ada', 'GET', '/user')).status)
      return statuses
    }
    const first = await run()
    expect(first).toContain(500)
    expect(await run()).toEqual(first)
  })
  it('for unknown tokens with 401, for nonsense with 400, for unknown paths with 404', async () => {
    const { ask, github } = await smallGitHub()
    expect((await ask('no_such_token', 'GET', '/user')).status).toBe(401)
    expect((await ask('', 'GET', '/user')).status).toBe(401)
    expect((await ask('ada', 'GET', '/orgs/nobody')).status).toBe(404)
    expect((await ask('ada', 'GET', '/no/such/path')).status).toBe(404)
    const token = github.tokenFor('ada')
    const bad = await fetch(`${github.apiUrl}/orgs/acme/invitations`, {
      method: 'POST',
      body: '{',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(bad.status).toBe(400)
  })
  it('every request is counted and logged', async () => {
    const { ask, graph, github } = await smallGitHub()
    await ask('ada', 'GET', '/orgs/acme')
    await graph('query Who { viewer { login } }')
    expect(github.requests).toMatchObject({ rest: 1, graphql: 1, graphqlPoints: 1 })
    expect(github.requests.log.map(({ path, operation }) => [path, operation])).toEqual([
      ['/orgs/acme', null],
      ['/api/graphql', 'Who'],
    ])
  })
})
