/** Reads what an account's dossier is made of: three rounds of statements, none of which waits for another of its round. */

import { accessMap } from '../../../policy/access/access-map.ts'
import { monthsBefore } from '../../../policy/calendar.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import { gapsOf } from '../../../policy/verdict/coverage.ts'
import type { AccountGap } from '../../../policy/verdict/explanation.ts'
import { type Grant, type Id, type Instant, type Reading, subjectKeyOf } from '../../../policy/words.ts'
import { findLoggedDates } from '../../activity/audit-log.ts'
import { findNewestActs } from '../../activity/newest-acts.ts'
import { type ActElsewhere, findActsElsewhere } from '../../activity/sisters/sister-organizations.ts'
import { countUnlinkedCommits } from '../../activity/unlinked-commits.ts'
import { findReadThrough } from '../../activity/watermarks.ts'
import { findAccountGaps } from '../../audits/account-gaps.ts'
import { findNewestAsOf, findNewestFinishedAudit } from '../../audits/audits.ts'
import { findNotReadInFull } from '../../audits/readings.ts'
import type { Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findNoticesOf, type NoticeRow } from '../../people/notices/notices.ts'
import { findProposalsAbout, type ProposalView } from '../../reviews/proposal-list.ts'
import type { KnownAccount } from '../find-account.ts'
import { findGrantsReaching } from '../grants.ts'
import { type AccountItem, listAccounts } from '../lists/account-list.ts'
import { findRepositoryNamesBeside, findTeamSlugs } from '../names.ts'
import { findRepositoriesBeside, type OpenRepository } from '../repositories.ts'
import type { GrantSources } from './grant-views.ts'
import { findMonthsOf, type MonthsView } from './months-of.ts'

export interface DossierAsked {
  readonly hidesPersonal?: boolean
  /** Everything proposed about the account here, newest first, where whoever asks has it already. */
  readonly proposals?: readonly ProposalView[] | undefined
}

export interface DossierFacts {
  /** As the list of accounts says it; undefined where the account holds nothing any more. */
  readonly item: AccountItem | undefined
  readonly sources: GrantSources
  /** Where the window began that the newest audit read. */
  readonly cutoff: Instant
  /** The open repositories of the organisation. */
  readonly repositories: readonly OpenRepository[]
  readonly months: MonthsView
  readonly proposals: readonly ProposalView[]
  readonly notices: readonly NoticeRow[]
  readonly elsewhere: readonly ActElsewhere[]
  readonly unlinked: Awaited<ReturnType<typeof countUnlinkedCommits>>
  /** The audit that judged; null before the first. */
  readonly judged: Awaited<ReturnType<typeof findNewestFinishedAudit>>
  readonly gaps: readonly AccountGap[]
}

export async function findDossierFacts(
  register: Register,
  org: Organization,
  { id }: KnownAccount,
  now: Instant,
  { hidesPersonal = false, proposals: asked }: DossierAsked,
): Promise<DossierFacts> {
  const rules = readRules(org.rules)
  const { windowMonths } = rules
  const [list, grants, acts, proposals, elsewhere, logged, unlinked, repositories, newestAsOf, judged] =
    await Promise.all([
      listAccounts(register, org.id, { id, hidesPersonal }, null, 1),
      findGrantsReaching(register, org.id, [id]),
      findNewestActs(register, org.id, id),
      asked ?? findProposalsHere(register, org.id, id),
      findActsElsewhere(register, org.id, id, now),
      findLoggedDates(register, org.id, id),
      countUnlinkedCommits(register, org.id, monthsBefore(now, windowMonths), id),
      findRepositoriesBeside(register, org.id),
      findNewestAsOf(register, org.id),
      findNewestFinishedAudit(register, org.id, 'any'),
    ])
  // As of the newest audit: that is the window that was read, not the one that ends now.
  const cutoff = monthsBefore(newestAsOf ?? now, windowMonths)
  const named = [...grants.map(repositoryOf), ...acts.map(({ repository }) => repository)]
  const [names, teams, notices, notRead, through, months] = await Promise.all([
    findRepositoryNamesBeside(register, org, repositories, named),
    findTeamSlugs(register, org.id, grants.flatMap(teamsOf)),
    findNoticesOf(
      register,
      proposals.map((proposal) => proposal.id),
    ),
    judged === null ? [] : findNotReadInFull(register, judged.id),
    findReadThrough(register, org.id, cutoff, repositories),
    findMonthsOf(register, org.id, id, judged, { windowMonths, now }),
  ])
  const sources: GrantSources = {
    ...{ grants, acts, logged, rules, now, account: id, ...through },
    map: accessMap(
      grants,
      repositories.map((repository) => repository.id),
    ),
    // An App installed on selected repositories cannot show what was done in the others.
    read: org.repositorySelection !== 'selected' && judged !== null && wasReadInFull(notRead, id),
    firstCompleteAt: org.firstCompleteAt,
    repositoryName: (repository) => names.get(repository) ?? `repository ${repository}`,
    teamName: (team) => teams.get(team) ?? `team ${team}`,
  }
  return {
    ...{ item: list.items[0], sources, cutoff, repositories, months, proposals, elsewhere, unlinked, judged },
    notices: [...notices.values()].flat(),
    gaps: judged === null ? [] : await findAccountGaps(register, org, repositories, notRead, id),
  }
}

async function findProposalsHere(register: Register, orgId: Id, account: Id) {
  const about = await findProposalsAbout(register, [orgId], subjectKeyOf({ kind: 'account', id: account }))
  return about.get(orgId) ?? []
}

function repositoryOf(grant: Grant): Id | null {
  return 'repository' in grant ? grant.repository : null
}

function teamsOf(grant: Grant): (Id | null)[] {
  return ['team' in grant ? grant.team : null, 'parent' in grant ? grant.parent : null]
}

/** Whether every source was read that could have shown an act of this account and can change a verdict. */
function wasReadInFull(notRead: readonly Reading[], account: Id): boolean {
  const unread = notRead.filter(({ state }) => state.kind === 'unread')
  const gaps = gapsOf(
    unread,
    account,
    () => null,
    () => false,
  )
  return gaps.length === 0
}
