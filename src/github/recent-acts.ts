/** Whether one account has acted lately, asked of GitHub right before something is removed. A source that is silent proves nothing. */

import { isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { discussions } from './discussions.ts'
import { type Moved, movedLately, PROBED } from './moved.ts'
import { contributionsSince } from './recent-contributions.ts'
import { KINDS } from './repository-activity.ts'
import { BEGIN, type Position, timelines } from './timelines.ts'
import { GitHubTrouble } from './trouble.ts'
import { allOf, pages } from './whole-answers.ts'

interface Place {
  readonly id: Id
  readonly name: string
  readonly nodeId: string
}

interface Asked {
  readonly organization: { readonly login: string; readonly nodeId: string }
  /** All of the organisation: who can read somewhere can take part in what is said there. */
  readonly repositories: readonly Place[]
  /** Those to which it can push, the liveliest first. */
  readonly writable: readonly Place[]
  readonly account: Id
  readonly login: string
  readonly since: Instant
  readonly now: Instant
}

/**
 * Own acts since `since`: contributions in the organisation; issues, pull requests and all that happened in them, releases
 * and discussions of every repository; pushes, branches and merges where they can write. Throws where one of them cannot
 * be read: then nothing may be removed.
 */
export async function actsSince(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const moved = await probed(github, asked.repositories)
  const acts = [
    ...(await contributionsSince(github, { ...asked, organizationNodeId: asked.organization.nodeId })),
    ...(await pushes(github, asked)),
    ...moved.flatMap((repository) => repository.acts),
    ...(await talk(github, asked, whereSince(asked, moved, 'talkedAt'))),
    ...(await discussed(github, asked, whereSince(asked, moved, 'discussedAt'))),
  ]
  return acts.filter((act) => act.account === asked.account && !isBefore(act.at, asked.since))
}

async function probed(github: GitHub, repositories: readonly Place[]): Promise<readonly Moved[]> {
  const all: Moved[] = []
  for (let from = 0; from < repositories.length; from += PROBED) {
    const { moved, unread } = await movedLately(github, repositories.slice(from, from + PROBED))
    const [first] = unread
    if (first !== undefined) throw unseen(`what moved in repository ${first.id}`, first.reason)
    all.push(...moved)
  }
  return all
}

function whereSince(
  asked: Asked,
  moved: readonly Moved[],
  what: 'talkedAt' | 'discussedAt',
): readonly Place[] {
  const lately = new Set(
    moved.flatMap((one) => {
      const at = one[what]
      return at === null || isBefore(at, asked.since) ? [] : [one.id]
    }),
  )
  return asked.repositories.filter(({ id }) => lately.has(id))
}

const MOVED = `query RecentlyMoved($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { databaseId nameWithOwner pushedAt } }
}`

/** GitHub answers at most 100 ids at once. */
const IDS_AT_ONCE = 100

/** Pushes, branches and merges where a push was seen since then. */
async function pushes(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (let from = 0; from < asked.writable.length; from += IDS_AT_ONCE) {
    const ids = asked.writable.slice(from, from + IDS_AT_ONCE).map(({ nodeId }) => nodeId)
    const { nodes } = await allOf<{
      nodes: ({ databaseId: Id; nameWithOwner: string; pushedAt: string | null } | null)[]
    }>(github, MOVED, { ids }, 'which repositories moved')
    for (const node of nodes) {
      if (node === null || node.pushedAt === null || Date.parse(node.pushedAt) < Date.parse(asked.since))
        continue
      acts.push(...(await pushesIn(github, asked, node.databaseId, node.nameWithOwner)))
    }
  }
  return acts
}

async function pushesIn(github: GitHub, asked: Asked, id: Id, nameWithOwner: string): Promise<Activity[]> {
  const [owner, repo] = nameWithOwner.split('/')
  const rows = await pages<{ activity_type: string; timestamp: string; actor: { id: Id } | null }>(
    github,
    'GET /repos/{owner}/{repo}/activity',
    { owner, repo, actor: asked.login, time_period: 'year' },
  )
  return rows.flatMap((row): Activity[] => {
    const kind = KINDS[row.activity_type]
    if (kind === undefined || row.actor === null) return []
    const source = 'repository_activity'
    return [{ account: row.actor.id, repository: id, kind, at: row.timestamp, url: null, source }]
  })
}

/** Repositories of one question, and threads of each: what moved in a few days. */
const TALKS_AT_ONCE = 5
const THREADS = 30

async function talk(github: GitHub, asked: Asked, where: readonly Place[]): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  let open: readonly (Place & { readonly at: Position })[] = where.map((place) => ({ ...place, at: BEGIN }))
  while (open.length > 0) {
    const batch = open.slice(0, TALKS_AT_ONCE).map((place) => ({ ...place, since: asked.since }))
    const { told, unread } = await timelines(github, batch, THREADS)
    const [first] = unread
    if (first !== undefined) throw unseen(`the conversations of repository ${first.id}`, first.reason)
    acts.push(...told.flatMap((one) => one.acts))
    const next = new Map(told.map((one) => [one.id, one.next]))
    open = open.flatMap((place) => {
      const at = next.get(place.id)
      return at === null ? [] : [{ ...place, at: at ?? place.at }]
    })
  }
  return acts
}

async function discussed(
  github: GitHub,
  asked: Asked,
  where: readonly Place[],
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (const repository of where) {
    const place = { org: asked.organization.login, repository }
    for await (const page of discussions(github, place, asked.since, null)) acts.push(...page.acts)
  }
  return acts
}

function unseen(what: string, reason: string): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub did not show ${what}: ${reason}`,
  )
}
