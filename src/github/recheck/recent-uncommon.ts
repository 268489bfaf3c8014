/** Whether one account has done lately what hardly anybody does alone: start a workflow, deploy, tag, write an advisory. It clears, and decides nothing. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { readAdvisories } from '../activity/uncommon/advisories.ts'
import { readDeployments } from '../activity/uncommon/deployments.ts'
import {
  ASKED_AT_ONCE,
  readTagsAndNewestDeployments,
  type UncommonActivity,
} from '../activity/uncommon/newest-uncommon.ts'
import { readDispatchedRuns } from '../activity/uncommon/runs.ts'
import { readTags } from '../activity/uncommon/tags.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble, isRefusal } from '../http/errors.ts'

interface Place {
  readonly id: Id
  readonly name: string
  readonly nodeId: string
}

interface Asked {
  readonly organization: { readonly login: string }
  /** All of the organisation: who may write advisories need not be able to push. */
  readonly repositories: readonly Place[]
  /** Those to which it can push, the liveliest first. */
  readonly writable: readonly Place[]
  /** In so many of them workflows are asked for. */
  readonly mostWorkflows: number
  readonly webUrl: string
  readonly account: Id
  readonly login: string
  readonly since: Instant
}

/**
 * Own acts since `since` of the kinds that audits look for once a week or so. What GitHub refuses to show is passed
 * over, for it decides nothing; any other trouble is thrown: then nothing may be removed.
 */
export async function readUncommonSince(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const acts = [
    ...(await started(github, asked)),
    ...(await taggedAndDeployed(github, asked)),
    ...(await advised(github, asked)),
  ]
  return acts.filter((act) => act.account === asked.account && !isBefore(act.at, asked.since))
}

/** A request a repository, so the liveliest only; the rest, and what was run again, is as the audits saw it. */
async function started(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const read = readDispatchedRuns(asked.login)
  const acts: Activity[] = []
  for (const repository of asked.writable.slice(0, asked.mostWorkflows)) {
    acts.push(...(await shown(read(github, placeOf(asked, repository), asked.since, 1))))
  }
  return acts
}

async function taggedAndDeployed(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (let from = 0; from < asked.writable.length; from += ASKED_AT_ONCE) {
    const batch = asked.writable.slice(from, from + ASKED_AT_ONCE)
    const settled = new Map((await atOnce(github, asked, batch)).map((one) => [one.id, one]))
    for (const repository of batch) {
      const known = settled.get(repository.id)
      acts.push(...(known?.acts ?? []), ...(await undecidedRepositories(github, asked, repository, known)))
    }
  }
  return acts
}

/** Nothing where the question is refused or too large: one repository after another is asked then. */
async function atOnce(
  github: GitHub,
  asked: Asked,
  batch: readonly Place[],
): Promise<readonly UncommonActivity[]> {
  const org = { login: asked.organization.login, webUrl: asked.webUrl }
  try {
    return await readTagsAndNewestDeployments(github, org, batch, asked.since)
  } catch (error) {
    const tooBig = error instanceof GitHubTrouble && error.trouble.kind === 'too_big'
    if (!tooBig && !isRefusal(error)) throw error
    return []
  }
}

/** What one question for many repositories left open about this one. */
async function undecidedRepositories(
  github: GitHub,
  asked: Asked,
  repository: Place,
  known: UncommonActivity | undefined,
): Promise<readonly Activity[]> {
  const place = placeOf(asked, repository)
  const deployedAt = known === undefined ? asked.since : known.deployedAt
  const deployed = deployedAt !== null && !isBefore(deployedAt, asked.since)
  return [
    ...(known?.tagsRead ? [] : await shown(readTags(github, place, asked.since, null))),
    ...(deployed ? await shown(readDeployments(github, place, asked.since, 1)) : []),
  ]
}

async function advised(github: GitHub, asked: Asked): Promise<readonly Activity[]> {
  const ids = new Map(asked.repositories.map(({ id, name }) => [name.toLowerCase(), id]))
  const place = {
    org: asked.organization.login,
    repository: (name: string) => ids.get(name.toLowerCase()) ?? null,
  }
  return shown(readAdvisories(github, place, asked.since, null))
}

/** All that these pages tell, up to the one that GitHub refuses. */
async function shown(
  read: AsyncGenerator<{ readonly acts: readonly Activity[] }>,
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  try {
    for await (const page of read) acts.push(...page.acts)
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  return acts
}

function placeOf(asked: Asked, repository: Place) {
  return { org: asked.organization.login, repository, webUrl: asked.webUrl }
}
