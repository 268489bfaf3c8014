/** SECURITY.md lists every call that changes anything on GitHub, with what each takes and gives back. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { CHANGES, GIVING_BACK } from '../../src/github/changes.ts'

test('the table of calls is that of the code', () => {
  const lines = readFileSync(join(projectRoot, 'SECURITY.md'), 'utf8').split('\n')
  const written = lines.flatMap((line) => {
    const [, call, takes, gives] = /^\| `((?:PUT|POST|DELETE|PATCH) [^`]+)` \|(.*)\|(.*)\|$/.exec(line) ?? []
    const words = (cell = '') => cell.split(',').flatMap((word) => word.trim() || [])
    return call === undefined ? [] : [[call, words(takes), words(gives)]]
  })
  const using = (table: Readonly<Record<string, string>>, call: string) =>
    Object.keys(table).filter((action) => table[action] === call)
  const calls = [...new Set([...Object.values(CHANGES), ...Object.values(GIVING_BACK)])]
  expect(written).toEqual(calls.map((call) => [call, using(CHANGES, call), using(GIVING_BACK, call)]))
})
