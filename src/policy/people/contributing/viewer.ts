/** Who looks at the review of an organisation, and what each of them may see of it. */

import { isBefore } from '../../calendar.ts'
import type { Rules } from '../../rules/rules.ts'
import type { Id, Instant } from '../../words.ts'

/**
 * An owner sees everything. The operator sees neither second factor, leave, answers of people nor anybody's reasons.
 * Contributors see what `SharedProposal` holds of every proposal, team maintainers of the people of their teams.
 */
export type Viewer = { readonly kind: 'owner' } | { readonly kind: 'operator' } | Contributing

/** Who sees of a review's page what is shared: everybody but owners. */
export type SharedViewer = Exclude<Viewer, { readonly kind: 'owner' }>

/** Who may look, comment and recommend, and decides nothing. */
export type Contributing =
  | { readonly kind: 'contributor'; readonly id: Id }
  | { readonly kind: 'team_maintainer'; readonly id: Id; readonly people: readonly Id[] }

/** Whether somebody contributes: then only what is shared is shown. */
export function isContributing(viewer: Viewer): viewer is Contributing {
  return viewer.kind === 'contributor' || viewer.kind === 'team_maintainer'
}

/** What teams make of somebody. */
export interface TeamStanding {
  /** Whether they are in the team that the rules name, or in one below it. */
  readonly inTeam: boolean
  /** Who is in the teams that they maintain, and in those below. */
  readonly people: readonly Id[]
}

/**
 * As what somebody who is no owner may look at reviews here; null: not at all. People named in the rules may until their day.
 */
export function contributingAs(
  account: Id,
  { people }: Rules['contributors'],
  standing: TeamStanding,
  now: Instant,
): Contributing | null {
  const isNamed = people.some(({ id, until }) => id === account && isBefore(now, until))
  if (isNamed || standing.inTeam) return { kind: 'contributor', id: account }
  if (standing.people.length === 0) return null
  return { kind: 'team_maintainer', id: account, people: standing.people }
}

/** Whether an organisation has anybody now who looks at its reviews and is no owner; team maintainers are everywhere. */
export function hasContributors({ team, people }: Rules['contributors'], now: Instant): boolean {
  return team !== null || people.some(({ until }) => isBefore(now, until))
}
