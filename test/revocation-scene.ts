/** A demo GitHub, a register that knows it, and the outside between them: what a revocation needs, in plain Node. */

import { newApp } from '../demo/app.ts'
import { type DemoGitHub, openGitHub } from '../demo/github.ts'
import { sampleWorld } from '../demo/sample-world.ts'
import { roleOfPermission } from '../demo/world/access.ts'
import { nodeId } from '../demo/world/node-ids.ts'
import type { World } from '../demo/world.ts'
import { connectGitHub, type GitHub } from '../src/github/client.ts'
import { fixedToken } from '../src/github/installations.ts'
import type { Outside, Writer } from '../src/outside.ts'
import type { Grant, Verdict } from '../src/policy/words.ts'
import { recordCredentials } from '../src/register/credentials.ts'
import type { Register } from '../src/register/open.ts'
import { accounts, audits, organizations, repositories, teams, verdicts } from '../src/register/schema.ts'
import { carryOut } from '../src/revoke/carrying-out.ts'
import { anAudit, anOutside, give } from './lab.ts'
import { freshRegister } from './register.ts'

export const LAB = 'lichen-lab'
const APP = { ...newApp() }

export interface RevocationScene {
  readonly register: Register
  readonly github: DemoGitHub
  readonly world: World
  readonly outside: ReturnType<typeof anOutside>
  readonly id: (login: string) => number
  /** Carries an attempt out; `twice` runs every step two times, as a Workflow may. `crashAt` ends the process in that step's place. */
  carry(
    proposal: string,
    options?: { attempt?: number; twice?: boolean; crashAt?: string; now?: string },
  ): Promise<void>
  close(): Promise<void>
}

/** Opens the sample organisation, audited a day ago, with these people inactive. */
export async function openRevocationScene(
  inactive: readonly string[],
  deployment: object = {},
): Promise<RevocationScene> {
  const world = sampleWorld()
  const github = await openGitHub(world, { clock: 'fixed' })
  github.addApp(APP)
  const register = await freshRegister()
  await know(register, world, inactive)
  const connect = (permissions?: Readonly<Record<string, string>>): GitHub =>
    connectGitHub({
      apiUrl: github.apiUrl,
      authorization: fixedToken(github.installationTokenFor(LAB, APP.slug, permissions)),
    })
  const reading = Object.fromEntries(Object.keys(APP.permissions).map((name) => [name, 'read']))
  const writer = async (): Promise<Writer> =>
    outside.deployment.rehearsal === null
      ? { kind: 'github', github: connect() }
      : { kind: 'rehearsal', reason: outside.deployment.rehearsal }
  const bare = anOutside(register, { apiUrl: github.apiUrl, ...deployment })
  const outside: typeof bare = Object.assign(bare, {
    github: () => connect(reading),
    writer,
  } satisfies Partial<Outside>)
  return {
    register,
    github,
    world,
    outside,
    id: (login) => world.account(login)?.id ?? 0,
    carry: (proposal, { attempt = 1, twice = false, crashAt, now = world.now } = {}) =>
      carryOut(stepper(twice, crashAt), () => [outside, now] as const, { id: proposal, attempt }),
    close: () => github.close(),
  }
}

/** Steps as a Workflow runs them, without its waits: tried again on an error, and perhaps run a second time. */
function stepper(twice: boolean, crashAt: string | undefined): Parameters<typeof carryOut>[0] {
  const run = async (name: string, _config: unknown, callback: () => Promise<unknown>): Promise<unknown> => {
    if (name === crashAt) return new Promise(() => {})
    let result: unknown
    for (let tries = 1; ; tries += 1) {
      try {
        result = await callback()
        break
      } catch (error) {
        if (tries === 3) throw error
      }
    }
    return twice ? callback() : result
  }
  // The cast: of a step's overloads only this one is used.
  return { do: run } as unknown as Parameters<typeof carryOut>[0]
}

