/** The order of an audit: capabilities, accounts and grants, credentials, activity, judgement. The list and nothing else. */

import { absences } from './absences.ts'
import {
  commentsOnCommits,
  contributed,
  conversation,
  discussed,
  lineComments,
  moves,
  published,
  recent,
  triage,
} from './activity.ts'
import { installedApps, keysOfRepositories, requestsForTokens, tokens } from './credentials.ts'
import { datedCommits, datedMoves, datedWords } from './exact-dates.ts'
import {
  invitations,
  invitationsToRepositories,
  organization,
  outsiders,
  people,
  repositoryRoles,
  teamTree,
} from './inventory.ts'
import { judging } from './judging.ts'
import type { Stage } from './stage.ts'

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
  absences,
  recent,
  contributed,
  moves,
  conversation,
  lineComments,
  commentsOnCommits,
  triage,
  published,
  discussed,
  datedWords,
  datedCommits,
  datedMoves,
  judging,
]
