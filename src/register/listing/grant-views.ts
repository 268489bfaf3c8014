/** Every grant of one account with its path, its verdict and its last use, for print. It never multiplies grants out in the register. */

import { type AccessMap, accessIn, accessMap, type EffectiveAccess, stronger } from '../../policy/access.ts'
import { judgeGrant } from '../../policy/grant-use.ts'
import type { Rules } from '../../policy/rules.ts'
import type {
  HeldGrant,
  Id,
  Instant,
  NamedActivity,
  RepositoryRole,
  VerdictName,
} from '../../policy/words.ts'

export interface GrantView {
  kind: HeldGrant['kind']
  /** How the account comes by it, in words. */
  path: string
  role: string | null
  /** Full names of the repositories that it opens; null: every repository of the organisation. */
  repositories: string[] | null
  since: Instant
  verdict: VerdictName
  /** Why the grant has its verdict; the holder's own verdict is another matter. */
  reason: string
  lastUsed: Instant | null
  lastUse: { at: Instant; kind: string; repository: string | null; url: string | null } | null
}

/** What the views are made from. */
export interface GrantSources {
  /** Every open grant of the organisation. */
  readonly grants: readonly HeldGrant[]
  readonly account: Id
  readonly acts: readonly NamedActivity[]
  /** Whether every deciding source was read to its end. */
  readonly read: boolean
  /** Repositories in which anything moved within the window. */
  readonly lively: ReadonlySet<Id>
  /** Those of them whose commits, threads, pushes and merges have been read from the window's beginning. */
  readonly readThrough: ReadonlySet<Id>
  readonly firstCompleteAt: Instant | null
  readonly rules: Rules
  readonly now: Instant
  readonly repositoryName: (id: Id) => string
  readonly teamName: (id: Id) => string
}

/** One view per edge that gives this account something, the base permission of members included. */
export function grantViews(sources: GrantSources): GrantView[] {
  const map = accessMap(sources.grants)
  const access = accessIn(map, sources.account)
  return sources.grants.flatMap((grant) => viewsOf(sources, map, access, grant))
}

function viewsOf(
  sources: GrantSources,
  map: AccessMap,
  access: EffectiveAccess,
  grant: HeldGrant,
): GrantView[] {
  if (grant.kind === 'base_permission') {
    if (access.organizationRole === null || grant.role === 'none') return []
    return [viewOf(sources, grant, 'every member, by the base permission', grant.role, 'all')]
  }
  if (grant.kind === 'team_repository' || grant.kind === 'team_parent' || grant.account !== sources.account)
    return []
  switch (grant.kind) {
    case 'organization_role':
      return grant.role === 'admin'
        ? [viewOf(sources, grant, 'owner of the organisation', 'admin', 'all')]
        : [viewOf(sources, grant, 'member of the organisation', null, 'all')]
    case 'outside_collaborator':
      return [viewOf(sources, grant, 'outside collaborator', null, 'all')]
    case 'team_membership':
      return [teamViewOf(sources, map, access, grant)]
    case 'repository_role':
      return [viewOf(sources, grant, 'directly', grant.role, new Set([grant.repository]))]
    case 'organization_invitation':
      return [invitationOf(grant, `invited to the organisation as ${grant.role}`, null)]
    case 'repository_invitation':
      return [invitationOf(grant, 'invited to one repository', [sources.repositoryName(grant.repository)])]
  }
}

/** A team opens its own repositories and those of its parents. */
function teamViewOf(
  sources: GrantSources,
  map: AccessMap,
  access: EffectiveAccess,
  grant: HeldGrant & { kind: 'team_membership' },
): GrantView {
  const line = [grant.team, ...(access.teams.find(({ team }) => team === grant.team)?.ancestors ?? [])]
  const opens = line.flatMap((through) => map.teamRepositories.get(through) ?? [])
  const role = opens
    .map((held) => held.role)
    .reduce<RepositoryRole | null>((a, b) => stronger(a ?? b, b), null)
  const path = `team ${line.map(sources.teamName).join(', in ')}${grant.role === 'maintainer' ? ' (maintainer)' : ''}`
  return viewOf(sources, grant, path, role, new Set(opens.map(({ repository }) => repository)))
}

function viewOf(
  sources: GrantSources,
  grant: HeldGrant,
  path: string,
  role: RepositoryRole | null,
  opens: ReadonlySet<Id> | 'all',
): GrantView {
  const { acts, firstCompleteAt, rules, now, repositoryName } = sources
  const { firstSeen } = grant
  const lively = opens === 'all' ? [...sources.lively] : [...opens].filter((id) => sources.lively.has(id))
  const read = sources.read && lively.every((id) => sources.readThrough.has(id))
  // Membership alone is used by any act anywhere: there is always something that could have been done.
  const opportunity = role === null || lively.length > 0
  const { verdict, lastUse, reason } = judgeGrant(
    { role, opens, firstSeen, firstCompleteAt, acts, read, opportunity },
    rules,
    now,
  )
  return {
    kind: grant.kind,
    path,
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

/** An invitation opens nothing yet, so it has no use to judge. */
function invitationOf(grant: HeldGrant, path: string, repositories: string[] | null): GrantView {
  const role = 'role' in grant ? grant.role : null
  return {
    kind: grant.kind,
    path,
    role,
    repositories,
    since: grant.firstSeen,
    verdict: 'unknown',
    reason: 'An invitation opens nothing before it is accepted.',
    lastUsed: null,
    lastUse: null,
  }
}
