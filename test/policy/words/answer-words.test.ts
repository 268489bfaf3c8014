/** What owners read of what somebody answered: the same on the row, behind it and in the history. */
import { expect, test } from 'vitest'
import { saidInWords } from '../../../src/policy/words/answer-words.ts'

test('an answer reads the same wherever it stands, with its day where it has one', () => {
  const until = '2027-05-01T23:59:59.000Z'
  expect(
    (['still_needed', 'away', 'step_down', 'wrong'] as const).map((answer) =>
      saidInWords({ answer, until: answer === 'away' ? until : null }),
    ),
  ).toEqual(['still needed', 'away until 1 May 2027', 'steps down', 'something here is wrong'])
})
