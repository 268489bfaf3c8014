/** The house of design and CONTRIBUTING as a test: who may import whom, how large, how named. It never runs the code it reads. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../local/bundle.ts'

const files = globSync(['{src,fake-github,sample,local,bin,bench,soak,test}/**/*.{ts,tsx}'], {
  cwd: projectRoot,
}).sort()
const text = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const source = files.filter((file) => file.startsWith('src/'))

/** What each room may import besides itself, by the front of the path. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  policy: [],
  github: ['policy'],
  register: ['policy'],
  notify: ['policy'],
  platform: ['policy', 'github', 'register', 'notify'],
  // An audit adds what it found to the review that is running.
  audit: ['policy', 'github', 'register', 'notify', 'platform', 'review'],
  review: ['policy', 'github', 'register', 'notify', 'platform'],
  revoke: ['policy', 'github', 'register', 'notify', 'platform'],
  // Its one word to an audit is to ask for one.
  web: ['policy', 'register', 'audit', 'review', 'platform'],
  index: ['policy', 'web', 'platform', 'audit', 'review', 'revoke'],
}

/** The only packages that a judgement may use: shapes and calendar months. */
const POLICY_PACKAGES = ['zod', 'date-fns', '@date-fns/utc']

describe('the doors', () => {
  it('each room imports only through its doors', () => {
    const trespasses = imports(source).filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)]
      return there !== here && !DOORS[here]?.includes(there)
    })
    expect(pairs(trespasses)).toEqual([])
  })

  it('an act or the outside is entered by its front file, its folder is its own', () => {
    const trespasses = imports(source).filter(
      ({ from, to }) => /^src\/(audit|review|revoke|platform)\//.test(to) && roomOf(from) !== roomOf(to),
    )
    expect(pairs(trespasses)).toEqual([])
  })

  it('only the revocation imports the calls that change access', () => {
    const importers = imports(source).filter(({ to }) => to === 'src/github/changes.ts')
    expect(pairs(importers.filter(({ from }) => roomOf(from) !== 'revoke'))).toEqual([])
  })

  it('only the revocation asks for a client that can write', () => {
    const askers = source.filter((file) => /\.writer\(/.test(text(file)) && roomOf(file) !== 'platform')
    expect(askers.filter((file) => roomOf(file) !== 'revoke')).toEqual([])
  })

  it('every call that changes anything on GitHub stands in one file', () => {
    const change = /['"`](PUT|PATCH|DELETE|POST) \/(orgs|repos|teams|user)\b/
    expect(source.filter((file) => change.test(text(file)) && file !== 'src/github/changes.ts')).toEqual([])
  })

  it('nobody imports the front door, and src knows nothing of what is outside it', () => {
    const trespasses = imports(files).filter(
      ({ from, to }) => to === 'src/index.ts' || (from.startsWith('src/') && !to.startsWith('src/')),
    )
    expect(pairs(trespasses)).toEqual([])
  })

  it('a judgement has no clock, no network and no randomness', () => {
    const impure = /Date\.now\(|new Date\(\)|Math\.random|\bfetch\(|crypto\.|process\.|setTimeout/
    const judgements = source.filter((file) => roomOf(file) === 'policy')
    expect(judgements.filter((file) => impure.test(withoutComments(text(file))))).toEqual([])
    const packages = judgements.flatMap((file) =>
      specifiers(file)
        .filter(
          (to) =>
            !to.startsWith('.') && !POLICY_PACKAGES.some((name) => to === name || to.startsWith(`${name}/`)),
        )
        .map((to) => `${file} → ${to}`),
    )
    expect(packages).toEqual([])
  })

  it('only the outside reads settings and bindings', () => {
    const reader = /\benv\.[A-Z][A-Z_]+\b/
    expect(
      source.filter((file) => reader.test(withoutComments(text(file))) && roomOf(file) !== 'platform'),
    ).toEqual([])
  })
})

describe('sizes and names', () => {
  it('no file is longer than 300 lines', () => {
    expect(
      files.map((file) => `${file}: ${lines(file)}`).filter((file) => Number(file.split(': ')[1]) > 300),
    ).toEqual([])
  })

  it('half of the files of src have at most 85 lines, and few have more than 150', () => {
    const sizes = source.map(lines).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length / 2)] ?? 0).toBeLessThanOrEqual(85)
    expect(sizes.filter((size) => size > 150).length / Math.max(sizes.length, 1)).toBeLessThan(0.15)
  })

  it('no file or function is called by an empty word', () => {
    const files_ = files.filter((file) => basename(file).split(/[-.]/).some(isEmptyWord))
    const functions = files.flatMap((file) =>
      [...text(file).matchAll(/\bfunction\*? (\w+)/g)]
        .map(([, name]) => name ?? '')
        .filter((name) => name.split(/(?=[A-Z])/).some((word) => isEmptyWord(word.toLowerCase())))
        .map((name) => `${file}: ${name}`),
    )
    expect([...files_, ...functions]).toEqual([])
  })

  it('every file opens with a comment that says what it is', () => {
    expect(files.filter((file) => !/^(#!.*\n)?(\/\*\*|\/\/) ?\S|^\/\*\*\n \* \S/.test(text(file)))).toEqual(
      [],
    )
  })

  it('nothing is left for later or hushed up', () => {
    const left = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '@ts-' + 'expect-error', 'catch \\{\\s*\\}'].join('|'),
    )
    expect(files.filter((file) => left.test(text(file)))).toEqual([])
  })
})

interface Import {
  readonly from: string
  readonly to: string
}

/** Every import of one file of the project by another. */
function imports(among: readonly string[]): Import[] {
  return among.flatMap((from) =>
    specifiers(from)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: posix.join(posix.dirname(from), specifier) })),
  )
}

function specifiers(file: string): string[] {
  const from = /^(?:import|export)\s+(?:type\s+)?[\w*\s{},$]*?\bfrom\s+['"]([^'"]+)['"]/gm
  const bare = /^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  const code = withoutComments(text(file))
  return [...code.matchAll(from), ...code.matchAll(bare)].map(([, name, dynamic]) => name ?? dynamic ?? '')
}

/** `src/github/http/client.ts` → github; `src/audit.ts` and `src/audit/engine/run.ts` → audit. */
function roomOf(file: string): string {
  return file.split('/')[1]?.replace(/\.tsx?$/, '') ?? ''
}

function pairs(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} → ${to}`)
}

function lines(file: string): number {
  return text(file).trimEnd().split('\n').length
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

function isEmptyWord(word: string): boolean {
  return /^(utils?|helpers?|services?|managers?|common|misc|data|info|process)$/.test(word)
}
