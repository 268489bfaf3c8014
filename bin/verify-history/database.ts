/** Opens the database whose history is verified: by wrangler, or in the folder of a Worker that ran on this machine. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { bundle, projectRoot } from '../../local/bundle.ts'
import type { Ask } from '../../src/register/history/compare/register-rows.ts'

export interface Database {
  readonly ask: Ask
  close(): Promise<void>
}

/** The database of `wrangler dev`, or with `--remote` the deployed one. */
export function byWrangler(place: '--local' | '--remote'): Database {
  const wrangler = join(projectRoot, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const ask = async (statements: readonly string[]) => {
    const command = statements.map((sql) => sql.replace(/\s+/g, ' ')).join('; ')
    const asked = [wrangler, 'd1', 'execute', 'DB', place, '--json', '--command', command]
    try {
      const { stdout } = await promisify(execFile)(process.execPath, asked, {
        cwd: projectRoot,
        maxBuffer: 64 * 1024 * 1024,
      })
      // What wrangler prints with --json: one result per statement.
      return (JSON.parse(stdout) as { results: object[] }[]).map(({ results }) => results)
    } catch (cause) {
      const said = (cause as { stdout?: string }).stdout?.match(/"text": "([^"]+)"/)?.[1] ?? String(cause)
      throw new Error(`The database could not be read (${place}): ${said}. Nothing was verified.`, { cause })
    }
  }
  return { ask: typed(ask), close: async () => {} }
}

/** The database of a Worker that was run with this folder. */
export async function inFolder(folder: string): Promise<Database> {
  if (!existsSync(folder))
    throw new Error(
      `There is no folder ${folder}. Name the one that the Worker was run with; nothing was verified.`,
    )
  const { databases } = await bundle()
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.NONE),
    resourcePersistencePath: folder,
    workers: [
      {
        config: {
          name: 'verify-history',
          compatibilityDate: '2026-10-20',
          manifest: {
            mainModule: 'index.js',
            modules: { 'index.js': { type: 'esm', contents: 'export default {}' } },
          },
          env: Object.fromEntries(databases.map(({ binding, id }) => [binding, { type: 'd1', id }])),
        },
      },
    ],
  })
  const d1 = await miniflare.getD1Database('DB')
  const ask = async (statements: readonly string[]) => {
    try {
      const answers = await d1.batch<object>(statements.map((sql) => d1.prepare(sql)))
      return answers.map(({ results }) => results)
    } catch (cause) {
      throw new Error(
        `The database in ${folder} could not be read: ${String(cause)}. Nothing was verified.`,
        { cause },
      )
    }
  }
  return { ask: typed(ask), close: () => miniflare.dispose() }
}

/** The cast is safe: an answer per statement, with the columns that its text selects. */
function typed(ask: (statements: readonly string[]) => Promise<readonly object[][]>): Ask {
  return ask as Ask
}
