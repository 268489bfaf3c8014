/** Who may import whom, how large files and folders are, how things are named, and whether CONTRIBUTING's tables are true. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../local/bundle.ts'

const files = globSync(['{src,fake-github,sample,local,bin,bench,soak,attack,test}/**/*.{ts,tsx}'], {
  cwd: projectRoot,
}).sort()
const text = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const source = files.filter((file) => file.startsWith('src/'))

/** What each module may import besides itself: the table under "The modules" in CONTRIBUTING.md. */
const ALLOWED = allowedImports()

/** The only packages that policy may use: shapes and calendar months. */
const POLICY_PACKAGES = ['zod', 'date-fns', '@date-fns/utc']

describe('imports', () => {
  it('every module of src stands in the table of CONTRIBUTING.md', () => {
    expect([...new Set(source.map(moduleOf))].sort()).toEqual([...ALLOWED.keys()].sort())
  })

  it('each module imports only those that the table allows', () => {
    const offences = imports(source).filter(({ from, to }) => {
      const [here, there] = [moduleOf(from), moduleOf(to)]
      return there !== here && !ALLOWED.get(here)?.includes(there)
    })
    expect(pairs(offences)).toEqual([])
  })

  it('the folders of audit, review, revoke and platform are entered by their front file alone', () => {
    const offences = imports(source).filter(
      ({ from, to }) => /^src\/(audit|review|revoke|platform)\//.test(to) && moduleOf(from) !== moduleOf(to),
    )
    expect(pairs(offences)).toEqual([])
  })

  it('only the revocation imports the calls that change access', () => {
    const importers = imports(source).filter(({ to }) => to === 'src/github/changes.ts')
    expect(pairs(importers.filter(({ from }) => moduleOf(from) !== 'revoke'))).toEqual([])
  })

  it('only the revocation asks for a client that can write', () => {
    const askers = source.filter((file) => /\.writer\(/.test(text(file)) && moduleOf(file) !== 'platform')
    expect(askers.filter((file) => moduleOf(file) !== 'revoke')).toEqual([])
  })

  it('every call that changes anything on GitHub stands in one file', () => {
    const change = /['"`](PUT|PATCH|DELETE|POST) \/(orgs|repos|teams|user)\b/
    expect(source.filter((file) => change.test(text(file)) && file !== 'src/github/changes.ts')).toEqual([])
  })

  it('nobody imports the entry point, and src knows nothing of what is outside it', () => {
    const offences = imports(files).filter(
      ({ from, to }) => to === 'src/index.ts' || (from.startsWith('src/') && !to.startsWith('src/')),
    )
    expect(pairs(offences)).toEqual([])
  })

  it('policy has no clock, no network and no randomness', () => {
    const impure = /Date\.now\(|new Date\(\)|Math\.random|\bfetch\(|crypto\.|process\.|setTimeout/
    const pure = source.filter((file) => moduleOf(file) === 'policy')
    expect(pure.filter((file) => impure.test(withoutComments(text(file))))).toEqual([])
    const packages = pure.flatMap((file) =>
      specifiers(file)
        .filter(
          (to) =>
            !to.startsWith('.') && !POLICY_PACKAGES.some((name) => to === name || to.startsWith(`${name}/`)),
        )
        .map((to) => `${file} → ${to}`),
    )
    expect(packages).toEqual([])
  })

  it('only the platform reads settings and bindings', () => {
    const reader = /\benv\.[A-Z][A-Z_]+\b/
    expect(
      source.filter((file) => reader.test(withoutComments(text(file))) && moduleOf(file) !== 'platform'),
    ).toEqual([])
  })
})

describe('circles', () => {
  it('no file imports itself by way of others', () => {
    expect(circles()).toEqual([])
  })
})

describe('where to change what', () => {
  it('every row of CONTRIBUTING.md names a file that contains the symbol', () => {
    const rows = tableRows('Where do I change …?').map(([change, file, symbol]) => ({
      change,
      file: file?.replaceAll('`', '') ?? '',
      symbol: symbol?.replaceAll('`', '') ?? '',
    }))
    expect(rows.length).toBeGreaterThanOrEqual(20)
    const wrong = rows.filter(({ file, symbol }) => {
      return !files.includes(file) || !new RegExp(`\\b${symbol}\\b`).test(text(file))
    })
    expect(wrong).toEqual([])
  })
})

describe('sizes and names', () => {
  it('a folder of src holds at most fifteen entries', () => {
    const entries = new Map<string, Set<string>>()
    for (const file of source) {
      const parts = file.split('/')
      for (let depth = 1; depth < parts.length; depth += 1) {
        const folder = parts.slice(0, depth).join('/')
        entries.set(folder, (entries.get(folder) ?? new Set()).add(parts[depth] ?? ''))
      }
    }
    expect([...entries].filter(([, { size }]) => size > 15).map(([folder]) => folder)).toEqual([])
  })

  it('a base name occurs in at most two modules', () => {
    const modules = Map.groupBy(source, (file) => basename(file).replace(/\.tsx?$/, ''))
    const repeated = [...modules].filter(([, of]) => new Set(of.map(moduleOf)).size > 2)
    expect(repeated.map(([, of]) => of)).toEqual([])
  })

  it('no two exported functions of src have one name', () => {
    const exported = source.flatMap((file) =>
      [...text(file).matchAll(/^export (?:async )?function\*? (\w+)/gm)].map(([, name]) => ({ file, name })),
    )
    const twice = [...Map.groupBy(exported, ({ name }) => name).values()].filter((of) => of.length > 1)
    expect(twice).toEqual([])
  })

  it('no file, exported name, table, style class or route is called by a word of our own', () => {
    const named = source.flatMap((file) => [
      { file, name: file.slice('src/'.length).replace(/\.tsx?$/, '') },
      ...NAMES.flatMap((pattern) =>
        [...withoutComments(text(file)).matchAll(pattern)].map(([, name = '']) => ({ file, name })),
      ),
    ])
    const own = named.filter(({ name }) => wordsOf(name).some((word) => PRIVATE_WORDS.has(word)))
    expect(own.filter(({ name }) => !STILL_WRITTEN.includes(name))).toEqual([])
  })

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

/** Where names are made: exports, fields of exported types, tables, style classes, routes. */
const NAMES: readonly RegExp[] = [
  /^export (?:async )?(?:const|function\*?|interface|type|class) (\w+)/gm,
  /\breadonly (\w+)\??: /g,
  /sqliteTable\(\s*'(\w+)'/g,
  /^\.([\w-]+)/gm,
  /\bclass="([\w -]+)"/g,
  /\.(?:get|post|put|delete)\('([^']+)'/g,
]

/**
 * Words that were once ours alone; each has a standard term instead: instance, checkpoint, lock, safety check, message,
 * change check, uncommon activity, dedupe key, severity, encrypt, snapshot, emeritus team, retry policy, rate, fixture.
 */
const PRIVATE_WORDS: ReadonlySet<string> = new Set(
  (
    'lane lanes letters prompts looks bookmark fence carrying brake brakes lowering seat stranded askable lively liveliest silence seldom rare ' +
    'postman messageContext letter occasion tone seal sealed unseal honour patience calm castle desk scene ' +
    'chance habits papers manners drawer outside unasked sighting probe prompt prompted talk admit admitting ' +
    'admitted taking freezing settling unsettled concerns meet meeting image wanted splits spends says'
  ).split(' '),
)

/** Tables and stored keys that the previous version's Worker writes; they are renamed when nothing does. */
const STILL_WRITTEN: readonly string[] = ['letters', 'prompts', 'looks', 'rareActsUnread']

/** `probedRepositories` → probed, repositories; GitHub's own "outside collaborator" is one term. */
function wordsOf(name: string): string[] {
  return name
    .replace(/outside_?-?collaborators?/gi, 'collaborator')
    .split(/(?=[A-Z])|[^A-Za-z]+/)
    .map((word) => word.toLowerCase())
}

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

/** The cells of the rows of the table under a heading of CONTRIBUTING.md, its head left out. */
function tableRows(heading: string): string[][] {
  const section = text('CONTRIBUTING.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

function allowedImports(): ReadonlyMap<string, readonly string[]> {
  const namesIn = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
  return new Map(
    tableRows('The modules').map(([module = '', , may = '']) => [namesIn(module)[0] ?? '', namesIn(may)]),
  )
}

/** Files that import each other in a ring, a ring a row (Tarjan's strongly connected components). */
function circles(): string[][] {
  const edges = Map.groupBy(imports(files), ({ from }) => from)
  const found: string[][] = []
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const visit = (file: string): void => {
    index.set(file, index.size)
    low.set(file, index.get(file) ?? 0)
    open.push(file)
    for (const { to } of edges.get(file) ?? []) {
      if (!index.has(to)) visit(to)
      if (open.includes(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0))
    }
    if (low.get(file) !== index.get(file)) return
    const ring = open.splice(open.indexOf(file))
    if (ring.length > 1) found.push(ring)
  }
  for (const file of files) if (!index.has(file)) visit(file)
  return found
}

/** `src/github/http/client.ts` → github; `src/audit.ts` and `src/audit/judge.ts` → audit. */
function moduleOf(file: string): string {
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
