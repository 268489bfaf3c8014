/** Everything that one organisation's register says of one account. Of other organisations only what sister-organizations.ts selects. */

import type { AccessPicture } from '../../policy/access/access-picture.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { monthsBefore } from '../../policy/calendar.ts'
import { WITHHELD_REASON } from '../../policy/people/withheld-reason.ts'
import { holdsOf } from '../../policy/proposals/risk-lines.ts'
import { smallestRole } from '../../policy/proposals/smallest-role.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type ExplanationLine, explanationOf } from '../../policy/verdict/explanation.ts'
import { exemptionOf } from '../../policy/verdict/inactivity.ts'
import {
  type Holds,
  type Id,
  type Instant,
  recentlyPushedFirst,
  type SmallestRole,
} from '../../policy/words.ts'
import type { ActElsewhere } from '../activity/sisters/sister-organizations.ts'
import type { Register } from '../open.ts'
import type { Organization } from '../organizations.ts'
import type { NoticeRow } from '../people/notices/notices.ts'
import type { DecisionView, ProposalView } from '../reviews/proposal-list.ts'
import { type DossierAsked, type DossierFacts, findDossierFacts } from './dossier/dossier-facts.ts'
import { type GrantSources, type GrantView, grantsHeld } from './dossier/grant-views.ts'
import type { MonthsView } from './dossier/months-of.ts'
import { pictureOf } from './dossier/picture.ts'
import { findAccount, type KnownAccount } from './find-account.ts'
import type { MembershipRole } from './lists/account-filter.ts'
import type { AccountItem, ActivityItem } from './lists/account-list.ts'
import type { OpenRepository } from './repositories.ts'

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
      `${org.login} has no account ${name}: nobody who holds access, or held it since the first audit, is called that now.`,
    )
  }
  const facts = await findDossierFacts(register, org, known, now, { hidesPersonal, proposals: asked })
  const { acts, rules } = facts.sources
  const exemption = exemptionOf({ id: known.id, login: known.login, type: known.type }, rules, now)
  const dossier = {
    ...(facts.item ?? withoutGrants(known)),
    githubCreatedAt: known.createdAt,
    ...heldOf(facts),
    ...saidOf(facts),
    months: facts.months,
    exemptions: exemption === null ? [] : [shownExemption(exemption, hidesPersonal)],
  }
  return {
    ...dossier,
    explanation: explanationOf({
      ...dossier,
      acts,
      mayBeLater: dossier.lastActivity?.precision === 'at_least',
      gaps: facts.gaps,
      judgedAsOf: facts.judged?.asOf ?? null,
    }),
  }
}

/** The same without what only the page draws. */
export async function findDossier(...asked: Parameters<typeof findDrawnDossier>): Promise<Dossier> {
  const { picture: _picture, holds: _holds, ...dossier } = await findDrawnDossier(...asked)
  return dossier
}

/** What the account holds, and how it was used. */
function heldOf({ sources, cutoff, repositories }: DossierFacts) {
  const held = grantsHeld(sources)
  return {
    grants: held.map(({ view }) => view),
    picture: pictureOf(held, sources, cutoff),
    ...useOf(sources.account, sources, repositories),
    activity: sources.acts.map(({ at, kind, repositoryName, url, source }) => ({
      ...{ at, kind, url, source },
      repository: repositoryName,
    })),
  }
}

/** What was asked and said about it, and what stands elsewhere. */
function saidOf({ elsewhere, proposals, notices, unlinked }: DossierFacts) {
  return {
    elsewhere: [...elsewhere],
    proposals: [...proposals],
    decisions: proposals.flatMap(({ id, decisions }) =>
      decisions.map((decision) => ({ ...decision, proposal: id })),
    ),
    notices: notices.map(({ kind, result, way, at, seenAt, proposalId }) => ({
      ...{ kind, result, way, at, seenAt },
      proposal: proposalId,
    })),
    unlinkedCommits: [...unlinked],
  }
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
