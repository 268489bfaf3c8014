/** Who is missing from a review because uncommon activity is still being read where they can write, in a sentence. */

import { counted, listed } from '../english.ts'
import type { Id } from '../words.ts'

/** An inactive person with write access who is not proposed yet. */
export interface MissingPerson {
  readonly id: Id
  readonly login: string
  /** What they hold at most: an owner of the organisation, an admin of a repository or team, or write. */
  readonly power: 'owner' | 'admin' | 'write'
}

/** Everybody who is missing, and within how many days of audits they join. */
export interface Missing {
  readonly people: readonly MissingPerson[]
  /** Days until the audits have read what is left: 1 is the next audit. */
  readonly joinsWithinDays: number
}

/** Null where nobody is missing. `names`: whether owners and admins among them may be named. */
export function missingInWords({ people, joinsWithinDays }: Missing, names: boolean): string | null {
  if (people.length === 0) return null
  const powerful = people.filter(({ power }) => power !== 'write')
  const who = names && powerful.length > 0 ? ` (${listed(powerful.map(({ login }) => login))})` : ''
  const among =
    powerful.length === 0
      ? 'none of them an owner or admin'
      : `${powerful.length} of them ${powerful.length === 1 ? 'an owner or admin' : 'owners or admins'}${who}`
  const isOne = people.length === 1
  const when = joinsWithinDays <= 1 ? 'with the next audit' : `within ${counted(joinsWithinDays, 'day')}`
  return (
    `${counted(people.length, 'inactive person', 'inactive people')} with write access ${isOne ? 'is' : 'are'} not proposed yet, ${among}: ` +
    `workflows started by hand, deployments and tags are still being read where ${isOne ? 'this person' : 'they'} can write. ` +
    `${isOne ? 'This person joins' : 'They join'} the review ${when}.`
  )
}
