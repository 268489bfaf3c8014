/** The views of one review, and what each of them is given. */

import type { Rules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import type { ReviewView } from '../../register/reviews/review-list.ts'
import type { Visit } from '../access/visit.ts'

/** `?view=` of a review's page, with its tab. */
export const VIEWS = [
  ['decide', 'To decide'],
  ['second', 'Second owner'],
  ['decided', 'Decided'],
  ['queue', 'Queue'],
  ['done', 'Done'],
] as const
type ViewName = (typeof VIEWS)[number][0]

/** What a view is given: who looks at which review. */
export interface ReviewVisit {
  readonly c: Visit
  readonly org: { readonly id: Id; readonly login: string }
  readonly rules: Rules
  readonly review: ReviewView
  /** The owner who looks; null where it is somebody else with a right to read. */
  readonly owner: Id | null
}

/** The view that the address names; null where it names none that there is. */
export function viewNamed(name: string | undefined): ViewName | null {
  return VIEWS.find(([view]) => view === (name ?? 'decide'))?.[0] ?? null
}
