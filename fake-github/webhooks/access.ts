/** Events of changed access, found by comparing who held what before and after. */
import type { Json } from '../rest/answers.ts'
import { simpleTeam, simpleUser } from '../rest/shapes/accounts.ts'
import { installationShape } from '../rest/shapes/apps.ts'
import type { GitHubState } from '../state.ts'
import type { Organization, Repository, Team } from '../world/format.ts'
import { type HookEvent, roots } from './event.ts'

/** One thing held: what GitHub says when it is new, gone or different; null where it says nothing. */
type Holding = {
  readonly state: string
  readonly added: HookEvent | null
  readonly removed: HookEvent | null
  readonly changed?: HookEvent
}

/** Everything held now, by a key of its own. */
export type Holdings = ReadonlyMap<string, Holding>

export function holdingsOf(state: GitHubState): Holdings {
  const held = state.world.organizations.flatMap((org) => [
    ...members(state, org),
    ...org.teams.flatMap((team) => teamHoldings(state, org, team)),
    ...state.world.repositoriesOf(org.login).flatMap((repo) => collaborators(state, org, repo)),
    ...installations(state, org),
  ])
  return new Map(held)
}

/** What GitHub would tell of the difference. */
export function eventsBetween(before: Holdings, after: Holdings): HookEvent[] {
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, held]) => held.removed)
  const come = [...after].map(([key, held]) => {
    const old = before.get(key)
    if (old === undefined) return held.added
    return old.state === held.state ? null : (held.changed ?? null)
  })
  return [...gone, ...come].filter((event) => event !== null)
}

function members(state: GitHubState, organization: Organization): [string, Holding][] {
  const event = (action: string, payload: Json): HookEvent => ({
    name: 'organization',
    organization,
    payload: { action, ...payload },
  })
  const user = (login: string) => simpleUser(roots(state), login)
  return [
    ...organization.members.map(({ login, role }): [string, Holding] => {
      const membership = { state: 'active', role, user: user(login) }
      return [
        `member ${organization.id} ${login}`,
        {
          state: role,
          added: event('member_added', { membership }),
          removed: event('member_removed', { membership }),
        },
      ]
    }),
    ...organization.invitations.map(({ id, login, role }): [string, Holding] => {
      const invited = { invitation: { id, login: login ?? null, role }, ...(login && { user: user(login) }) }
      return [`invitation ${id}`, { state: '', added: event('member_invited', invited), removed: null }]
    }),
  ]
}

function teamHoldings(state: GitHubState, organization: Organization, team: Team): [string, Holding][] {
  const shape = simpleTeam(roots(state), organization, team)
  const event = (name: string, action: string, payload: Json = {}, repository?: Repository): HookEvent => ({
    name,
    organization,
    ...(repository && { repository }),
    payload: { action, team: shape, ...payload },
  })
  return [
    [`team ${team.id}`, { state: '', added: event('team', 'created'), removed: event('team', 'deleted') }],
    ...team.members.map(({ login, role }): [string, Holding] => {
      const payload = { scope: 'team', member: simpleUser(roots(state), login) }
      const [added, removed] = [
        event('membership', 'added', payload),
        event('membership', 'removed', payload),
      ]
      return [`membership ${team.id} ${login}`, { state: role, added, removed }]
    }),
    ...team.repositories.map(({ name, permission }): [string, Holding] => {
      const repo = state.world.repository(organization.login, name)
      const [added, removed, changed] = [
        event('team', 'added_to_repository', {}, repo),
        event('team', 'removed_from_repository', {}, repo),
        event('team', 'edited', {}, repo),
      ]
      return [`team repository ${team.id} ${name}`, { state: permission, added, removed, changed }]
    }),
  ]
}

function collaborators(
  state: GitHubState,
  organization: Organization,
  repository: Repository,
): [string, Holding][] {
  return repository.collaborators.map(({ login, role }) => {
    const event = (action: string): HookEvent => ({
      name: 'member',
      organization,
      repository,
      payload: { action, member: simpleUser(roots(state), login) },
    })
    const held = {
      state: role,
      added: event('added'),
      removed: event('removed'),
      changed: event('edited'),
    }
    return [`collaborator ${repository.id} ${login}`, held]
  })
}

function installations(state: GitHubState, organization: Organization): [string, Holding][] {
  return organization.installations.map((row) => {
    const event = (action: string): HookEvent => ({
      name: 'installation',
      organization,
      payload: {
        action,
        installation: installationShape(roots(state), organization, row),
        repositories: state.world
          .repositoriesOf(organization.login)
          .map((repo) => ({ id: repo.id, name: repo.name, private: repo.private })),
      },
    })
    const changed = event(row.suspended_at === null ? 'unsuspend' : 'suspend')
    const held = {
      state: String(row.suspended_at),
      added: event('created'),
      removed: event('deleted'),
      changed,
    }
    return [`installation ${row.id}`, held]
  })
}
