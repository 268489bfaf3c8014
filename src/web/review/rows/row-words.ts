/** Puts a row of the review into a few words: who it is, what the key opens, and what to know about it. */

import { listed, monthsInWords } from '../../../policy/english.ts'
import type { SharedProposal } from '../../../policy/people/contributing/shared-proposal.ts'
import { agoInWords } from '../../../policy/words/ago.ts'
import { type Finding, type Instant, LOWER_ROLES, type Power } from '../../../policy/words.ts'
import type { Said } from '../../../register/people/said.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow, RowVote } from '../../../register/reviews/page/asked-rows.ts'
import { inWords, subjectName } from '../../parts/print.tsx'
import { saidTag } from './said.tsx'

/** The headings of the review's groups. */
export const GROUP_HEADINGS: Readonly<Record<Power, string>> = {
  owners_and_admins: 'Owners and admins',
  can_push: 'Can push',
  membership_only: 'Members only',
  credentials: 'Credentials',
  invitations: 'Invitations',
  clean_up: 'Harmless clean-up',
}

/** What is in a group, by rules that look at so many months. */
export function groupInWords(group: Power, months: number): string {
  switch (group) {
    case 'owners_and_admins':
      return 'Two owners decide, each by name: there is no one answer for all of them.'
    case 'can_push':
      return `Not active for ${monthsInWords(months)}, or with more than they use.`
    case 'membership_only':
      return 'They read what everyone in the organisation can read.'
    case 'credentials':
      return `Not used for ${monthsInWords(months)}, or wider than their use.`
    case 'invitations':
      return 'Sent, never accepted.'
    case 'clean_up':
      return 'Expired or suspended: these open nothing any more.'
  }
}

/** The person's or thing's name, and what stands below it: the login, or the kind. */
export function namesOf({ subject, name }: Pick<AskedRow, 'subject' | 'name'>): {
  readonly name: string
  readonly below: string
} {
  switch (subject.kind) {
    case 'account':
      return name === null || name.trim() === ''
        ? { name: subject.login, below: '' }
        : { name, below: subject.login }
    case 'invitation':
      return { name: subject.login ?? subject.name, below: 'invitation' }
    case 'credential':
      return {
        name: subject.name.trim() === '' ? subjectName(subject) : subject.name,
        below: inWords(subject.credentialKind),
      }
  }
}

/** Two letters at most; a dot where a name has none. */
export function initialsOf(name: string): string {
  const letters = name
    .split(/[\s-]+/)
    .flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
    .slice(0, 2)
  return letters.length === 0 ? '·' : letters.join('').toUpperCase()
}

/** The strongest role, with the class of its mark, and what it opens. */
export function heldInWords({ risk, subject }: Pick<SharedProposal, 'risk' | 'subject'>): {
  readonly role: string | null
  readonly mark: string
  readonly opens: string
} {
  const { holds } = risk
  if (holds !== undefined && subject.kind === 'account') {
    const { role, places, more, teams } = holds
    const isAnybody = role === 'none' || role === 'member'
    const where = places.length === 0 && !isAnybody ? 'everything' : listedPlaces(places, more)
    const through = teams.length === 0 ? '' : ` through ${fewTeams(teams)}`
    const what = isAnybody && places.length === 0 ? 'reads what every member can read' : where
    return {
      role: role === 'none' ? null : inWords(role),
      mark: markOf(role),
      opens: `${what}${through}${holds.outsideCollaborator ? ', outside collaborator' : ''}${elsewhereInWords(risk.opens)}`,
    }
  }
  const [first = '', ...others] = risk.opens
  if (subject.kind !== 'account') return { role: null, mark: '', opens: risk.opens.join(', ') }
  const [, role, rest] = OPENS.find(([pattern]) => pattern.test(first)) ?? [null, 'read', first]
  return {
    role,
    mark: markOf(role),
    opens:
      rest ??
      [first.replace(/^can (administer|push to and manage|push to|triage in|read) /, ''), ...others].join(
        ', ',
      ),
  }
}

/** Where a weaker role can still change something: the strongest stands first, by itself. */
function elsewhereInWords([, ...others]: readonly string[]): string {
  return others
    .filter((opens) => /^can (administer|push to)/.test(opens))
    .map((opens) => `; ${opens}`)
    .join('')
}

const OPENS: readonly (readonly [pattern: RegExp, role: string, rest: string | null])[] = [
  [/^owner/, 'owner', 'everything'],
  [/^can administer/, 'admin', null],
  [/^can push to and manage/, 'maintain', null],
  [/^can push to/, 'write', null],
  [/^can triage/, 'triage', null],
  [/^can read/, 'read', null],
  [/^member/, 'member', 'what every member can read'],
]

