/** The order of an audit: capabilities, accounts and grants, credentials, activity, judgement. The list and nothing else. */

import { absences } from './absences.ts'
import {
  commentsOnCommits,
  conversation,
  discussed,
  lineComments,
  moves,
  published,
  triage,
} from './acting.ts'
import { contributed } from './contributing.ts'
import { installedApps, keysOfRepositories, requestsForTokens, tokens } from './credentials.ts'
import { datedCommits, datedMoves, datedWords } from './exact-dates.ts'
import { judging } from './judging.ts'
import { organization, outsiders, people } from './people.ts'
import { recent } from './probing.ts'
import type { Stage } from './stage.ts'
import { invitations, invitationsToRepositories, repositoryRoles, teamTree } from './structure.ts'

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
