/** A small castle in domain words, for the tables of policy: each test changes one thing in it. It never judges. */

import { accessIn, type EffectiveAccess } from '../../src/policy/access.ts'
import { accessMap } from '../../src/policy/access-map.ts'
import type { AccountFacts } from '../../src/policy/inactivity.ts'
import type { Names } from '../../src/policy/names.ts'
import type { Account, Activity, Credential, Grant, NamedActivity } from '../../src/policy/words.ts'

export const NOW = '2026-11-22T06:00:00Z'
export const ATLAS = 501
export const MOSS = 502
export const OWNERS_TEAM = 71
export const CORE = 72
export const DOCS = 73

export const ada: Account = { id: 1, login: 'ada', type: 'User' }
export const bela: Account = { id: 2, login: 'bela', type: 'User' }
export const cleo: Account = { id: 3, login: 'Cleo', type: 'User' }
/** An App's account: it holds no grant here. */
export const helper: Account = { id: 88, login: 'helper[bot]', type: 'Bot' }

/** `cleo` is long here, has done nothing known, and everything was read. */
export function facts(change: Partial<AccountFacts> = {}): AccountFacts {
  return {
    account: cleo,
    githubCreatedAt: '2014-03-01T00:00:00Z',
    accessSince: '2025-10-01T06:00:00Z',
    roleSince: '2025-10-01T06:00:00Z',
    firstCompleteAt: '2025-10-01T06:00:00Z',
    newest: null,
    gaps: [],
    ...change,
  }
}

export function act(at: string, change: Partial<Activity> = {}): Activity {
  return {
    account: cleo.id,
    repository: ATLAS,
    kind: 'merge',
    at,
    url: null,
    source: 'repository_activity',
    ...change,
  }
}

export function named(at: string, change: Partial<Activity> = {}): NamedActivity {
  return { ...act(at, change), repositoryName: 'lichen-lab/atlas' }
}

export const names: Names = {
  organization: 'lichen-lab',
  webUrl: 'https://github.com',
  repository: (id) =>
    new Map([
      [ATLAS, 'lichen-lab/atlas'],
      [MOSS, 'lichen-lab/moss'],
    ]).get(id) ?? null,
  team: (id) =>
    new Map([
      [OWNERS_TEAM, 'stewards'],
      [CORE, 'core'],
      [DOCS, 'docs'],
    ]).get(id) ?? null,
  login: (id) => [ada, bela, cleo, helper].find((account) => account.id === id)?.login ?? null,
}

export const owner = (account: Account): Grant => ({
  kind: 'organization_role',
  account: account.id,
  role: 'admin',
})
export const member = (account: Account): Grant => ({
  kind: 'organization_role',
  account: account.id,
  role: 'member',
})
export const base = (role: 'none' | 'read' | 'write' | 'admin'): Grant => ({ kind: 'base_permission', role })
export const inTeam = (account: Account, team: number): Grant => ({
  kind: 'team_membership',
  account: account.id,
  team,
  role: 'member',
})
export const teamHolds = (
  team: number,
  repository: number,
  role: 'read' | 'triage' | 'write' | 'maintain' | 'admin',
): Grant => ({ kind: 'team_repository', team, repository, role })
export const childOf = (team: number, parent: number): Grant => ({ kind: 'team_parent', team, parent })
export const direct = (
  account: Account,
  repository: number,
  role: 'read' | 'triage' | 'write' | 'maintain' | 'admin',
): Grant => ({ kind: 'repository_role', account: account.id, repository, role })
export const invited = (
  account: Account,
  createdAt: string,
  inviter: number | null = ada.id,
  invitation = 91,
): Grant => ({
  kind: 'repository_invitation',
  invitation,
  account: account.id,
  repository: ATLAS,
  role: 'write',
  createdAt,
  inviter,
})

/** What `account` can do by these grants; owners reach only `repositories` and those that some grant names. */
export function effectiveAccess(
  grants: readonly Grant[],
  account: number,
  repositories: readonly number[] = [],
): EffectiveAccess {
  return accessIn(accessMap(grants, repositories), account)
}

export function deployKey(change: Partial<Credential> = {}): Credential {
  return {
    kind: 'deploy_key',
    id: '700001',
    name: 'docs robot',
    owner: cleo.id,
    repository: ATLAS,
    scopes: ['repository lichen-lab/atlas', 'read-only'],
    createdAt: '2026-01-10T00:00:00Z',
    lastUsed: 'never',
    expiresAt: null,
    details: { readOnly: true },
    ...change,
  }
}
