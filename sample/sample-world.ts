/** The cases: two small invented organisations that hold every kind of case, for tests; grown/world.ts is what a newcomer sees. Nothing in it is real. */

import type { ActRow } from '../fake-github/world/act.ts'
import { parseWorld, type World } from '../fake-github/world/world.ts'
import { activity, now } from './activity.ts'
import { organizations } from './organizations.ts'
import { people } from './people.ts'
import { repositories } from './repositories.ts'

const pushes = ['push', 'merge', 'commit', 'tag', 'branch']

/** A fresh copy, as of 2026-11-22T06:00:00Z. Its first owner is `mara-voss`. */
export function sampleWorld(): World {
  const rows = { now, accounts: people, organizations, repositories, activity: activity() }
  return worldOf(rows, 'the sample world')
}

interface Rows {
  readonly now: string
  readonly accounts: readonly object[]
  readonly organizations: readonly object[]
  readonly repositories: readonly { readonly owner: string; readonly name: string }[]
  readonly activity: readonly ActRow[]
}

/** The world of these rows; when repositories were pushed to follows from the activity. */
export function worldOf(rows: Rows, called: string): World {
  const newest = (owner: string, name: string, kinds: readonly string[] | null) =>
    rows.activity
      .filter(
        (act) => act.owner === owner && act.repo === name && (kinds === null || kinds.includes(act.kind)),
      )
      .map((act) => act.at)
      .sort()
      .at(-1) ?? '2020-01-01T00:00:00Z'
  const dated = rows.repositories.map((repo) => ({
    created_at: '2019-06-01T00:00:00Z',
    pushed_at: newest(repo.owner, repo.name, pushes),
    updated_at: newest(repo.owner, repo.name, null),
    ...repo,
  }))
  // A copy through text, so that no two worlds share a row.
  return parseWorld(JSON.parse(JSON.stringify({ ...rows, repositories: dated })), undefined, called)
}
