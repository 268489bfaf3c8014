/** Who is missing from a review is said by number, by power, and with the day on which they join. */
import { describe, expect, test } from 'vitest'
import { type MissingPerson, missingInWords } from '../../../src/policy/proposals/missing-in-words.ts'

const ada: MissingPerson = { id: 1, login: 'ada', power: 'owner' }
const ben: MissingPerson = { id: 2, login: 'ben', power: 'admin' }
const cleo: MissingPerson = { id: 3, login: 'cleo', power: 'write' }

describe('who is missing from a review', () => {
  test('is nobody where everybody was looked through', () => {
    expect(missingInWords({ people: [], joinsWithinDays: 0 }, true)).toBeNull()
  })

  test('is counted, owners and admins by name where names may be said, with the day on which they join', () => {
    expect(missingInWords({ people: [ada, ben, cleo], joinsWithinDays: 1 }, true)).toBe(
      '3 inactive people with write access are not proposed yet, 2 of them owners or admins (ada and ben): workflows started by hand, deployments and tags are still being read where they can write. They join the review with the next audit.',
    )
    expect(missingInWords({ people: [ada, ben, cleo], joinsWithinDays: 4 }, false)).toBe(
      '3 inactive people with write access are not proposed yet, 2 of them owners or admins: workflows started by hand, deployments and tags are still being read where they can write. They join the review within 4 days.',
    )
  })

  test('one person is spoken of as one', () => {
    expect(missingInWords({ people: [cleo], joinsWithinDays: 1 }, true)).toBe(
      '1 inactive person with write access is not proposed yet, none of them an owner or admin: workflows started by hand, deployments and tags are still being read where this person can write. This person joins the review with the next audit.',
    )
  })
})
