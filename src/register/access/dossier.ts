/** Everything that one organisation's register says of one account. Of other organisations only what sister-organizations.ts selects. */

import { accessMap } from '../../policy/access/access-map.ts'
import type { AccessPicture } from '../../policy/access/access-picture.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { monthsBefore } from '../../policy/calendar.ts'
import { WITHHELD_REASON } from '../../policy/people/withheld-reason.ts'
import { holdsOf } from '../../policy/proposals/risk-lines.ts'
import { smallestRole } from '../../policy/proposals/smallest-role.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { gapsOf } from '../../policy/verdict/coverage.ts'
import { type ExplanationLine, explanationOf } from '../../policy/verdict/explanation.ts'
import { exemptionOf } from '../../policy/verdict/inactivity.ts'
import {
  type Holds,
  type Id,
  type Instant,
  type Reading,
  recentlyPushedFirst,
  type SmallestRole,
  subjectKeyOf,
} from '../../policy/words.ts'
import { findLoggedDates } from '../activity/audit-log.ts'
import { findNewestActs } from '../activity/newest-acts.ts'
import { type ActElsewhere, findActsElsewhere } from '../activity/sisters/sister-organizations.ts'
import { countUnlinkedCommits } from '../activity/unlinked-commits.ts'
import { findReadThrough } from '../activity/watermarks.ts'
import { findAccountGaps } from '../audits/account-gaps.ts'
import { findNewestAsOf, findNewestFinishedAudit } from '../audits/audits.ts'
import { findNotReadInFull } from '../audits/readings.ts'
import type { Register } from '../open.ts'
import type { Organization } from '../organizations.ts'
import { findNoticesOf, type NoticeRow } from '../people/notices/notices.ts'
import { type DecisionView, findProposalsAbout, type ProposalView } from '../reviews/proposal-list.ts'
import { type GrantSources, type GrantView, grantsHeld } from './dossier/grant-views.ts'
import { findMonthsOf, type MonthsView } from './dossier/months-of.ts'
import { pictureOf } from './dossier/picture.ts'
import { findAccount, type KnownAccount } from './find-account.ts'
import { findGrantsReaching } from './grants.ts'
import type { MembershipRole } from './lists/account-filter.ts'
import { type AccountItem, type ActivityItem, listAccounts } from './lists/account-list.ts'
import { findRepositoryNamesBeside, findTeamSlugs } from './names.ts'
import { findRepositoriesBeside, type OpenRepository } from './repositories.ts'

/** An account's dossier as the API returns it. */
export interface Dossier extends Omit<AccountItem, 'grants' | 'role'> {
  /** `none`: no open grant here any more. */
  role: MembershipRole | 'none'
  /** When the GitHub account was created; null until an audit read it. */
  githubCreatedAt: Instant | null
  grants: GrantView[]
  activity: ActivityItem[]
  /** Two years by month and repository. */
  months: MonthsView
  /** The smallest role that would do for what was seen within a year, and why; null where it cannot be told. */
  smallestRole: SmallestRole | null
  /** Newest public acts in the other organisations served here; they change no verdict and no grant's use. */
  elsewhere: ActElsewhere[]
  proposals: ProposalView[]
  decisions: (DecisionView & { proposal: string })[]
  /** What the person was told, or could not be, oldest first. */
  notices: (Pick<NoticeRow, 'kind' | 'result' | 'way' | 'at' | 'seenAt'> & { proposal: string })[]
  exemptions: { reason: string; until: Instant | null }[]
  /** Commits of the window that belong to no account, in the repositories to which this one pushed: some may be theirs. */
  unlinkedCommits: { repository: string; commits: number }[]
  /** How the verdict came about. */
  explanation: ExplanationLine[]
}

/** What the page draws beside it. */
export interface DrawnDossier extends Dossier {
  readonly picture: AccessPicture
  /** What the account opens, in a few words. */
  readonly holds: Holds
}

interface DossierAsked {
  readonly hidesPersonal?: boolean
  /** Everything proposed about the account here, newest first, where whoever asks has it already. */
  readonly proposals?: readonly ProposalView[]
}

