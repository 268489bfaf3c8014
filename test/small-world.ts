/** A small GitHub in the words of the house, for stories in which one thing is changed. It judges nothing. */

import type { ActRow } from '../demo/world/acts.ts'
import { parseWorld, type World } from '../demo/world.ts'

/** The present of every small world; six calendar months before it the window begins, on 22 May 2026. */
export const NOW = '2026-11-22T06:00:00Z'
/** Inside the window, and long before it. */
export const LATELY = '2026-10-12T10:00:00Z'
export const LONG_AGO = '2025-03-03T10:00:00Z'

type Kind = ActRow['kind']
type More = Partial<Omit<ActRow, 'actor' | 'kind' | 'owner' | 'repo'>>
type RepositoryRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin'

/** An organisation that is being told of. Everybody named comes to be by being named. */
export interface Place {
  readonly login: string
  /** A member; whoever has not acted otherwise is silent. */
  member(login: string): void
  owner(login: string): void
  repository(name: string, more?: Readonly<Record<string, unknown>>): void
  /** A direct role; who is no member is an outside collaborator. */
  collaborator(login: string, repository: string, role: RepositoryRole): void
  /** `actor` does something, lately and in the first repository unless told. */
  act(actor: string, kind: Kind, more?: More & { readonly repo?: string }): void
  /** Any further key of the organisation in the world file's own words. */
  has(key: string, ...rows: readonly object[]): void
}

export interface SmallWorld {
  /** An organisation with one repository, `atlas`, and an active owner, `<login>-warden`. */
  organization(login: string): Place
  /** What is special about an account: `type`, `deleted`, `created_at`. */
  person(login: string, more?: Readonly<Record<string, unknown>>): void
  world(): World
}

/** An empty world. */
export function smallWorld(): SmallWorld {
  const accounts = new Map<string, Record<string, unknown>>()
  const organizations: Record<string, unknown>[] = []
  const repositories: Record<string, unknown>[] = []
  const activity: ActRow[] = []
  let ids = 1000
  const person = (login: string, more: Readonly<Record<string, unknown>> = {}) => {
    const known = accounts.get(login) ?? { login, id: ++ids, created_at: '2015-01-01T00:00:00Z' }
    accounts.set(login, { ...known, ...more })
  }

  function organization(login: string): Place {
    const row: Record<string, unknown> & { members: object[] } = {
      login,
      id: ++ids,
      created_at: '2015-01-01T00:00:00Z',
      members: [],
    }
    organizations.push(row)
    const join = (who: string, role: 'admin' | 'member') => {
      person(who)
      row.members.push({ login: who, role, added_at: '2019-01-01T00:00:00Z' })
    }
    const place: Place = {
      login,
      member: (who) => join(who, 'member'),
      owner: (who) => join(who, 'admin'),
      repository(name, more = {}) {
        repositories.push({
          owner: login,
          name,
          id: ++ids,
          created_at: '2016-01-01T00:00:00Z',
          has_discussions: true,
          collaborators: [],
          ...more,
        })
      },
      collaborator(who, name, role) {
        person(who)
        const repository = repositories.find((one) => one.owner === login && one.name === name)
        // Made by `repository` above, which gives every one the list.
        const collaborators = (repository?.collaborators ?? []) as object[]
        collaborators.push({ login: who, role, added_at: '2019-01-01T00:00:00Z' })
      },
      act(actor, kind, { repo = 'atlas', ...more } = {}) {
        if (actor !== 'ghost') person(actor)
        activity.push({ actor, kind, owner: login, repo, at: LATELY, ...more })
      },
      has(key, ...rows) {
        row[key] = [...((row[key] as object[] | undefined) ?? []), ...rows]
      },
    }
    place.repository('atlas')
    place.owner(`${login}-warden`)
    place.act(`${login}-warden`, 'push')
    return place
  }

  return {
    organization,
    person,
    world: () =>
      parseWorld({
        now: NOW,
        accounts: [...accounts.values()],
        organizations,
        repositories: repositories.map((one) => ({ ...movedAsActed(one, activity), ...one })),
        activity,
      }),
  }
}

/** A repository was pushed to and updated when the newest act of that sort says so. */
function movedAsActed(repository: Readonly<Record<string, unknown>>, activity: readonly ActRow[]) {
  const here = activity.filter((act) => act.owner === repository.owner && act.repo === repository.name)
  const newest = (acts: readonly ActRow[]) =>
    acts
      .map((act) => act.committed_at ?? act.at)
      .sort()
      .at(-1) ?? '2016-01-02T00:00:00Z'
  return {
    pushed_at: earlier(newest(here.filter((act) => PUSHED.includes(act.kind)))),
    updated_at: earlier(newest(here)),
  }
}

const PUSHED: readonly Kind[] = ['push', 'merge', 'commit', 'branch', 'tag']

/** GitHub's own moments are never in the future, whatever a commit says of itself. */
function earlier(at: string): string {
  return at < NOW ? at : NOW
}
