/** A small organisation in a fresh register, and browsers and programs that ask the web about it. It never reaches GitHub. */
import type { Bindings, Outside } from '../../src/outside.ts'
import type { Actor, Grant, Id } from '../../src/policy/words.ts'
import { recordActivity } from '../../src/register/activity.ts'
import { recordCredentials } from '../../src/register/credentials.ts'
import { recordGrants } from '../../src/register/grants.ts'
import type { Register } from '../../src/register/open.ts'
import { recordOrganizations } from '../../src/register/organizations.ts'
import {
  recordAccounts,
  recordRepositories,
  recordTeams,
  recordTwoFactor,
} from '../../src/register/people.ts'
import { openSession } from '../../src/register/sign-in.ts'
import { recordVerdicts } from '../../src/register/verdicts.ts'
import { webOver } from '../../src/web/app.tsx'
import { hashOf, randomSecret } from '../../src/web/secrets.ts'
import { freshRegister } from '../register.ts'

export const NOW = '2026-11-22T06:00:00Z'
export const HOME = 'https://keys.example'
export const OWNER = { id: 1, login: 'ada' }
export const IDLE = { id: 2, login: 'bela' }
export const STRANGER = { id: 9, login: 'zora' }
export const OPERATOR_TOKEN = 'the-operator'

export interface Castle {
  readonly register: Register
  /** Whom GitHub calls owners now; a test may change it. */
  readonly owners: Set<Id>
  /** How often GitHub was asked about somebody's right. */
  readonly asked: { times: number }
  /** Audits that were asked for. */
  readonly audits: { orgId: Id; by: Actor }[]
  /** What somebody sees or does; no person: nobody is signed in. */
  visit(path: string, person?: typeof OWNER, init?: RequestInit): Promise<Response>
  /** A form sent by the person's own browser, with the token that the page carries. */
  send(path: string, person: typeof OWNER, fields: Record<string, string>): Promise<Response>
  /** A change of rules by the person, signed in, over the API. */
  putRules(rules: unknown, person?: typeof OWNER): Promise<Response>
  api(path: string, token?: string, init?: RequestInit): Promise<Response>
  /** The value of a fresh session's cookie. */
  session(person: typeof OWNER): Promise<string>
}

/** `lichen` with an owner, an idle member with a team and a direct role, a deploy key; and `moss`, of other people. */
export async function openCastle(changes: Partial<Outside> = {}): Promise<Castle> {
  const register = await freshRegister()
  await furnish(register)
  const owners = new Set<Id>([OWNER.id])
  const asked = { times: 0 }
  const audits: { orgId: Id; by: Actor }[] = []
  const outside = {
    register,
    now: NOW,
    deployment: {
      publicUrl: HOME,
      webUrl: 'https://github.example',
      sessionSecret: 'a secret of the tests',
      apiToken: OPERATOR_TOKEN,
      rehearsal: null,
    },
    oauth: null,
    roleOf: async (org: { id: Id }, account: { id: Id }) => {
      asked.times += 1
      return org.id === 100 && owners.has(account.id) ? 'owner' : 'none'
    },
    meetOrganizations: async () => [],
    requestAudit: async (orgId: Id, by: Actor) => {
      audits.push({ orgId, by })
      return { id: 'audit-1' }
    },
    seal: async (text: string) => `sealed:${text.length}`,
    post: async () => undefined,
    postToPresent: async () => async () => undefined,
    ...changes,
  }
  // The cast: the web uses no more of the outside than this.
  const web = webOver(() => outside as unknown as Outside)
  const ask = async (path: string, init: RequestInit) =>
    await web.request(new Request(new URL(path, HOME), init), undefined, {} as Bindings)
  const session = async (person: typeof OWNER) => {
    const cookie = randomSecret()
    const real = new Date().toISOString()
    const later = new Date(Date.now() + 3_600_000).toISOString()
    await openSession(register, { idHash: await hashOf(cookie), person, expiresAt: later }, real)
    return cookie
  }
  const as = async (person: typeof OWNER | undefined): Promise<Record<string, string>> =>
    person === undefined ? {} : { cookie: `__Host-chatelaine-session=${await session(person)}` }
  const visit: Castle['visit'] = async (path, person, init = {}) =>
    ask(path, { ...init, headers: { ...(await as(person)), ...init.headers } })
  return {
    register,
    owners,
    asked,
    audits,
    session,
    visit,
    putRules: (rules, person = OWNER) =>
      visit('/api/orgs/lichen/settings', person, {
        method: 'PUT',
        headers: { origin: HOME, 'content-type': 'application/json' },
        body: JSON.stringify(rules),
      }),
    send: async (path, person, fields) => {
      const headers = await as(person)
      const page = await (await ask('/me', { headers })).text()
      const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
      const body = new URLSearchParams({ token, ...fields })
      return await ask(path, { method: 'POST', body, headers: { ...headers, origin: HOME } })
    },
    api: async (path, token = OPERATOR_TOKEN, init = {}) =>
      ask(path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
      }),
  }
}

