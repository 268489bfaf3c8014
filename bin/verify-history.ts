/** `npm run verify-history`: computes every organisation's history chain anew. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { bundle, projectRoot } from '../local/bundle.ts'
import { followChain, type TextedLink } from '../src/register/history/chain.ts'

const USAGE = `npm run verify-history [-- --persist FOLDER | --remote] [--entry N]

Follows the hash chain of every organisation's history and prints its head. A letter names an entry and its hash:
--entry N prints the hash that this entry has now, to compare; another one, or none, means that the history was rewritten.
  (nothing)          the database of \`wrangler dev\` on this machine
  --persist FOLDER   the database of a Worker that was run with this folder, e.g. .wrangler/audit/ORG
  --remote           the deployed database, with wrangler's own sign-in
Ends with 0 when every chain holds, 1 when one is broken or could not be read.
`

/** Entries per question: an answer stays far below a megabyte. */
const PAGE = 500

interface Database {
  /** The rows of one statement. Only whole numbers are ever put into its text. */
  ask<Row>(sql: string): Promise<readonly Row[]>
  close(): Promise<void>
}

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      persist: { type: 'string' },
      remote: { type: 'boolean', default: false },
      entry: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stderr.write(USAGE)
    return 0
  }
  if (values.entry !== undefined && !/^[1-9]\d{0,14}$/.test(values.entry))
    throw new Error('--entry needs a whole number, as the letter prints it. Nothing was verified.')
  const database =
    values.persist === undefined
      ? byWrangler(values.remote ? '--remote' : '--local')
      : await inFolder(values.persist)
  try {
    const organizations = await database.ask<{ id: number; login: string }>(
      'select org_id as id, coalesce((select login from organizations where id = org_id), org_id) as login from history group by org_id',
    )
    if (organizations.length === 0) process.stdout.write('Nothing is written in any history yet.\n')
    let broken = 0
    for (const { id, login } of organizations) {
      if (!(await holds(database, id, login))) broken += 1
      if (values.entry !== undefined) await tellEntry(database, id, login, Number(values.entry))
    }
    return broken === 0 ? 0 : 1
  } finally {
    await database.close()
  }
}

async function holds(database: Database, id: number, login: string): Promise<boolean> {
  let head: { readonly seq: number; readonly hash: string } | null = null
  for (;;) {
    const links: readonly TextedLink[] = await database.ask<TextedLink>(
      `select seq, at, act, history.ref, digest, previous, hash, salt, text from history
        left join history_texts on history_texts.ref = history.ref
        where history.org_id = ${Number(id)} and seq > ${head?.seq ?? 0} order by seq limit ${PAGE}`,
    )
    const followed = await followChain(head, links)
    if (!followed.ok) {
      process.stdout.write(`${login}: BROKEN. ${followed.sentence}\n`)
      return false
    }
    head = followed.head
    if (links.length < PAGE) break
  }
  process.stdout.write(`${login}: ok, ${head?.seq ?? 0} entries, head ${head?.hash ?? 'none'}\n`)
  return true
}

/** What the letter's hash is compared with; told of a broken chain too. */
async function tellEntry(database: Database, id: number, login: string, seq: number): Promise<void> {
  const [entry] = await database.ask<{ hash: string }>(
    `select hash from history where org_id = ${Number(id)} and seq = ${Number(seq)}`,
  )
  process.stdout.write(`${login}: entry ${seq}, ${entry?.hash ?? 'there is none'}\n`)
}

function byWrangler(place: '--local' | '--remote'): Database {
  const wrangler = join(projectRoot, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  return {
    ask: async <Row>(sql: string) => {
      const asked = [wrangler, 'd1', 'execute', 'DB', place, '--json', '--command', sql.replace(/\s+/g, ' ')]
      try {
        const { stdout } = await promisify(execFile)(process.execPath, asked, {
          cwd: projectRoot,
          maxBuffer: 64 * 1024 * 1024,
        })
        // What wrangler prints with --json: one result per statement.
        const [answer] = JSON.parse(stdout) as { results: Row[] }[]
        return answer?.results ?? []
      } catch (cause) {
        const said = (cause as { stdout?: string }).stdout?.match(/"text": "([^"]+)"/)?.[1] ?? String(cause)
        throw new Error(`The database could not be read (${place}): ${said}. Nothing was verified.`, {
          cause,
        })
      }
    },
    close: async () => {},
  }
}

async function inFolder(folder: string): Promise<Database> {
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
  return {
    ask: async <Row>(sql: string) => {
      try {
        return (await d1.prepare(sql).all<Row>()).results
      } catch (cause) {
        throw new Error(
          `The database in ${folder} could not be read: ${String(cause)}. Nothing was verified.`,
          { cause },
        )
      }
    },
    close: () => miniflare.dispose(),
  }
}
