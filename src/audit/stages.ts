/** The stages of an audit in order: organisation, accounts and grants, credentials, activity, judgement. */

import { backfill } from './activity/backfill.ts'
import { changeCheck } from './activity/change-check.ts'
import { contributed, contributedAgain } from './activity/contributions.ts'
import { allThreads } from './activity/full-timelines.ts'
import { datedComments, datedCommits } from './activity/last-seen.ts'
import {
  commentsOnCommits,
  conversation,
  discussed,
  lineComments,
  published,
  pushesAndMerges,
  triage,
} from './activity/lists.ts'
import { olderPushes } from './activity/older-pushes.ts'
import { newestThreads } from './activity/timelines.ts'
import type { Stage } from './engine/stage.ts'
import { deferredThisWeek } from './engine/weekly.ts'
import { installedApps, keysOfRepositories, requestsForTokens, tokens } from './inventory/credentials.ts'
import { organization, outsiders, people } from './inventory/people.ts'
import { removedItems } from './inventory/removed.ts'
import {
  invitations,
  invitationsToRepositories,
  repositoryRoles,
  teamTree,
} from './inventory/teams-and-repositories.ts'
import { judging } from './judge.ts'
import { advised } from './uncommon/advisories.ts'
import { scheduleUncommon } from './uncommon/plan.ts'
import { deployed, startedWorkflows, tagged, tagsAtOnce } from './uncommon/read.ts'

/** A checkpoint holds a place in this list, so stages are added or moved only between two releases. */
export const STAGES: readonly Stage[] = [
  organization,
  people,
  outsiders,
  teamTree,
  repositoryRoles,
  invitations,
  invitationsToRepositories,
  keysOfRepositories,
  tokens,
  requestsForTokens,
  installedApps,
  deferredThisWeek,
  removedItems,
  backfill,
  changeCheck,
  newestThreads,
  contributed,
  pushesAndMerges,
  allThreads,
  conversation,
  lineComments,
  commentsOnCommits,
  triage,
  published,
  discussed,
  contributedAgain,
  scheduleUncommon,
  tagsAtOnce,
  tagged,
  deployed,
  startedWorkflows,
  advised,
  datedComments,
  olderPushes,
  datedCommits,
  judging,
]
