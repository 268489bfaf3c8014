/** The stages of an audit in order: organisation, accounts and grants, credentials, activity, judgement. */

import { backfill } from './activity/backfill.ts'
import { changeCheck } from './activity/change-check.ts'
import {
  commitComments,
  discussions,
  issueComments,
  issueEvents,
  releases,
  reviewComments,
} from './activity/comments-and-events.ts'
import { contributions, contributionsAgain } from './activity/contributions.ts'
import { fullTimelines } from './activity/full-timelines.ts'
import { datedComments, datedCommits } from './activity/last-seen.ts'
import { olderPushes, pushesAndMerges } from './activity/pushes.ts'
import { newestTimelines } from './activity/timelines.ts'
import type { Stage } from './engine/stage.ts'
import { deferredThisWeek } from './engine/weekly.ts'
import { filesOfProposed } from './files/read.ts'
import { appInstallations, deployKeys, fineGrainedTokens, tokenRequests } from './inventory/credentials.ts'
import { failedInvitations } from './inventory/failed-invitations.ts'
import { hiddenRepositories } from './inventory/hidden-repositories.ts'
import { leftOutRepositories } from './inventory/left-out-repositories.ts'
import { members, organization, outsideCollaborators } from './inventory/people.ts'
import { removedItems } from './inventory/removed.ts'
import {
  organizationInvitations,
  repositories,
  repositoryInvitations,
  teams,
} from './inventory/teams-and-repositories.ts'
import { judgeAccounts } from './judge.ts'
import { countStaleAccess } from './stale-access/count.ts'
import { batchedTags } from './uncommon/batched-tags.ts'
import { scheduleUncommon } from './uncommon/plan.ts'
import { advisories, deployments, tags, workflowRuns } from './uncommon/read.ts'

/** A stage with the name under which a checkpoint keeps it. */
export type NamedStage = Stage & { readonly name: string }

const IN_ORDER = {
  organization,
  members,
  outsideCollaborators,
  teams,
  repositories,
  organizationInvitations,
  failedInvitations,
  repositoryInvitations,
  deployKeys,
  fineGrainedTokens,
  tokenRequests,
  appInstallations,
  deferredThisWeek,
  hiddenRepositories,
  removedItems,
  leftOutRepositories,
  backfill,
  changeCheck,
  newestTimelines,
  contributions,
  pushesAndMerges,
  fullTimelines,
  issueComments,
  reviewComments,
  commitComments,
  issueEvents,
  releases,
  discussions,
  contributionsAgain,
  scheduleUncommon,
  batchedTags,
  tags,
  deployments,
  workflowRuns,
  advisories,
  filesOfProposed,
  datedComments,
  olderPushes,
  datedCommits,
  judgeAccounts,
  countStaleAccess,
}

/** The stages in order. A checkpoint keeps place and name: where both do not fit, the audit begins again. */
export const STAGES: readonly NamedStage[] = Object.entries(IN_ORDER).map(([name, stage]) => ({
  ...stage,
  name,
}))

/** The name at a place in the list; `end` after the last stage. */
export function stageNameAt(place: number): string {
  return STAGES[place]?.name ?? 'end'
}
