/** SPEC 6, *Keys to the Castle*, principle by principle: what is checked here, and how it stands by a quarter's numbers. */

import { counted, monthsInWords } from '../english.ts'

/** How a principle stands. What cannot be told from the numbers that are kept is *not verified*, never met. */
export type Standing = 'met' | 'partly' | 'not_verified' | 'not_shown'

export interface Principle {
  readonly asks: string
  readonly checked: string
  readonly stands: Standing
  /** Why it stands so, as a sentence. */
  readonly how: string
}

/** A sentence that may be shown, and whether it meets its principle; null: it cannot be told. */
export interface PrincipleSentence {
  readonly sentence: string
  readonly met: boolean | null
}

/** What is known; null where nothing is. */
export interface Spec6Facts {
  /** The window by which stale access was judged; null where several organisations, each with its own, are summed up. */
  readonly windowMonths: number | null
  /** Of the change of stale access. */
  readonly stale: PrincipleSentence | null
  readonly review: PrincipleSentence | null
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
      checked: `Every path of access to write, against what was done with it in the ${window(facts.windowMonths)}.`,
      ...toldOr(facts.stale, 'There is no baseline to compare with yet.'),
    },
    {
      asks: 'Access is reviewed regularly, say every year',
      checked: 'Owners are asked once a quarter, and no answer is never consent.',
      ...toldOr(facts.review, 'No review has finished yet.'),
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

/** The sentence of a change in whole percent. */
export function changeSentence(percent: number): string {
  if (percent === 0) return 'Stale access is as it was at the baseline.'
  return `Stale access is ${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'} than at the baseline.`
}

/** Of a review that has closed; `carriedOver`: how many questions nobody answered. No number is told. */
export function finishedReview(quarter: string, carriedOver: number): PrincipleSentence {
  return carriedOver === 0
    ? { sentence: `The review of ${quarter} finished with every question settled.`, met: true }
    : {
        sentence: `The review of ${quarter} finished; questions without an answer were carried over.`,
        met: false,
      }
}

function window(months: number | null): string {
  return months === null ? 'months that count for each organisation' : `last ${monthsInWords(months)}`
}

function notVerified(how: string) {
  return { stands: 'not_verified', how } as const
}

function toldOr(told: PrincipleSentence | null, otherwise: string) {
  if (told === null) return notVerified(otherwise)
  if (told.met === null) return notVerified(told.sentence)
  return { stands: told.met ? 'met' : 'partly', how: told.sentence } as const
}

function credentials(asked: number | null) {
  if (asked === null) return notVerified('No number of credentials is shown here.')
  return {
    stands: 'partly',
    how: `The review asked about ${counted(asked, 'credential')}; classic tokens cannot be seen.`,
  } as const
}
