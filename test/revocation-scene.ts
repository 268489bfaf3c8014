/** A demo GitHub, a register that knows it, and the outside between them: what a revocation needs, in plain Node. */

import { newApp } from '../demo/app.ts'
import { type DemoGitHub, openGitHub } from '../demo/github.ts'
import { sampleWorld } from '../demo/sample-world.ts'
import { roleOfPermission } from '../demo/world/access.ts'
import { nodeId } from '../demo/world/node-ids.ts'
import type { World } from '../demo/world.ts'
import { fixedToken } from '../src/github/authorization.ts'
import { connectGitHub, type GitHub } from '../src/github/client.ts'
import type { Outside, RevocationPart, Writer } from '../src/outside.ts'
import type { Credential, Grant, Verdict } from '../src/policy/words.ts'
import { recordCredentials } from '../src/register/credentials.ts'
import type { Register } from '../src/register/open.ts'
import { recordAccounts, recordRepositories, recordTeams } from '../src/register/people.ts'
import { audits, organizations } from '../src/register/schema.ts'
import { recordVerdicts } from '../src/register/verdicts.ts'
import { carryOut } from '../src/revoke/carrying-out.ts'
import { anAudit, anOutside, give } from './lab.ts'
import { freshRegister } from './register.ts'

export const LAB = 'lichen-lab'
const APP = newApp()

const FIRST: RevocationPart = { kind: 'newer_acts' }

/** The demo GitHub needs no rest between two calls. */
const AT_ONCE = { betweenWritesMs: 0, betweenLooksMs: 0 }

export interface RevocationScene {
  readonly register: Register
  readonly github: DemoGitHub
  readonly world: World
  readonly outside: ReturnType<typeof anOutside>
  readonly id: (login: string) => number
  /**
   * Carries an attempt out; `twice` runs every step two times, as a Workflow may. `crashAt` ends the process in that step's
   * place. `now` as a function is asked in every step; `before` runs before each part: time may pass, and things happen.
   */
  carry(
    proposal: string,
    options?: {
      attempt?: number
      twice?: boolean
      crashAt?: string
      now?: string | (() => string)
      first?: RevocationPart
      before?: (part: RevocationPart) => void | Promise<void>
    },
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
    carry: (proposal, { attempt = 1, twice = false, crashAt, now = world.now, first = FIRST, before } = {}) =>
      new Promise((resolve, reject) => {
        const steps = stepper(twice, crashAt, resolve)
        const open = () => [outside, typeof now === 'string' ? now : now()] as const
        const from = async (part: RevocationPart): Promise<void> => {
          await before?.(part)
          const next = await carryOut(steps, open, { id: proposal, attempt }, part, AT_ONCE)
          if (next !== null) await from(next)
        }
        from(first).then(resolve, reject)
      }),
    close: () => github.close(),
  }
}

/** Steps as a Workflow runs them, without its waits: tried again on an error, and perhaps run a second time. */
function stepper(
  twice: boolean,
  crashAt: string | undefined,
  crashed: () => void,
): Parameters<typeof carryOut>[0] {
  const run = async (name: string, _config: unknown, callback: () => Promise<unknown>): Promise<unknown> => {
    if (name === crashAt) {
      crashed()
      return new Promise(() => {})
    }
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
  const at = '2026-11-21T06:00:00Z'
  const rules = JSON.stringify({ noticeDays: 0, coolingHours: 0 })
  const nodeOfOrg = nodeId('O', org.id)
  await register
    .insert(organizations)
    .values({ id: org.id, login: LAB, nodeId: nodeOfOrg, firstCompleteAt: at, rules, firstSeen: at })
  await register.insert(audits).values({ ...anAudit('audit-1', at), orgId: org.id })
  const nameless = { nodeId: null, name: null, createdAt: null }
  const people = world.accounts.map(({ id, login, type }) => ({ id, login, type, ...nameless }))
  await recordAccounts(register, people)
  const rows = world.repositoriesOf(LAB).map((row) => ({
    id: row.id,
    name: row.name,
    nodeId: nodeId('R', row.id),
    private: row.private,
    archived: row.archived,
    fork: row.fork,
    defaultBranch: row.default_branch,
    createdAt: row.created_at,
    pushedAt: row.pushed_at,
  }))
  await recordRepositories(register, org.id, rows, at)
  await recordTeams(register, org.id, org.teams, at)
  const grants = grantsIn(world)
  await give(register, grants, org.id)
  await recordCredentials(register, org.id, deployKeysIn(world), at)
  const held = new Set(
    grants.flatMap((grant) => ('account' in grant && grant.account !== null ? [grant.account] : [])),
  )
  const judged = [...held].map((account): { account: number; verdict: Verdict } => {
    if (!inactive.includes(world.accountById(account)?.login ?? ''))
      return { account, verdict: activeOne(account, at) }
    return {
      account,
      verdict: { verdict: 'inactive', newest: null, since: '2026-05-22T06:00:00Z', heldSinceBefore: at },
    }
  })
  await recordVerdicts(register, org.id, 'audit-1', judged)
}

function activeOne(account: number, at: string): Verdict {
  return {
    verdict: 'active',
    by: { account, repository: null, kind: 'commit', at, url: null, source: 'probe' },
  }
}

/** Every grant of the organisation, as an audit would have found it. */
function grantsIn(world: World): readonly Grant[] {
  const org = world.organization(LAB)
  const id = (login: string) => world.account(login)?.id ?? 0
  const isMember = (login: string) => org?.members.some((member) => member.login === login) ?? false
  const members = (org?.members ?? []).map(({ login, role }): Grant => {
    return { kind: 'organization_role', account: id(login), role: role === 'admin' ? 'admin' : 'member' }
  })
  const inTeams = (org?.teams ?? []).flatMap((team): Grant[] => {
    const parent = org?.teams.find(({ slug }) => slug === team.parent)
    return [
      ...(parent === undefined ? [] : [{ kind: 'team_parent', team: team.id, parent: parent.id } as const]),
      ...team.members.map(({ login, role }): Grant => {
        const held = role === 'maintainer' ? 'maintainer' : 'member'
        return { kind: 'team_membership', account: id(login), team: team.id, role: held }
      }),
      ...team.repositories.map(({ name, permission }): Grant => {
        const repository = world.repository(LAB, name)?.id ?? 0
        return { kind: 'team_repository', team: team.id, repository, role: roleOfPermission(permission) }
      }),
    ]
  })
  const inRepositories = world.repositoriesOf(LAB).flatMap((row): Grant[] => [
    ...row.collaborators.map(({ login, role }): Grant => {
      return { kind: 'repository_role', account: id(login), repository: row.id, role }
    }),
    ...row.collaborators
      .filter(({ login }) => !isMember(login))
      .map(({ login }): Grant => ({ kind: 'outside_collaborator', account: id(login) })),
    ...row.invitations.map(
      (invitation): Grant => ({
        kind: 'repository_invitation',
        invitation: invitation.id,
        account: id(invitation.login),
        repository: row.id,
        role: invitation.permissions,
        createdAt: invitation.created_at,
        inviter: id(invitation.inviter),
      }),
    ),
  ])
  return [{ kind: 'base_permission', role: 'read' }, ...members, ...inTeams, ...inRepositories]
}

function deployKeysIn(world: World): readonly Credential[] {
  return world.repositoriesOf(LAB).flatMap((row) =>
    row.deploy_keys.map(
      (key): Credential => ({
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
      }),
    ),
  )
}
