/** The sample's two years as a file: what the register remembers, what GitHub holds at the end, and the messages that were sent. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { D1Database } from '@cloudflare/workers-types'
import type { Taken } from '../../fake-github/web/messages.ts'
import { parseWorld, type World } from '../../fake-github/world/world.ts'
import type { Whole } from '../../local/whole.ts'
import type { Instant } from '../../src/policy/words.ts'
import { grownWorld } from '../grown/world.ts'
import { worldAsOf } from './arrivals.ts'

export const RECORDING = join(import.meta.dirname, 'two-years.json.br')

type Row = Readonly<Record<string, string | number | null>>

export interface Recording {
  /** The moment at which it goes on. */
  readonly now: Instant
  readonly tables: Readonly<Record<string, readonly Row[]>>
  /** As they were left; accounts and acts are those of the grown world. */
  readonly organizations: World['organizations']
  readonly repositories: World['repositories']
  readonly messages: readonly Taken[]
}

/** Who was signed in, and what only an audit under way needs, is nobody's history. */
const LEFT_OUT = /^(sqlite_|_cf_|d1_|sessions$|oauth_states$|rights$|seen_pages$)/
/** Addresses differ at each start. */
const GITHUB = '{github}'
const WORKER = '{worker}'
/** D1 takes two million bytes in one parameter. */
const ROWS_AT_ONCE = 200

/** What runs, as a recording. */
export async function recordingOf(
  { worker, github, world, channels }: Whole,
  now: Instant,
): Promise<Recording> {
  const database = await worker.database()
  const { results } = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all<{ name: string }>()
  const names = results.map(({ name }) => name).filter((name) => !LEFT_OUT.test(name))
  const rowsOf = async (name: string) =>
    (await database.prepare(`SELECT * FROM "${name}"`).all<Row>()).results
  const tables = await Promise.all(names.map(async (name) => [name, await rowsOf(name)] as const))
  const app = world.apps.map(({ id }) => id)
  const recording: Recording = {
    now,
    tables: Object.fromEntries(tables.filter(([, rows]) => rows.length > 0)),
    organizations: world.organizations.map((org) => ({
      ...org,
      installations: org.installations.filter(({ app_id }) => !app.includes(app_id)),
    })),
    repositories: world.repositories,
    messages: channels.taken,
  }
  const text = JSON.stringify(recording)
  return JSON.parse(text.replaceAll(github.url, GITHUB).replaceAll(worker.url.origin, WORKER))
}

export function writeRecording(recording: Recording): number {
  const text = Buffer.from(JSON.stringify(recording))
  const packed = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  })
  writeFileSync(RECORDING, packed)
  return packed.length
}

export function readRecording(): Recording {
  return JSON.parse(brotliDecompressSync(readFileSync(RECORDING)).toString())
}

/** GitHub as it was left. */
export function recordedWorld({ now, organizations, repositories }: Recording): World {
  const { accounts, acts } = worldAsOf(grownWorld(), now)
  const activity = repositories
    .flatMap(({ owner, name }) => acts.inRepository(owner, name).all)
    .toSorted((a, b) => a.id - b.id)
  return parseWorld({ now: now.replace(/\.\d+Z$/, 'Z'), accounts, organizations, repositories, activity })
}

/** Puts it where an empty product runs. */
export async function recall({ worker, github, channels }: Whole, recording: Recording): Promise<void> {
  const text = JSON.stringify({ tables: recording.tables, messages: recording.messages })
  const { tables, messages }: Pick<Recording, 'tables' | 'messages'> = JSON.parse(
    text.replaceAll(GITHUB, github.url).replaceAll(WORKER, worker.url.origin),
  )
  await fill(await worker.database(), tables)
  channels.recall(messages)
}

async function fill(database: D1Database, tables: Recording['tables']): Promise<void> {
  const inserts = Object.entries(tables).flatMap(([table, rows]) => {
    const columns = Object.keys(rows[0] ?? {})
    const insert = database.prepare(
      `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join()})
       SELECT ${columns.map((name) => `json_extract(value, '$.${name}')`).join()} FROM json_each(?1)`,
    )
    return chunks(rows).map((part) => insert.bind(JSON.stringify(part)))
  })
  try {
    await database.batch([database.prepare('PRAGMA defer_foreign_keys = on'), ...inserts])
  } catch (cause) {
    throw new Error(
      'The recorded years of the sample do not fit this database. Nothing was started; npm run record-sample records them anew.',
      { cause },
    )
  }
}

function chunks<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, i) =>
    rows.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  )
}
