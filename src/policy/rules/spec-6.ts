/** SPEC 6, *Keys to the Castle*, principle by principle: what is checked here, and how it stands by a quarter's numbers. */

import { counted } from '../english.ts'
import type { GoalProgress } from '../stale-access/sums.ts'

/** How a principle stands. What cannot be told from the numbers that are kept is *not verified*, never met. */
export type Standing = 'met' | 'partly' | 'not_verified' | 'not_shown'

/** One principle. */
export interface Principle {
  readonly asks: string
  readonly checked: string
  readonly stands: Standing
  /** Why it stands so, as a sentence. */
  readonly how: string
}

/** What is known; null where it is not. */
export interface Spec6Facts {
  /** The sentence on the change of stale access that may be shown, and whether the goal is met; null: no baseline. */
  readonly stale: { readonly sentence: string; readonly met: boolean } | null
  readonly review: {
    readonly quarter: string
    readonly isClosed: boolean
    readonly carriedOver: boolean
  } | null
  /** How many credentials the review asked about; null where no number may be shown. */
  readonly credentials: number | null
}

/** The principles of SPEC 6 in their order. */
export function spec6(facts: Spec6Facts): readonly Principle[] {
  return [
    {
      asks: 'Restricted resources, and the way to get access to them, are documented',
      checked: 'Owners see who holds what on GitHub; the project’s own documents are not read.',
      ...notVerified('Only people can say whether the documents are there and true.'),
    },
    {
      asks: 'Nobody holds more access than their work needs',
      checked: 'Every path of access to write, against what was done with it in the last six months.',
      ...leastAccess(facts.stale),
    },
    {
      asks: 'Access is reviewed regularly, say every year',
      checked: 'Owners are asked once a quarter, and no answer is never consent.',
      ...reviewed(facts.review),
    },
    {
      asks: 'Tokens are narrow and expire',
      checked: 'Tokens, keys, Apps and secrets that GitHub shows; classic tokens are shown to nobody.',
      ...credentials(facts.credentials),
    },
    {
      asks: 'At least two people can look after everything',
      checked: 'Before each removal: a repository keeps somebody active who can administer it.',
      ...notVerified(
        'How many repositories have two is on the owners’ pages; no number of it is kept by quarter.',
      ),
    },
    {
      asks: 'Shared secrets are encrypted, and can be granted and taken back',
      checked: 'Nothing: shared secrets lie outside GitHub.',
      ...notVerified('Only people can say.'),
    },
    {
      asks: 'Everybody uses two-factor authentication',
      checked: 'What GitHub shows of it, for owners alone.',
      stands: 'not_shown',
      how: 'Never published and never handed on.',
    },
  ]
}

/** The sentence of a change that may be told exactly. */
export function changeSentence({ reduction }: Pick<GoalProgress, 'reduction'>): string {
  const percent = Math.round(Math.abs(reduction) * 100)
  if (percent === 0) return 'Stale access is as it was at the baseline.'
  return `Stale access is ${percent} % ${reduction < 0 ? 'more' : 'less'} than at the baseline.`
}

function notVerified(how: string) {
  return { stands: 'not_verified', how } as const
}

function leastAccess(stale: Spec6Facts['stale']) {
  if (stale === null) return notVerified('There is no baseline to compare with yet.')
  return { stands: stale.met ? 'met' : 'partly', how: stale.sentence } as const
}

function reviewed(review: Spec6Facts['review']) {
  if (review === null) return notVerified('No review has finished yet.')
  const { quarter, isClosed, carriedOver } = review
  if (!isClosed) return { stands: 'partly', how: `The review of ${quarter} is under way.` } as const
  if (carriedOver)
    return {
      stands: 'partly',
      how: `The review of ${quarter} finished; questions without an answer were carried over.`,
    } as const
  return { stands: 'met', how: `The review of ${quarter} finished with every question settled.` } as const
}

function credentials(asked: number | null) {
  if (asked === null) return notVerified('No number of credentials is shown here.')
  return {
    stands: 'partly',
    how: `The review asked about ${counted(asked, 'credential')}; classic tokens cannot be seen.`,
  } as const
}
