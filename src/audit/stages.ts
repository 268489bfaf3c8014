/** The order of an audit: capabilities, accounts and grants, credentials, activity, judgement. The list and nothing else. */

import { metLate } from './activity/backfill.ts'
import { probe } from './activity/change-check.ts'
import { contributed, contributedAgain } from './activity/contributions.ts'
import { wholeTalk } from './activity/full-timelines.ts'
import { datedCommits, datedWords } from './activity/last-seen.ts'
import {
  commentsOnCommits,
  conversation,
  discussed,
  lineComments,
  moves,
  published,
  triage,
} from './activity/lists.ts'
import { olderMoves } from './activity/older-pushes.ts'
import { newestTalk } from './activity/timelines.ts'
import type { Stage } from './engine/stage.ts'
import { restOfTheWeek } from './engine/weekly.ts'
import { installedApps, keysOfRepositories, requestsForTokens, tokens } from './inventory/credentials.ts'
import { organization, outsiders, people } from './inventory/people.ts'
import { absences } from './inventory/removed.ts'
import {
  invitations,
  invitationsToRepositories,
  repositoryRoles,
  teamTree,
} from './inventory/teams-and-repositories.ts'
import { judging } from './judge.ts'
import { advised } from './uncommon/advisories.ts'
import { planForRareActs } from './uncommon/plan.ts'
import { deployed, startedWorkflows, tagged, tagsAtOnce } from './uncommon/read.ts'

/** A bookmark counts through this list: new stages go to where they belong only between two releases. */
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
  restOfTheWeek,
  absences,
  metLate,
  probe,
  newestTalk,
  contributed,
  moves,
  wholeTalk,
  conversation,
  lineComments,
  commentsOnCommits,
  triage,
  published,
  discussed,
  contributedAgain,
  planForRareActs,
  tagsAtOnce,
  tagged,
  deployed,
  startedWorkflows,
  advised,
  datedWords,
  olderMoves,
  datedCommits,
  judging,
]
