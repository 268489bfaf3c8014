/** What the README says is true: its commands exist, its settings are those that the code reads. It never runs a command. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../local/bundle.ts'
import { KEEPING } from '../src/policy/people/keeping.ts'
import * as schema from '../src/register/schema.ts'

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts
const papers = ['README.md', ...globSync('{docs/*.md,CONTRIBUTING.md,SECURITY.md}', { cwd: projectRoot })]

describe('the README', () => {
  it('names only commands that exist', () => {
    const named = papers.flatMap((paper) =>
      [...read(paper).matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => `${paper}: ${name}`),
    )
    const unknown = named.filter((command) => {
      const name = command.split(': ')[1] ?? ''
      return !(name in scripts || ['ci', 'install', 'run'].includes(name))
    })
    expect(unknown).toEqual([])
  })

  it('gives the two commands with which everybody begins', () => {
    expect(read('README.md')).toContain('npm ci && npm start')
    expect(read('README.md')).toContain('npm ci && npm test')
  })

  it('lists every setting that the code reads, and no other', () => {
    expect(settingsInTable(read('README.md'))).toEqual(settingsInCode(read('src/platform/deployment.ts')))
  })

  it('says of every table of the database what it holds, why and for how long, each once', () => {
    const tables = Object.values(schema).flatMap((value) =>
      is(value, SQLiteTable) ? [getTableName(value)] : [],
    )
    expect(keptTables(read('README.md'))).toEqual(tables.sort())
  })

  it('names the ages at which things go as the code has them', () => {
    const readme = read('README.md')
    const ages = {
      KEEP_ACTIVITY_MONTHS: KEEPING.activityMonths,
      KEEP_TEXTS_MONTHS: KEEPING.textsMonths,
      KEEP_UNINSTALLED_DAYS: KEEPING.uninstalledDays,
    }
    for (const [name, value] of Object.entries(ages)) {
      expect(readme).toMatch(new RegExp(`\\| \`${name}\`\\s+\\| \`${value}\`\\s+\\|`))
      expect(readme.replaceAll('\n', ' ')).toContain(`\`${name}\` (${value})`)
    }
  })

  it('points only at files that exist', () => {
    const broken = papers.flatMap((paper) =>
      [...read(paper).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !existsSync(join(projectRoot, paper, '..', target)))
        .map((target) => `${paper} → ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('shows pictures that are there, each in light and in dark, and small enough for a slow line', () => {
    const shown = [
      ...new Set(
        papers.flatMap((paper) =>
          [...read(paper).matchAll(/(?:srcset|src)="([^"]+\.webp)"/g)].map(([, file]) =>
            join(dirname(paper), file ?? ''),
          ),
        ),
      ),
    ]
    const made = globSync('docs/pictures/*', { cwd: projectRoot })
    expect(shown.toSorted()).toEqual(made.toSorted())
    expect(new Set(shown.map((file) => file.replace(/-(light|dark)\.webp$/, ''))).size * 2).toBe(shown.length)
    const sizes = shown.map((file) => statSync(join(projectRoot, file)).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(150_000)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_500_000)
  })

  it('lets SECURITY.md name only tests that exist, each thing that must never happen at least one', () => {
    const rows = [...read('SECURITY.md').matchAll(/^\| (\d+) \|.*\| ([^|]+) \|$/gm)]
    expect(rows.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const missing = rows.flatMap(([, number, cell]) =>
      testsNamed(cell ?? '').map((name) => `${number}: ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('says which scripts run which files, and those files exist', () => {
    const missing = Object.values(scripts).flatMap((script) =>
      [...script.matchAll(/\bnode (\S+\.ts)/g)]
        .map(([, file]) => file ?? '')
        .filter((file) => !existsSync(join(projectRoot, file))),
    )
    expect(missing).toEqual([])
  })
})

/** Of `file`: *name*, *name*; … those that are not there; a cell that names no file is missing itself. */
function testsNamed(cell: string): string[] {
  const parts = cell.split(/; (?=`)/).map((part) => ({
    file: /`(test\/[^`]+)`/.exec(part)?.[1] ?? '',
    names: [...part.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name ?? ''),
  }))
  return parts.flatMap(({ file, names }) => {
    if (file === '' || !existsSync(join(projectRoot, file))) return [`${file} (in "${cell}")`]
    const source = read(file).replaceAll("\\'", "'")
    return names.filter((name) => !source.includes(name)).map((name) => `${file}: ${name}`)
  })
}

/** The first cell of each row of the settings table may name several. */
function settingsInTable(readme: string): string[] {
  const section = readme.split(/^## /m).find((part) => /^(settings|configuration)/i.test(part)) ?? ''
  const cells = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|')[1] ?? '')
  return [
    ...new Set(
      cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name ?? '')),
    ),
  ].sort()
}

/** The last cell of each row of the table of what is stored names its tables. */
function keptTables(readme: string): string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith('What it stores')) ?? ''
  const cells = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').at(-1) ?? '')
  return cells.flatMap((cell) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name ?? '')).sort()
}

/** The members of `Settings`; D1 and the Workflows are bindings, not settings. */
function settingsInCode(code: string): string[] {
  const body = /interface Settings[^{]*\{([\s\S]*?)\n\}/.exec(code)?.[1] ?? ''
  return [...body.matchAll(/^\s*(?:readonly )?([A-Z][A-Z_]+)\?: string/gm)]
    .map(([, name]) => name ?? '')
    .sort()
}
