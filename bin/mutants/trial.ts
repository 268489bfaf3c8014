/** A copy of the project in which one condition at a time is taken away, and its tests are run. */
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { projectRoot } from '../../local/bundle.ts'

/** What the tests say of a condition that was taken away. */
export type Felt =
  | { readonly kind: 'survived' }
  | { readonly kind: 'failed'; readonly test: string }
  /** No test ran: the copy could not be loaded. */
  | { readonly kind: 'broken'; readonly why: string }

export interface Trial {
  /** Runs these tests on a copy in which `file` has another text; afterwards it has its own again. */
  withText(file: string, text: string, tests: readonly string[]): Promise<Felt>
  /** The same with nothing changed. */
  unchanged(tests: readonly string[]): Promise<Felt>
  close(): Promise<void>
}

const LEFT_OUT = ['node_modules', '.git', '.wrangler', '.stryker', 'coverage', 'dist']

/** Makes the copy. Close it, so that nothing stays behind. */
export async function openTrial(): Promise<Trial> {
  const copy = await mkdtemp(join(tmpdir(), 'mutants-'))
  const filter = (path: string) => path === projectRoot || !LEFT_OUT.includes(basename(path))
  await cp(projectRoot, copy, { recursive: true, filter })
  await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'))
  return {
    async withText(file, text, tests) {
      const own = await readFile(join(copy, file), 'utf8')
      await writeFile(join(copy, file), text)
      try {
        return await run(copy, tests)
      } finally {
        await writeFile(join(copy, file), own)
      }
    },
    unchanged: (tests) => run(copy, tests),
    close: () => rm(copy, { recursive: true, force: true }),
  }
}

async function run(copy: string, tests: readonly string[]): Promise<Felt> {
  const report = join(copy, 'report.json')
  await rm(report, { force: true })
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs')
  const options = ['--config', 'vitest.mutants.config.ts', '--bail', '1', '--reporter', 'json']
  const args = [vitest, 'run', ...options, '--outputFile', report, ...tests]
  const said = await new Promise<string>((resolve) => {
    // It ends with 1 where a test fails: the report says which.
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 1e8 }, (_error, out, err) => resolve(out + err))
  })
  const text = await readFile(report, 'utf8').catch(() => null)
  if (text === null) return { kind: 'broken', why: said.trim() }
  // vitest's own reporter writes it.
  const { testResults } = JSON.parse(text) as Report
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = results.find(({ status }) => status === 'failed')
  if (failed !== undefined) return { kind: 'failed', test: failed.fullName }
  const unloaded = testResults.find(({ status }) => status === 'failed')
  if (unloaded !== undefined) return { kind: 'broken', why: unloaded.message }
  return results.length === 0 ? { kind: 'broken', why: said.trim() } : { kind: 'survived' }
}

interface Report {
  readonly testResults: readonly {
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}
