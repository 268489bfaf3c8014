/** Explains one account's verdict: what is known of it, what was not read, what follows, each with where it comes from. */

import { actInWords } from '../activity/act-in-words.ts'
import { printedDay } from '../calendar.ts'
import { withoutStop } from '../english.ts'
import type { Activity, Gap, Instant, OpenGrant, VerdictName } from '../words.ts'

/** One line of an explanation. `source` is called as in the coverage. */
export interface ExplanationLine {
  part: 'fact' | 'gap' | 'verdict'
  text: string
  source: string
  url: string | null
}

/** What a dossier has of it. */
export interface ExplainedAccount {
  readonly role: string
  readonly githubCreatedAt: Instant | null
  readonly grants: readonly {
    readonly kind: OpenGrant['kind']
    readonly path: string
    readonly role: string | null
    readonly since: Instant
  }[]
  /** Newest first. */
  readonly acts: readonly (Pick<Activity, 'kind' | 'at' | 'url' | 'source'> & {
    readonly repositoryName: string | null
  })[]
  /** Whether an act later than the newest may exist. */
  readonly mayBeLater: boolean
  readonly exemptions: readonly { readonly reason: string; readonly until: Instant | null }[]
  readonly gaps: readonly AccountGap[]
  readonly verdict: VerdictName
  readonly reason: string
  /** The audit on which the verdict rests; null before the first. */
  readonly judgedAsOf: Instant | null
}

/** A source that was not read in full where this account could show. */
export interface AccountGap extends Gap {
  /** Whether it makes the verdict unknown where nothing clears the account. */
  readonly decides: boolean
}

/** Facts, gaps and verdict, in this order. */
export function explanationOf(account: ExplainedAccount): ExplanationLine[] {
  return [
    ...facts(account),
    ...account.gaps.map(gapLine),
    {
      part: 'verdict',
      text: `${account.verdict}: ${account.reason}`,
      source: account.judgedAsOf === null ? 'no audit yet' : `audit as of ${printedDay(account.judgedAsOf)}`,
      url: null,
    },
  ]
}

function facts({ role, githubCreatedAt, grants, acts, mayBeLater, exemptions }: ExplainedAccount) {
  const fact = (text: string, source: string, url: string | null = null): ExplanationLine => ({
    part: 'fact',
    text,
    source,
    url,
  })
  const member = role === 'admin' || role === 'member'
  return [
    fact(MEMBERSHIP_IN_WORDS[role] ?? `Role ${role}.`, membershipSource(role)),
    ...(githubCreatedAt === null
      ? []
      : [
          fact(
            `The GitHub account was made on ${printedDay(githubCreatedAt)}.`,
            member ? 'members' : 'contributions',
          ),
        ]),
    ...grants.map((grant) =>
      fact(
        `Access by this path: ${grant.path}, ${grant.role ?? 'no role of its own'}; first seen on ${printedDay(grant.since)}.`,
        GRANT_SOURCES[grant.kind],
      ),
    ),
    ...exemptions.map(({ reason, until }) =>
      fact(
        `Exempt${until === null ? '' : ` until ${printedDay(until)}`}: ${withoutStop(reason)}.`,
        'settings',
      ),
    ),
    ...(acts.length === 0 ? [fact('No act is known.', 'activity')] : []),
    ...acts.map(({ repositoryName, ...act }, at) =>
      fact(
        `${at === 0 ? 'Newest act' : 'Also'}: ${actInWords(act, repositoryName)}.${at === 0 && mayBeLater ? ' A later one may exist.' : ''}`,
        act.source,
        act.url,
      ),
    ),
  ]
}

function gapLine({ source, where, reason, decides }: AccountGap): ExplanationLine {
  const weight = decides ? 'could have shown an act' : 'decides no verdict'
  return { part: 'gap', text: `Not read in ${where}: ${withoutStop(reason)} (${weight}).`, source, url: null }
}

const MEMBERSHIP_IN_WORDS: Readonly<Record<string, string>> = {
  admin: 'Owner of the organisation.',
  member: 'Member of the organisation.',
  outside_collaborator: 'Outside collaborator.',
  invited: 'Invited, and has not accepted yet.',
  none: 'Holds nothing here any more.',
}

function membershipSource(role: string): string {
  if (role === 'outside_collaborator') return 'outside_collaborators'
  return role === 'invited' ? 'organization_invitations' : 'members'
}

const GRANT_SOURCES: Readonly<Record<OpenGrant['kind'], string>> = {
  organization_role: 'members',
  base_permission: 'organization',
  outside_collaborator: 'outside_collaborators',
  team_membership: 'teams',
  team_repository: 'teams',
  team_parent: 'teams',
  repository_role: 'direct_roles',
  organization_invitation: 'organization_invitations',
  repository_invitation: 'repository_invitations',
}
