/** A small invented world of nine organisations, shaped like those of scientific Python and in the format of any world file. Nobody in it is real. */
import type { ActRow } from '../../fake-github/world/act.ts'
import { activityOf, BOT } from './activity.ts'
import { NOW, STRANGERS } from './history.ts'
import { heronSolvers, ternArrays } from './large-organizations.ts'
import { finchImages, swiftFrames, weaverGraphs, wrenShell } from './medium-organizations.ts'
import type { InventedOrganization, WorldFile } from './organization.ts'
import { ploverMaps, rookery, storkChunks } from './small-organizations.ts'

export const ORGANIZATIONS: readonly InventedOrganization[] = [
  ternArrays,
  heronSolvers,
  weaverGraphs,
  finchImages,
  rookery,
  ploverMaps,
  storkChunks,
  swiftFrames,
  wrenShell,
]

const SINCE = '2016-03-01T09:00:00Z'
/** Of all people in turn. */
const TWO_FACTOR = ['secure', 'secure', 'insecure', 'secure', 'secure', 'disabled', 'secure'] as const

/** The same at each call, and a copy of its own. */
export function nineOrganizations(): WorldFile {
  const activity = ORGANIZATIONS.flatMap(activityOf)
  return {
    now: NOW,
    accounts: accounts(),
    organizations: ORGANIZATIONS.map(organizationRow),
    repositories: ORGANIZATIONS.flatMap((organization, o) => repositoryRows(organization, o, activity)),
    activity,
  }
}

function accounts(): WorldFile['accounts'] {
  const people = ORGANIZATIONS.flatMap(({ people, invited }) => [
    ...people.map(({ login }) => login),
    ...invited,
  ])
  return [
    ...[...new Set([...people, ...STRANGERS])].map((login, i) => ({
      login,
      id: 81_001 + i,
      created_at: SINCE,
      two_factor: TWO_FACTOR[i % TWO_FACTOR.length] ?? 'secure',
    })),
    { login: BOT, id: 89_001, type: 'Bot', created_at: SINCE },
  ]
}

function organizationRow(organization: InventedOrganization, o: number): WorldFile['organizations'][number] {
  const { login, base, twoFactorRequired, people, teams, tokens, invited } = organization
  const id = 80_000 + o
  return {
    login,
    id,
    created_at: SINCE,
    default_repository_permission: base,
    two_factor_requirement_enabled: twoFactorRequired,
    members: people.flatMap(({ login, role }) =>
      role === 'outside' ? [] : [{ login, role, added_at: SINCE }],
    ),
    teams: teams.map(({ slug, permission, people, repositories, parent }, t) => ({
      slug,
      name: slug,
      id: id * 100 + t,
      parent,
      members: people.map((name) => ({
        login: name.replace('*', ''),
        role: name.endsWith('*') ? 'maintainer' : 'member',
      })),
      repositories: repositories.map((name) => ({ name, permission })),
    })),
    invitations: invited.map((login, i) => ({
      id: id * 100 + 50 + i,
      login,
      role: 'direct_member',
      created_at: '2026-11-18T10:00:00Z',
      inviter: people[0]?.login ?? '',
    })),
    personal_access_tokens: Object.entries(tokens).map(([token, usedAt], i) => {
      const [owner, name] = halves(token)
      return {
        id: id * 100 + 70 + i,
        owner,
        token_id: id * 1000 + i,
        token_name: name,
        repository_selection: 'all',
        permissions: { repository: { contents: 'write' } },
        access_granted_at: '2023-02-01T00:00:00Z',
        token_expired: false,
        token_expires_at: null,
        token_last_used_at: usedAt,
      }
    }),
  }
}

/** `pushed_at` and `updated_at` follow from the activity; talk moves neither. */
function repositoryRows(
  organization: InventedOrganization,
  o: number,
  activity: readonly ActRow[],
): WorldFile['repositories'] {
  return organization.repositories.map((repository, r) => {
    const { name } = repository
    const id = (80_000 + o) * 100 + r
    const pushed = activity
      .filter((act) => act.owner === organization.login && act.repo === name && PUSHED.has(act.kind))
      .reduce((newest, { at }) => (at > newest ? at : newest), SINCE)
    return {
      owner: organization.login,
      id,
      created_at: SINCE,
      pushed_at: pushed,
      updated_at: pushed,
      collaborators: organization.people.flatMap(({ login, direct }) => {
        const role = direct[name]
        return role === undefined ? [] : [{ login, role, added_at: SINCE }]
      }),
      deploy_keys: Object.entries(organization.keys).flatMap(([key, usedAt], i) => {
        const [home, title] = halves(key)
        return home === name ? [deployKey(id * 10 + i, title, usedAt)] : []
      }),
      ...repository,
    }
  })
}

const PUSHED: ReadonlySet<string> = new Set(['commit', 'push', 'merge', 'branch', 'tag'])

function deployKey(id: number, title: string, usedAt: string | null) {
  return {
    id,
    title,
    key: `ssh-ed25519 not-a-key-${id}`,
    read_only: id % 2 === 0,
    added_by: null,
    created_at: '2022-02-01T00:00:00Z',
    last_used: usedAt,
  }
}

/** `owner the rest` → owner, the rest. */
function halves(text: string): [string, string] {
  const [first = '', ...rest] = text.split(' ')
  return [first, rest.join(' ')]
}
