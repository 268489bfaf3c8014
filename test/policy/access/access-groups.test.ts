/** The rows of the overview and the names under which a list is asked for several levels. */

import { expect, test } from 'vitest'
import { ACCESS_GROUPS, levelsAsked } from '../../../src/policy/access/access-groups.ts'
import { ACCESS_LEVELS } from '../../../src/policy/words.ts'

test('every level stands in exactly one row, so that the rows add up to all accounts', () => {
  expect(ACCESS_GROUPS.flatMap(levelsAsked).toSorted()).toEqual([...ACCESS_LEVELS].toSorted())
})

test('who can push are owners, admins and those who write or maintain; a level asked for by its name is that level', () => {
  expect(levelsAsked('can_push').toSorted()).toEqual(['admin', 'maintain', 'owner', 'write'])
  expect(levelsAsked('read_or_triage').toSorted()).toEqual(['read', 'triage'])
  for (const level of ACCESS_LEVELS) expect(levelsAsked(level)).toEqual([level])
})
