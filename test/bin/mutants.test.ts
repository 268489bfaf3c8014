/** Every named condition of a guard can be taken away by itself, and has tests that are to feel it. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namedConditions, testsOf, without } from '../../bin/mutants/conditions.ts'
import { projectRoot } from '../../local/bundle.ts'

const text = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const conditions = namedConditions()

describe('the named conditions', () => {
  it('are all that stand in a list of conditions, and each list has some', () => {
    const lists = globSync('src/**/*.{ts,tsx}', { cwd: projectRoot }).flatMap((file) =>
      [...text(file).matchAll(/^(?:export )?const (\w*CONDITIONS)\b/gm)].map(([, list]) => list),
    )
    expect([...new Set(conditions.map(({ list }) => list))].sort()).toEqual(lists.sort())
  })

  it('hold what stands before a removal', () => {
    const before = conditions.filter(({ list }) => list === 'CHANGE_CONDITIONS').map(({ name }) => name)
    expect(before).toEqual(
      expect.arrayContaining([
        'no owner has paused the organisation',
        'the removal budget is not spent',
        'this revocation holds the lock',
        'the snapshot is stored',
      ]),
    )
  })

  it.each(conditions)('$file: $name: goes alone, and has tests', (condition) => {
    const others = conditions.filter(({ file, name }) => file === condition.file && name !== condition.name)
    const left = without(condition)
    expect(left).not.toContain(condition.name)
    expect(others.filter(({ name }) => !left.includes(name))).toEqual([])
    expect(left.length).toBe(text(condition.file).length - (condition.to - condition.from))
    expect(testsOf(condition.file).filter((file) => !existsSync(join(projectRoot, file)))).toEqual([])
  })
})
