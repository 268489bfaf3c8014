/** Finds the named conditions of every guard in the sources, and takes one out of a text. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../local/bundle.ts'

/** One condition: an element `{ name: '…', … }` of an array whose own name ends in `_CONDITIONS`. */
export interface Condition {
  readonly file: string
  readonly list: string
  readonly name: string
  /** Where it stands in the file's text. */
  readonly from: number
  readonly to: number
}

/** Which tests feel the conditions of a file. */
const FELT_BY: Readonly<Record<string, readonly string[]>> = {
  'src/audit/activity/changed-since.ts': ['test/audit/overlap.test.ts'],
  'src/audit/engine/weekly.ts': ['test/audit/weekly.test.ts'],
  'src/policy/revocation/earliest-removal.ts': ['test/revoke/too-early.test.ts'],
  'src/register/audits/checkpoint.ts': ['test/audit/outdated.test.ts'],
  'src/register/people/notices/record-notices.ts': ['test/register/record-notices.test.ts'],
  'src/register/revocations/authorize-change.ts': ['test/revoke/last-moment.test.ts'],
  'src/register/revocations/lock.ts': ['test/register/lock.test.ts'],
  'src/register/revocations/restorations/authorize-restore.ts': ['test/register/authorize-restore.test.ts'],
  'src/revoke/check/look-again.ts': ['test/revoke/last-look.test.ts', 'test/revoke/too-early.test.ts'],
  'src/register/access/accounts.ts': ['test/register/accounts.test.ts'],
  'src/register/activity/read-back.ts': ['test/register/months-read.test.ts'],
  'src/register/activity/watermarks.ts': ['test/register/watermarks.test.ts'],
}

/** Every named condition of the sources, in the order of the files. Throws where one has no name, or two have the same. */
export function namedConditions(): readonly Condition[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: projectRoot }).sort()
  const found = files.flatMap((file) => conditionsIn(file, readFileSync(join(projectRoot, file), 'utf8')))
  const twice = found.find(({ name }, index) => found.findIndex((other) => other.name === name) !== index)
  if (twice !== undefined) throw new Error(`Two conditions are called "${twice.name}".`)
  return found
}

/** The text of a condition's file without the condition. */
export function without({ file, from, to }: Condition): string {
  const text = readFileSync(join(projectRoot, file), 'utf8')
  return text.slice(0, from) + text.slice(to)
}

/** The tests that feel the conditions of a file. */
export function testsOf(file: string): readonly string[] {
  const tests = FELT_BY[file]
  if (tests === undefined)
    throw new Error(`bin/mutants/conditions.ts names no tests for the conditions of ${file}.`)
  return tests
}

function conditionsIn(file: string, text: string): readonly Condition[] {
  return [...text.matchAll(/^const (\w+_CONDITIONS)\b/gm)].flatMap((list) => {
    // The annotation before it has arrows, but no array.
    const start = text.indexOf('= [', list.index) + '= ['.length
    return elementsFrom(text, start).map(({ from, to }) => {
      const name = /^\{\s*name: (['"])(.*?)\1/.exec(text.slice(from, to))?.[2]
      if (name === undefined)
        throw new Error(`${file}: a condition of ${list[1]} does not begin with its name.`)
      return { file, list: list[1] ?? '', name, from, to: text[to] === ',' ? to + 1 : to }
    })
  })
}

/** The objects of an array literal. Braces are balanced in our sources, those inside of texts too. */
function elementsFrom(
  text: string,
  start: number,
): readonly { readonly from: number; readonly to: number }[] {
  const elements: { from: number; to: number }[] = []
  let depth = 0
  for (let at = start, from = start; at < text.length; at += 1) {
    if (text[at] === '{' && depth++ === 0) from = at
    if (text[at] === '}' && --depth === 0) elements.push({ from, to: at + 1 })
    if (text[at] === ']' && depth === 0) break
  }
  return elements
}
