/** Whether one account has acted lately, asked of GitHub right before something is removed. A source that is silent proves nothing. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { type ChangeTimes, REPOSITORIES_PER_CHECK, readChangeTimes } from '../activity/change-check.ts'
import { readNewestPushes } from '../activity/pushes.ts'
import { readDiscussions } from '../activity/threads/discussions.ts'
import { BEGIN, type Position, readTimelines } from '../activity/threads/timelines.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble } from '../http/errors.ts'
import { readContributionsSince } from './recent-contributions.ts'

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
  readonly webUrl: string
  readonly account: Id
  readonly login: string
  readonly since: Instant
  /** Repositories that did not move since then are as the newest audit read them. */
  readonly updatedSince: Instant
  readonly now: Instant
  /** Where more requests than these would be needed for what moved, none of them is made. */
  readonly mostRequests: number
}

/** The acts; or how many repositories moved, where they are too many to be read at once. */
type ActsSince =
  | { readonly kind: 'read'; readonly acts: readonly Activity[] }
  | { readonly kind: 'too_much'; readonly repositories: number }

/**
 * Own acts since `since`: contributions in the organisation; and of every repository that moved issues, pull requests and
 * all that happened in them, releases and discussions; pushes, branches and merges where they can write. Throws where one
 * of them cannot be read: then nothing may be removed.
 */
export async function readActsSince(github: GitHub, asked: Asked): Promise<ActsSince> {
  const moved = await probed(github, asked.repositories)
  const writable = new Set(asked.writable.map(({ id }) => id))
  const pushed = movedIn(asked, moved, 'pushedAt').filter(({ id }) => writable.has(id))
  const talked = movedIn(asked, moved, 'threadsUpdatedAt')
  const debated = movedIn(asked, moved, 'discussedAt')
  if (pushed.length + Math.ceil(talked.length / TALKS_AT_ONCE) + debated.length > asked.mostRequests) {
    return { kind: 'too_much', repositories: new Set([...pushed, ...talked, ...debated]).size }
  }
  const acts = [
    ...(await readContributionsSince(github, { ...asked, organizationNodeId: asked.organization.nodeId })),
    ...(await pushes(github, asked, pushed)),
    ...moved.flatMap((repository) => repository.acts),
    ...(await discussionActs(github, asked, talked)),
    ...(await discussed(github, asked, debated)),
  ]
  return {
    kind: 'read',
    acts: acts.filter((act) => act.account === asked.account && !isBefore(act.at, asked.since)),
  }
}

async function probed(
  github: GitHub,
  repositories: readonly Place[],
): Promise<readonly (ChangeTimes & Place)[]> {
  const all: (ChangeTimes & Place)[] = []
  for (let from = 0; from < repositories.length; from += REPOSITORIES_PER_CHECK) {
    const { changed: moved, unread } = await readChangeTimes(
      github,
      repositories.slice(from, from + REPOSITORIES_PER_CHECK),
    )
    const [first] = unread
    if (first !== undefined) throw unseen(`what moved in repository ${first.id}`, first.reason)
    const nodeIds = new Map(repositories.map(({ id, nodeId }) => [id, nodeId]))
    all.push(...moved.map((one) => ({ ...one, nodeId: nodeIds.get(one.id) ?? '' })))
  }
  return all
}

function movedIn<P extends Place>(
  asked: Asked,
  moved: readonly (ChangeTimes & P)[],
  what: 'pushedAt' | 'threadsUpdatedAt' | 'discussedAt',
): readonly P[] {
  return moved.filter((one) => {
    const at = one[what]
    return at !== null && !isBefore(at, asked.updatedSince)
  })
}

/** Pushes, branches and merges; newest first, so a page each will do. */
async function pushes(github: GitHub, asked: Asked, where: readonly Place[]): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (const repository of where) {
    const place = { org: asked.organization.login, repository, webUrl: asked.webUrl }
    acts.push(...(await readNewestPushes(github, place, asked.login)))
  }
  return acts
}

/** Repositories of one question, and threads of each: what moved in a few days. */
const TALKS_AT_ONCE = 5
const THREADS = 30

async function discussionActs(
  github: GitHub,
  asked: Asked,
  where: readonly Place[],
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  let open: readonly (Place & { readonly at: Position })[] = where.map((place) => ({ ...place, at: BEGIN }))
  while (open.length > 0) {
    const batch = open
      .slice(0, TALKS_AT_ONCE)
      .map((place) => ({ ...place, since: asked.since, began: asked.now }))
    const { results: told, unread } = await readTimelines(github, batch, THREADS)
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
    for await (const page of readDiscussions(github, place, asked.since, null)) acts.push(...page.acts)
  }
  return acts
}

function unseen(what: string, reason: string): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub did not show ${what}: ${reason}`,
  )
}
