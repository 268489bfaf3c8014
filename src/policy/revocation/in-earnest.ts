/** Says whether a removal is carried out in earnest, or why it is a rehearsal. */

import type { Rules } from '../rules/rules.ts'
import { isPublicGitHub } from '../words/addresses.ts'

/** What the deployment says about removals. */
export interface RemovalSettings {
  /** The GitHub API that would be called. */
  readonly apiUrl: string
  /** Why nothing is ever written to GitHub; null where writing is on. */
  readonly rehearsal: string | null
}

/** The rule where the owners have set none: off on github.com and GHE.com, on elsewhere. */
export function removalsByDefault(apiUrl: string): 'on' | 'off' {
  return isPublicGitHub(apiUrl) ? 'off' : 'on'
}

/** Why a run is a rehearsal; null where it is in earnest: REHEARSAL is false *and* removals are on. */
export function rehearsalReason(
  { apiUrl, rehearsal }: RemovalSettings,
  { removals }: Pick<Rules, 'removals'>,
): string | null {
  if (rehearsal !== null) return rehearsal
  if ((removals ?? removalsByDefault(apiUrl)) === 'on') return null
  return 'Removals are off: an owner switches them on under Settings.'
}
