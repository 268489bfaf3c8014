/** Says in a few words, for one row, what a key opens today, and in one line why the proposal has its place in the order. */

import { type EffectiveAccess, highestRole } from '../access/effective-access.ts'
import { daysBetween, printedDay } from '../calendar.ts'
import { counted, listed } from '../english.ts'
import { canWrite } from '../verdict/findings.ts'
import type { Names } from '../words/names.ts'
import type { Credential, Finding, Holds, Id, Instant, Power, Risk } from '../words.ts'
import type { Invitation } from './invitation-lapse.ts'

/** What the order and the privacy of repositories are known by. */
interface PlaceFacts {
  readonly names: Pick<Names, 'repository' | 'team'>
  /** Every repository, the most recently pushed first. */
  readonly repositories: readonly Id[]
  readonly privateRepositories: ReadonlySet<Id>
}

/** How many repositories a row has room for. */
const PLACES = 3

/** What an account opens. An owner opens everything; reading what every member or everybody can read is none of it. */
export function holdsOf(access: EffectiveAccess, facts: PlaceFacts): Holds {
  const { names, repositories, privateRepositories } = facts
  const outsideCollaborator = access.isOutsideCollaborator && access.organizationRole === null
  const standing = { places: [], more: 0, teams: [], outsideCollaborator }
  if (access.organizationRole === 'admin') return { ...standing, role: 'owner' }
  const role = highestRole(access)
  const opened = [...access.repositories].filter(
    ([id, reached]) =>
      reached.role === role &&
      (role !== 'read' || (privateRepositories.has(id) && reached.paths.some(({ kind }) => kind !== 'base'))),
  )
  if (role === null || opened.length === 0)
    return { ...standing, role: access.organizationRole === null ? 'none' : 'member' }
  const ids = new Set(opened.map(([id]) => id))
  const known = new Set(repositories)
  const inOrder = [...repositories.filter((id) => ids.has(id)), ...[...ids].filter((id) => !known.has(id))]
  const teams = opened.flatMap(([, { paths }]) =>
    paths.flatMap((path) => (path.kind === 'team' && path.role === role ? [path.team] : [])),
  )
  return {
    role,
    places: inOrder.slice(0, PLACES).map((id) => shortName(names, id)),
    more: Math.max(0, inOrder.length - PLACES),
    teams: [...new Set(teams)].map((team) => names.team(team) ?? `team ${team}`).sort(),
    outsideCollaborator,
  }
}

/** What an invitation would open. */
export function holdsByInvitation(invitation: Invitation, names: Names): Holds {
  const nothing = { places: [], more: 0, teams: [], outsideCollaborator: false }
  if (invitation.kind === 'organization_invitation')
    return { ...nothing, role: invitation.role === 'admin' ? 'owner' : 'member' }
  return { ...nothing, role: invitation.role, places: [shortName(names, invitation.repository)] }
}

/** What a credential opens; nothing where it has expired or is suspended. */
export function holdsByCredential(credential: Credential, power: Power, names: Names): Holds {
  const { repository } = credential
  const places = repository === null ? [] : [shortName(names, repository)]
  const role = power === 'clean_up' ? 'none' : canWrite(credential) ? 'write' : 'read'
  return { role, places, more: 0, teams: [], outsideCollaborator: false }
}

/** Why an account has its place: what it is, for how long it has been without activity, and what makes it easier to steal. */
export function whyOf(
  { role, places, more, outsideCollaborator }: Holds,
  lastActiveAt: Instant | null,
  findings: readonly Finding[],
  now: Instant,
): string {
  const count = places.length + more
  const where = count === 1 ? places.join() : counted(count, 'repository', 'repositories')
  return [
    role === 'none'
      ? 'holds nothing but what everybody can read'
      : count === 0
        ? role
        : `${role} in ${where}`,
    ...(outsideCollaborator ? ['outside collaborator'] : []),
    lastActiveAt === null ? 'never seen' : `silent for ${lengthOf(lastActiveAt, now)}`,
    ...(findings.some(({ code }) => code === 'two_factor_off') ? ['no two-factor'] : []),
  ].join(', ')
}

/** Why an invitation has its place. */
export function whyOfInvitation(invitation: Invitation, names: Names, now: Instant): string {
  const { role, places } = holdsByInvitation(invitation, names)
  const gives =
    role === 'owner'
      ? 'would make an owner'
      : role === 'member'
        ? 'would make a member'
        : `would give ${role} in ${places.join()}`
  return `${gives}, sent ${lengthOf(invitation.createdAt, now)} ago`
}

/** Why a credential has its place. */
export function whyOfCredential(
  { lastUsed, expiresAt }: Credential,
  { opens }: Risk,
  power: Power,
  now: Instant,
): string {
  if (power === 'clean_up') {
    return expiresAt === null
      ? 'suspended, opens nothing'
      : `expired on ${printedDay(expiresAt)}, opens nothing`
  }
  const used =
    lastUsed === 'never'
      ? 'never used'
      : lastUsed === 'unobservable'
        ? 'use cannot be seen'
        : `last used ${lengthOf(lastUsed.at, now)} ago`
  return listed([...opens, used])
}

/** In the largest unit: `4 years`, `7 months`, `3 days`. */
function lengthOf(from: Instant, now: Instant): string {
  const days = Math.max(0, daysBetween(from, now))
  const months = Math.floor(days / DAYS_OF_A_MONTH)
  if (months >= 12) return counted(Math.floor(months / 12), 'year')
  return months >= 1 ? counted(months, 'month') : counted(days, 'day')
}

const DAYS_OF_A_MONTH = 30.4375

function shortName(names: Pick<Names, 'repository'>, repository: Id): string {
  return names.repository(repository)?.split('/').at(-1) ?? `repository ${repository}`
}