function listedPlaces(places: readonly string[], more: number): string {
  const short = places.map((place) => place.replace(/^.*\//, ''))
  return `${short.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** So many teams are named in a row; all of them stand behind it. */
const MOST_TEAMS = 2

function fewTeams(teams: readonly string[]): string {
  return listedPlaces(teams.slice(0, MOST_TEAMS), Math.max(0, teams.length - MOST_TEAMS))
}

function markOf(role: string): string {
  if (role === 'owner' || role === 'admin') return role
  return role === 'maintain' || role === 'write' ? 'write' : 'read'
}

/** When it was last used, and by what. */
export function lastUseInWords(
  {
    subject,
    lastActiveAt,
    evidence,
    findings,
  }: Pick<AskedRow, 'subject' | 'lastActiveAt' | 'evidence' | 'findings'>,
  now: Instant,
): { readonly at: Instant | null; readonly ago: string; readonly by: string } {
  const [newest] = evidence
  const at = lastActiveAt ?? newest?.at ?? null
  if (subject.kind === 'invitation') return { at: null, ago: 'not accepted', by: '' }
  if (at === null) {
    const hidden = findings.some(({ code }) => code === 'use_not_observable')
    if (hidden) return { at, ago: 'not visible', by: 'GitHub does not show its use' }
    return { at, ago: subject.kind === 'account' ? 'never seen' : 'never used', by: '' }
  }
  const where = newest?.repositoryName == null ? '' : ` in ${newest.repositoryName.replace(/^.*\//, '')}`
  const by = newest === undefined ? '' : `${inWords(newest.kind)}${where}`
  return { at, ago: agoInWords(at, now), by: subject.kind === 'account' ? by : 'last used' }
}

/** At most two marks: what differs from the neighbours, the gravest first. */
export function tagsOf(
  { findings, before, reopened, status }: AskedRow,
  beside: BesideProposal | undefined,
  said: Said | undefined,
  now: Instant,
): readonly (readonly [kind: string, text: string])[] {
  const elsewhere = (beside?.activeElsewhere ?? [])
    .slice(0, 1)
    .map(({ organization, at }) => ['good', `active in ${organization} ${agoInWords(at, now)}`] as const)
  // What they answered says more than that it is open again.
  const answered = saidTag(said)
  const isAgain = reopened !== null && status === 'open' && (answered.length === 0 || reopened.kind === 'act')
  const again = isAgain ? [['new', 'open again'] as const] : []
  const found = findings.flatMap(({ code }) => (TAGS[code] === undefined ? [] : [TAGS[code]]))
  const asked =
    before === null || before.decision === null
      ? []
      : [['', `${before.decision} in ${before.quarter}`] as const]
  return [...again, ...answered, ...elsewhere, ...found, ...asked].slice(0, 2)
}

const TAGS: Readonly<Partial<Record<Finding['code'], readonly [kind: string, text: string]>>> = {
  two_factor_off: ['bad', 'no two-factor'],
  owner_gone: ['bad', 'holder gone'],
  expired: ['', 'expired'],
  suspended: ['', 'suspended'],
  invitation_lapsed: ['', 'lapsed'],
  wide_scope: ['bad', 'too wide'],
  owner_inactive: ['bad', 'holder inactive'],
  write_access: ['', 'can write'],
  no_expiry: ['', 'never expires'],
}

/** The answers that a row can be given, the mildest first; of a downgrade the roles, the highest first. */
export function offeredTo({ choices, subject }: AskedRow): {
  readonly decisions: readonly ('keep' | 'downgrade' | 'emeritus' | 'revoke')[]
  readonly roles: readonly string[]
} {
  const offered = choices ?? []
  const has = (decision: string) => offered.some((choice) => choice.decision === decision)
  const roles = offered.flatMap(({ decision, role }) =>
    decision === 'downgrade' && role !== null ? [role] : [],
  )
  return {
    decisions: [
      'keep',
      ...(has('downgrade') && subject.kind === 'account' ? (['downgrade'] as const) : []),
      ...(has('emeritus') ? (['emeritus'] as const) : []),
      'revoke',
    ],
    roles: [...roles].sort((a, b) => LOWER_ROLES.indexOf(b) - LOWER_ROLES.indexOf(a)),
  }
}

/** The labels of the answers; of an invitation and of clean-up other words say the same. */
export function labelOf(decision: string, power: Power, kind: AskedRow['subject']['kind']): string {
  if (power === 'clean_up' && decision === 'keep') return 'Leave'
  if (power === 'clean_up' && decision === 'revoke') return 'Remove'
  if (kind === 'invitation' && decision === 'revoke') return 'Cancel'
  return decision.charAt(0).toUpperCase() + decision.slice(1)
}

/** `downgrade to write`, `downgrade to outside collaborator of atlas`, `keep until 31 May 2027`. */
export function answerOf(
  vote: Pick<RowVote, 'role' | 'until'> & {
    readonly decision: string
    readonly repositories?: RowVote['repositories']
  },
  printed: (at: Instant) => string,
  reached: AskedRow['reached'] = [],
): string {
  if (vote.role !== null) {
    const kept = reached.flatMap(({ id, name }) => (vote.repositories?.includes(id) ? [name] : []))
    return `${vote.decision} to ${inWords(vote.role)}${kept.length === 0 ? '' : ` of ${listed(kept)}`}`
  }
  return vote.until === null ? vote.decision : `${vote.decision} until ${printed(vote.until)}`
}
