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
import { advised } from './advising.ts'
import { contributed, contributedAgain } from './contributing.ts'
import { installedApps, keysOfRepositories, requestsForTokens, tokens } from './credentials.ts'
import { wholeTalk } from './deep-talk.ts'
import { datedCommits, datedWords } from './exact-dates.ts'
import { judging } from './judging.ts'
import { metLate } from './met-late.ts'
import { olderMoves } from './older-moves.ts'
import { organization, outsiders, people } from './people.ts'
import { probe } from './probing.ts'
import { deployed, startedWorkflows, tagged, tagsAtOnce } from './rare-acts.ts'
import { planForRareActs } from './rare-plan.ts'
import type { Stage } from './stage.ts'
import { invitations, invitationsToRepositories, repositoryRoles, teamTree } from './structure.ts'
import { newestTalk } from './talking.ts'
import { restOfTheWeek } from './weekly.ts'

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
