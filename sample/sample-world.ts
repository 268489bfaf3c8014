/** The project's own world: two small invented organisations that hold every kind of case. Nothing in it is real. */

import { parseWorld, type World } from '../fake-github/world/world.ts'
import { activity, now } from './activity.ts'
import { organizations } from './organizations.ts'
import { people } from './people.ts'
import { repositories } from './repositories.ts'

const pushes = ['push', 'merge', 'commit', 'tag', 'branch']

/** A fresh copy, as of 2026-11-22T06:00:00Z. Its first owner is `mara-voss`. */
export function sampleWorld(): World {
  const acts = activity()
  const newest = (owner: string, name: string, kinds: readonly string[] | null) =>
    acts
      .filter(
        (act) => act.owner === owner && act.repo === name && (kinds === null || kinds.includes(act.kind)),
      )
      .map((act) => act.at)
      .sort()
      .at(-1) ?? '2020-01-01T00:00:00Z'
  const rows = repositories.map((repo) => ({
    created_at: '2019-06-01T00:00:00Z',
    pushed_at: newest(repo.owner, repo.name, pushes),
    updated_at: newest(repo.owner, repo.name, null),
    ...repo,
  }))
  const world = { now, accounts: people, organizations, repositories: rows, activity: acts }
  // A copy through text, so that no two worlds share a row.
  return parseWorld(JSON.parse(JSON.stringify(world)), undefined, 'the sample world')
}