async function know(register: Register, world: World, inactive: readonly string[]): Promise<void> {
  const org = world.organization(LAB)
  if (org === undefined) throw new Error('the sample has its organisation')
  const id = (login: string) => world.account(login)?.id ?? 0
  const repositoryRows = world.repositoriesOf(LAB)
  const at = '2026-11-21T06:00:00Z'
  const rules = JSON.stringify({ noticeDays: 0, coolingHours: 0 })
  const nodeOfOrg = nodeId('O', org.id)
  await register
    .insert(organizations)
    .values({ id: org.id, login: LAB, nodeId: nodeOfOrg, firstCompleteAt: at, rules, firstSeen: at })
  await register.insert(audits).values({ ...anAudit('audit-1', at), orgId: org.id })
  await register
    .insert(accounts)
    .values(
      world.accounts
        .slice(0, 20)
        .map(({ id, login, type }) => ({
          id,
          login,
          type: type === 'Bot' ? ('Bot' as const) : ('User' as const),
        })),
    )
  for (const row of world.accounts.slice(20)) {
    await register
      .insert(accounts)
      .values({ id: row.id, login: row.login, type: row.type === 'Bot' ? 'Bot' : 'User' })
  }
  for (const row of repositoryRows) {
    await register.insert(repositories).values({
      id: row.id,
      orgId: org.id,
      name: row.name,
      nodeId: nodeId('R', row.id),
      private: row.private,
      archived: row.archived,
      fork: row.fork,
      pushedAt: row.pushed_at,
      firstSeen: at,
    })
  }
  const grants: Grant[] = [{ kind: 'base_permission', role: 'read' }]
  for (const member of org.members) {
    grants.push({
      kind: 'organization_role',
      account: id(member.login),
      role: member.role === 'admin' ? 'admin' : 'member',
    })
  }
  for (const team of org.teams) {
    await register
      .insert(teams)
      .values({
        id: team.id,
        orgId: org.id,
        slug: team.slug,
        name: team.name,
        privacy: team.privacy,
        firstSeen: at,
      })
    const parent = org.teams.find(({ slug }) => slug === team.parent)
    if (parent !== undefined) grants.push({ kind: 'team_parent', team: team.id, parent: parent.id })
    for (const { login, role } of team.members) {
      grants.push({
        kind: 'team_membership',
        account: id(login),
        team: team.id,
        role: role === 'maintainer' ? 'maintainer' : 'member',
      })
    }
    for (const { name, permission } of team.repositories) {
      const repository = world.repository(LAB, name)?.id ?? 0
      grants.push({ kind: 'team_repository', team: team.id, repository, role: roleOfPermission(permission) })
    }
  }
  for (const row of repositoryRows) {
    for (const { login, role } of row.collaborators) {
      grants.push({ kind: 'repository_role', account: id(login), repository: row.id, role })
      if (!org.members.some((member) => member.login === login))
        grants.push({ kind: 'outside_collaborator', account: id(login) })
    }
    for (const invitation of row.invitations) {
      grants.push({
        kind: 'repository_invitation',
        invitation: invitation.id,
        account: id(invitation.login),
        repository: row.id,
        role: invitation.permissions,
        createdAt: invitation.created_at,
        inviter: id(invitation.inviter),
      })
    }
    for (const key of row.deploy_keys) {
      await recordCredentials(
        register,
        org.id,
        [
          {
            kind: 'deploy_key',
            id: String(key.id),
            name: key.title,
            owner: null,
            repository: row.id,
            scopes: [key.read_only ? 'read-only' : 'write'],
            createdAt: key.created_at,
            lastUsed: key.last_used === null ? 'never' : { at: key.last_used },
            expiresAt: null,
            details: { title: key.title, key: key.key, read_only: key.read_only },
          },
        ],
        at,
      )
    }
  }
  for (const token of org.personal_access_tokens) {
    await recordCredentials(
      register,
      org.id,
      [
        {
          kind: 'fine_grained_token',
          id: String(token.id),
          name: token.token_name,
          owner: id(token.owner),
          repository: null,
          scopes: ['contents:write'],
          createdAt: token.access_granted_at,
          lastUsed: token.token_last_used_at === null ? 'never' : { at: token.token_last_used_at },
          expiresAt: token.token_expires_at,
          details: {},
        },
      ],
      at,
    )
  }
  await give(register, grants, org.id)
  const held = new Set(
    grants.flatMap((grant) => ('account' in grant && grant.account !== null ? [grant.account] : [])),
  )
  for (const account of held) {
    const login = world.accountById(account)?.login ?? ''
    const act = { account, repository: null, kind: 'commit', at, url: null, source: 'probe' } as const
    const verdict: Verdict = inactive.includes(login)
      ? { verdict: 'inactive', newest: null, since: '2026-05-22T06:00:00Z', heldSinceBefore: at }
      : { verdict: 'active', by: act }
    await register
      .insert(verdicts)
      .values({
        orgId: org.id,
        accountId: account,
        verdict: verdict.verdict,
        facts: JSON.stringify(verdict),
        auditId: 'audit-1',
      })
  }
}
