/** Describes every grant of one account: its path, its verdict and its last use. */

import type { AccessMap } from '../../../policy/access/access-map.ts'
import { type LoggedDate, loggedGrantDate } from '../../../policy/access/logged-since.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import { judgeGrant } from '../../../policy/verdict/grant-use.ts'
import type { Id, Instant, NamedActivity, OpenGrant, VerdictName } from '../../../policy/words.ts'
import { type GrantPath, grantPath } from './grant-path.ts'

/** One grant of an account as the API returns it. */
export interface GrantView {
  kind: OpenGrant['kind']
  /** The path by which the account holds it, in words. */
  path: string
  role: string | null
  /** Full names of the repositories that it opens; null: every repository of the organisation. */
  repositories: string[] | null
  /** When an audit first saw it. */
  since: Instant
  verdict: VerdictName
  /** Why the grant has its verdict, which is not the account's own verdict. */
  reason: string
  lastUsed: Instant | null
  lastUse: { at: Instant; kind: string; repository: string | null; url: string | null } | null
}

/** What the views are built from. */
export interface GrantSources {
  /** Open grants of the organisation, at least all that reach this account. */
  readonly grants: readonly OpenGrant[]
  /** The same, indexed. */
  readonly map: AccessMap
  readonly account: Id
  readonly acts: readonly NamedActivity[]
  /** Whether every source that can change a verdict was read to its end. */
  readonly read: boolean
  /** Repositories in which anything changed within the window. */
  readonly recent: ReadonlySet<Id>
  /** The `recent` repositories whose commits, threads, pushes and merges were read from the window's beginning on. */
  readonly readThrough: ReadonlySet<Id>
  readonly firstCompleteAt: Instant | null
  /** What an audit log dates of this account's grants. */
  readonly logged: readonly LoggedDate[]
  readonly rules: Rules
  readonly now: Instant
  readonly repositoryName: (id: Id) => string
  readonly teamName: (id: Id) => string
}

/** A grant that gives the account something, by which path, and its view. */
export interface HeldGrant {
  readonly grant: OpenGrant
  readonly path: GrantPath
  readonly view: GrantView
}

/** One per grant that gives this account something, including the base permission of members. */
export function grantsHeld(sources: GrantSources): readonly HeldGrant[] {
  return sources.grants.flatMap((grant): HeldGrant[] => {
    const path = grantPath(grant, sources.account, sources.map, sources.teamName)
    if (path === null) return []
    const view =
      path.kind === 'granted' ? grantedView(sources, grant, path) : invitedView(sources, grant, path)
    return [{ grant, path, view }]
  })
}

function grantedView(
  sources: GrantSources,
  grant: OpenGrant,
  { words, role, opens }: Extract<GrantPath, { kind: 'granted' }>,
): GrantView {
  const { acts, firstCompleteAt, rules, now, repositoryName } = sources
  const { firstSeen } = grant
  const loggedAt = loggedGrantDate(grant, sources.logged)
  const recent = opens === 'all' ? [...sources.recent] : [...opens].filter((id) => sources.recent.has(id))
  const read = sources.read && recent.every((id) => sources.readThrough.has(id))
  // Any act anywhere uses a membership without a role, so there is always something that could have been done.
  const opportunity = role === null || recent.length > 0
  const { verdict, lastUse, reason } = judgeGrant(
    { role, opens, firstSeen, loggedAt, firstCompleteAt, acts, read, opportunity },
    rules,
    now,
  )
  return {
    kind: grant.kind,
    path: words,
    role,
    repositories: opens === 'all' ? null : [...opens].map(repositoryName).sort(),
    since: firstSeen,
    verdict,
    reason,
    lastUsed: lastUse?.at ?? null,
    lastUse: lastUse && {
      at: lastUse.at,
      kind: lastUse.kind,
      repository: lastUse.repository === null ? null : repositoryName(lastUse.repository),
      url: lastUse.url,
    },
  }
}

/** An invitation opens nothing yet, so there is no use to judge. */
function invitedView(
  { repositoryName }: GrantSources,
  grant: OpenGrant,
  { words, role, repository }: Extract<GrantPath, { kind: 'invited' }>,
): GrantView {
  return {
    kind: grant.kind,
    path: words,
    role,
    repositories: repository === null ? null : [repositoryName(repository)],
    since: grant.firstSeen,
    verdict: 'unknown',
    reason: 'An invitation opens nothing before it is accepted.',
    lastUsed: null,
    lastUse: null,
  }
}