/** The dossier of an account by login (whatever its case) or id; `hidesPersonal` for whoever is neither an owner nor they. Refuses when the organisation never had the account. */
export async function findDrawnDossier(
  register: Register,
  org: Organization,
  account: { login: string } | { id: Id },
  now: Instant,
  { hidesPersonal = false, proposals: asked }: DossierAsked = {},
): Promise<DrawnDossier> {
  const known = await findAccount(register, org.id, account)
  if (known === undefined) {
    const name = 'login' in account ? account.login : `account ${account.id}`
    throw new Refusal(
      'not_found',
      `${org.login} has no account ${name}, and never had since the first audit.`,
    )
  }
  const rules = readRules(org.rules)
  const [list, grants, acts, proposals, elsewhere, logged, unlinked, repositories, newestAsOf, judged] =
    await Promise.all([
      listAccounts(register, org.id, { id: known.id, hidesPersonal }, null, 1),
      findGrantsReaching(register, org.id, [known.id]),
      findNewestActs(register, org.id, known.id),
      asked ?? findProposalsHere(register, org.id, known.id),
      findActsElsewhere(register, org.id, known.id, now),
      findLoggedDates(register, org.id, known.id),
      countUnlinkedCommits(register, org.id, monthsBefore(now, rules.windowMonths), known.id),
      findRepositoriesBeside(register, org.id),
      findNewestAsOf(register, org.id),
      findNewestFinishedAudit(register, org.id, 'any'),
    ])
  const [names, teams, told, notRead] = await Promise.all([
    findRepositoryNamesBeside(register, org, repositories, [
      ...grants.map((grant) => ('repository' in grant ? grant.repository : null)),
      ...acts.map(({ repository }) => repository),
    ]),
    findTeamSlugs(
      register,
      org.id,
      grants.flatMap((grant) => [
        'team' in grant ? grant.team : null,
        'parent' in grant ? grant.parent : null,
      ]),
    ),
    findNoticesOf(
      register,
      proposals.map(({ id }) => id),
    ),
    judged === null ? [] : findNotReadInFull(register, judged.id),
  ])
  const [item] = list.items
  const exemption = exemptionOf({ id: known.id, login: known.login, type: known.type }, rules, now)
  const map = accessMap(
    grants,
    repositories.map(({ id }) => id),
  )
  // As of the newest audit: that is the window that was read, not the one that ends now.
  const cutoff = monthsBefore(newestAsOf ?? now, rules.windowMonths)
  const sources: GrantSources = {
    grants,
    map,
    account: known.id,
    acts,
    // An App installed on selected repositories cannot show what was done in the others.
    read: org.repositorySelection !== 'selected' && judged !== null && wasReadInFull(notRead, known.id),
    ...(await findReadThrough(register, org.id, cutoff, repositories)),
    firstCompleteAt: org.firstCompleteAt,
    logged,
    rules,
    now,
    repositoryName: (id) => names.get(id) ?? `repository ${id}`,
    teamName: (id) => teams.get(id) ?? `team ${id}`,
  }
  const held = grantsHeld(sources)
  const use = useOf(known.id, sources, repositories)
  const dossier: Omit<DrawnDossier, 'explanation'> = {
    ...(item ?? withoutGrants(known)),
    githubCreatedAt: known.createdAt,
    grants: held.map(({ view }) => view),
    picture: pictureOf(held, sources, cutoff),
    ...use,
    months: await findMonthsOf(register, org.id, known.id, judged, { windowMonths: rules.windowMonths, now }),
    activity: acts.map(({ at, kind, repositoryName, url, source }) => ({
      at,
      kind,
      repository: repositoryName,
      url,
      source,
    })),
    elsewhere,
    proposals: [...proposals],
    decisions: proposals.flatMap(({ id, decisions }) =>
      decisions.map((decision) => ({ ...decision, proposal: id })),
    ),
    notices: [...told.values()].flat().map(({ kind, result, way, at, seenAt, proposalId }) => ({
      ...{ kind, result, way, at, seenAt },
      proposal: proposalId,
    })),
    exemptions: exemption === null ? [] : [shownExemption(exemption, hidesPersonal)],
    unlinkedCommits: [...unlinked],
  }
  return {
    ...dossier,
    explanation: explanationOf({
      ...dossier,
      acts,
      mayBeLater: dossier.lastActivity?.precision === 'at_least',
      gaps: judged === null ? [] : await findAccountGaps(register, org, repositories, notRead, known.id),
      judgedAsOf: judged?.asOf ?? null,
    }),
  }
}

/** The same without what only the page draws. */
export async function findDossier(...asked: Parameters<typeof findDrawnDossier>): Promise<Dossier> {
  const { picture: _picture, holds: _holds, ...dossier } = await findDrawnDossier(...asked)
  return dossier
}

async function findProposalsHere(register: Register, orgId: Id, account: Id) {
  const about = await findProposalsAbout(register, [orgId], subjectKeyOf({ kind: 'account', id: account }))
  return about.get(orgId) ?? []
}

/** A sponsored bot's reason is who answers for it. */
function shownExemption(
  { because, reason, until }: NonNullable<ReturnType<typeof exemptionOf>>,
  hidesPersonal: boolean,
) {
  return { reason: hidesPersonal && because === 'exemption' ? WITHHELD_REASON : reason, until }
}

/** What the account opens, and the smallest role that would do, as proposals say it. */
function useOf(
  account: Id,
  { map, acts, firstCompleteAt, rules, now, ...names }: GrantSources,
  repositories: readonly OpenRepository[],
): Pick<DrawnDossier, 'holds' | 'smallestRole'> {
  const access = accessIn(map, account)
  const privateRepositories = new Set(repositories.flatMap((row) => (row.private ? [row.id] : [])))
  const actsReadFrom = firstCompleteAt === null ? null : monthsBefore(firstCompleteAt, rules.windowMonths)
  return {
    holds: holdsOf(access, {
      names: { repository: names.repositoryName, team: names.teamName },
      repositories: recentlyPushedFirst(repositories).map(({ id }) => id),
      privateRepositories,
    }),
    smallestRole: smallestRole({ access, acts, privateRepositories, actsReadFrom, now }),
  }
}

/** Whether every source was read that could have shown an act of this account and can change a verdict. */
function wasReadInFull(notRead: readonly Reading[], account: Id): boolean {
  const unread = notRead.filter(({ state }) => state.kind === 'unread')
  return (
    gapsOf(
      unread,
      account,
      () => null,
      () => false,
    ).length === 0
  )
}

function withoutGrants(known: KnownAccount): Omit<AccountItem, 'grants' | 'role'> & { role: 'none' } {
  return {
    id: known.id,
    login: known.login,
    name: known.name,
    type: known.type,
    role: 'none',
    access: 'none',
    teams: [],
    repositories: 0,
    verdict: 'unknown',
    reason: 'Holds nothing here any more.',
    lastActivity: null,
    twoFactor: 'unknown',
    findings: [],
  }
}
