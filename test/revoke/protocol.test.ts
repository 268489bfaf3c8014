/** The order of a revocation and what must hold when: the code, docs/policy.md and SECURITY.md say the same, and each cell has a test. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namedConditions } from '../../bin/mutants/conditions.ts'
import { projectRoot } from '../../local/bundle.ts'
import { MUST_HOLD, PROTOCOL } from '../../src/revoke/protocol.ts'

const text = (file: string) => readFileSync(join(projectRoot, file), 'utf8')

/** The test of each cell, from left to right: its file and its title. */
const TESTS: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  'it was decided, and the proposal still stands': [
    ['review/start-revocation', 'nothing is carried out without a decision'],
    ['revoke/last-look', 'an audit has closed the proposal'],
    ['revoke/last-moment', 'an audit closes the proposal'],
  ],
  "the votes still stand: who voted is an owner, no token of theirs was ended, nobody's answer differs": [
    ['review/votes', 'an owner who was demoted takes their vote along'],
    ['revoke/last-look', 'another owner has answered otherwise'],
    ['revoke/last-moment', 'the vote that decided it ends'],
  ],
  'it is not the case of whoever starts it': [
    ['review/start-revocation', 'nobody carries out their own case'],
  ],
  'notice and cooling time are over': [
    ['review/start-revocation', 'nothing is carried out while notice or cooling time runs'],
    ['revoke/too-early', 'even if the owners made it longer only after the start'],
  ],
  'the person was told, where a notice is owed': [
    ['review/start-revocation', 'nothing is carried out while the person is still to be told'],
    ['revoke/too-early', 'nothing is removed while the person is still to be told'],
    ['revoke/last-moment', 'nobody has told the person after all'],
  ],
  'no owner has paused the organisation': [
    ['review/start-revocation', 'a pause stops every start'],
    ['revoke/safety-checks', 'while an owner has paused it'],
    ['revoke/last-moment', 'an owner pauses the organisation'],
  ],
  'no owner has stopped this one removal': [
    ['review/start-revocation', 'an owner who stopped one removal stops its start'],
    ['policy/revocation/safety-checks', 'stops one removal'],
    ['revoke/last-moment', 'an owner stops this one removal'],
  ],
  'no newer act, workflow or use of the key; nothing more was given; no answer since, no exemption': [
    ['revoke/safety-checks', 'from someone who has become active since the decision'],
    ['revoke/reading-age', 'while the removal waited for GitHub after the look'],
  ],
  'they are not away': [
    ['revoke/answers', 'is removed from nobody who is away, whoever starts it'],
    ['policy/revocation/safety-checks', 'being away does'],
    ['revoke/last-moment', 'the person says that they are away'],
  ],
  "an owner's or administrator's right has its second vote": [
    ['review/votes', 'is removed only with two votes, and then can be'],
    ['revoke/safety-checks', 'from someone who has become an owner or an administrator'],
  ],
  'two active owners, and an active administrator of each repository, are left; with a second vote one active owner':
    [
      [
        'policy/revocation/safety-checks',
        'an owner does not go where fewer than two active owners would be left',
      ],
    ],
  'the removal budget is not spent (accounts only)': [
    ['review/start-revocation', 'a spent budget stops a start'],
    ['revoke/safety-checks', 'beyond the removal budget, however many runs and clicks there are'],
    ['revoke/last-moment', 'the removal budget is spent on somebody else'],
  ],
  'everything to give it back is known, and stored': [
    ['policy/revocation/safety-checks', 'an incomplete snapshot stops it'],
    ['revoke/last-moment', 'what is needed to give it back is no longer stored'],
  ],
  "this revocation holds the organisation's lock, and it has not run out": [
    ['revoke/interrupted', 'revocations of one organisation run one at a time'],
    ['revoke/last-moment', 'another revocation holds the lock'],
  ],
  'no later attempt has taken over; the revocation has not ended': [
    ['revoke/interrupted', 'an attempt that was overtaken changes nothing any more'],
    ['revoke/last-moment', 'a later attempt takes over'],
  ],
  'the organisation is still served': [['revoke/last-moment', 'the organisation takes the App back']],
  'what an earlier try has sent was not done: GitHub is read again': [
    ['revoke/interrupted', 'if the process is killed between the change and its recording'],
  ],
  'it is in earnest: no rehearsal, and removals are on': [
    ['revoke/rehearsal', 'a rehearsal runs the same steps, writes nothing'],
    ['revoke/last-moment', 'an owner switches removals off'],
  ],
}

const cellsOf = (row: (typeof MUST_HOLD)[number]) => [row.atTheStart, row.atTheLastLook, row.beforeEachChange]

test('docs/policy.md tells the order that the protocol has', () => {
  const list = text('docs/policy.md').split('### Carrying out, in this order\n\n')[1]?.split('\n\n')[0]
  expect(list?.split('\n')).toEqual(PROTOCOL.map(({ does }, index) => `${index + 1}. ${does}`))
})

test('SECURITY.md has the rows of the table, in the same words', () => {
  const table = text('SECURITY.md').split('| what | at the start |')[1]?.split('\n\n')[0] ?? ''
  const rows = MUST_HOLD.map(
    (row) =>
      `| ${row.what} |${cellsOf(row)
        .map((cell) => (cell === null ? ' |' : ` ${cell.words} |`))
        .join('')}`,
  )
  expect(table.split('\n').slice(2)).toEqual(rows)
})

describe('every cell', () => {
  test('has a test', () => {
    expect(Object.keys(TESTS)).toEqual(MUST_HOLD.map(({ what }) => what))
    for (const row of MUST_HOLD) {
      const tests = TESTS[row.what] ?? []
      expect(tests, row.what).toHaveLength(cellsOf(row).filter((cell) => cell !== null).length)
      for (const [file, title] of tests) expect(text(`test/${file}.test.ts`), title).toContain(title)
    }
  })

  test('at the start names what start-revocation.ts asks', () => {
    const source = text('src/review/queue/start-revocation.ts')
    const named = MUST_HOLD.flatMap(({ atTheStart }) => atTheStart?.by ?? [])
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([])
  })

  test('leaves out no condition of the lock, of the look and of the write', () => {
    const named = new Set(MUST_HOLD.flatMap(cellsOf).flatMap((cell): readonly string[] => cell?.by ?? []))
    // The safety checks stand in the table one by one.
    named.add('every safety check holds at the last look')
    const conditions = namedConditions().filter(({ list }) => /^(CHANGE|LOOK|LOCK)_CONDITIONS$/.test(list))
    expect(conditions.length).toBeGreaterThan(15)
    expect(conditions.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })
})