async function furnish(register: Register): Promise<void> {
  const org = (id: Id, login: string) => ({
    id,
    login,
    nodeId: `O_${id}`,
    installationId: null,
    repositorySelection: null,
  })
  await recordOrganizations(register, [org(100, 'Lichen'), org(200, 'moss')], NOW)
  const person = (id: Id, login: string) => ({
    id,
    login,
    type: 'User' as const,
    nodeId: null,
    name: null,
    createdAt: null,
  })
  const repository = {
    id: 10,
    name: 'atlas',
    nodeId: 'R_10',
    private: false,
    archived: false,
    fork: false,
    defaultBranch: 'main',
    createdAt: null,
    pushedAt: null,
  }
  const grants: Grant[] = [
    { kind: 'organization_role', account: OWNER.id, role: 'admin' },
    { kind: 'organization_role', account: IDLE.id, role: 'member' },
    { kind: 'team_membership', account: IDLE.id, team: 20, role: 'member' },
    { kind: 'team_repository', team: 20, repository: 10, role: 'write' },
    { kind: 'repository_role', account: 3, repository: 10, role: 'maintain' },
    { kind: 'outside_collaborator', account: 3 },
    { kind: 'base_permission', role: 'read' },
  ]
  const push = {
    account: IDLE.id,
    repository: 10,
    kind: 'push' as const,
    at: '2026-02-03T10:00:00Z',
    url: 'https://github.example/p/1',
    source: 'repository_activity' as const,
  }
  const statements = [
    recordAccounts(register, [person(1, 'ada'), person(2, 'bela'), person(3, '=cmd()'), person(7, 'moira')]),
    recordRepositories(register, 100, [repository], NOW),
    recordTeams(
      register,
      100,
      [{ id: 20, slug: 'cartographers', name: 'Cartographers', privacy: 'closed' }],
      NOW,
    ),
    ...recordGrants(register, 100, grants, NOW),
    ...recordGrants(register, 200, [{ kind: 'organization_role', account: 7, role: 'admin' }], NOW),
    recordTwoFactor(register, 100, [{ id: 2, state: 'disabled' }]),
    recordActivity(register, 100, [push], NOW),
    recordVerdicts(register, 100, 'audit-0', [
      {
        account: 2,
        verdict: { verdict: 'inactive', newest: push, since: '2026-05-22T06:00:00Z', heldSinceBefore: null },
      },
    ]),
    recordCredentials(
      register,
      100,
      [
        {
          kind: 'deploy_key',
          id: '700',
          name: 'docs',
          owner: 2,
          repository: 10,
          scopes: ['write'],
          createdAt: '2025-01-01T00:00:00Z',
          lastUsed: 'never',
          expiresAt: null,
          details: {},
        },
      ],
      NOW,
    ),
  ]
  for (const statement of statements) await statement
}
