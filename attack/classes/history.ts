/** Whoever holds the database rewrites the history: `npm run verify-history` finds it. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { bundle, projectRoot } from '../../local/bundle.ts'
import { type AttackClass, type Attempt, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { usualAccounts } from '../removals.ts'

interface Tampering {
  readonly name: string
  readonly statements: (cast: Cast) => readonly string[]
  /** Told to the command: the head that a message printed. */
  readonly expect?: boolean
}

const TEXTS_OF_DECISIONS =
  "ref in (select ref from history where act like 'decid%' or act like 'kept%' or act like '%decision%')"

/** The columns of the history beside the organisation, in whatever version of the schema. */
const CHAINS = ['history', 'history_texts']

const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'the texts of all decisions deleted',
    statements: () => [`delete from history_texts where ${TEXTS_OF_DECISIONS}`],
  },
  { name: 'all texts deleted', statements: () => ['delete from history_texts'] },
  {
    name: 'the chains of two organisations exchanged',
    statements: ({ home, foreign }) =>
      CHAINS.flatMap((table) => [
        `update ${table} set org_id = -1 where org_id = ${home.id}`,
        `update ${table} set org_id = ${home.id} where org_id = ${foreign.id}`,
        `update ${table} set org_id = ${foreign.id} where org_id = -1`,
      ]),
  },
  {
    name: 'the tail cut, given the head that a message printed',
    expect: true,
    statements: ({ home }) => [
      `delete from history where org_id = ${home.id} and seq > (select max(seq) - 2 from history where org_id = ${home.id})`,
    ],
  },
  {
    name: "one organisation's history deleted",
    statements: ({ home }) => CHAINS.map((table) => `delete from ${table} where org_id = ${home.id}`),
  },
  { name: 'everything deleted', statements: () => CHAINS.map((table) => `delete from ${table}`) },
]

export const rewriting: AttackClass = {
  name: 'history',
  stage: { persist: true },
  attempts: [
    { name: 'an untouched history that is told to be broken', try: untouched },
    ...TAMPERINGS.map(
      (tampering): Attempt => ({ name: tampering.name, try: (cast) => tampered(cast, tampering) }),
    ),
  ],
}

async function untouched(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  for (const { id } of usualAccounts(cast).slice(0, 2)) {
    const body = { decision: 'revoke', reason: 'For the history.' }
    await cast.ask(owner, 'POST', `/api/proposals/${id}/decisions`, { body })
  }
  return inCopy(cast, async (folder) => {
    const { code, stdout } = await verified(folder)
    return heldUnless(code === 0 ? [] : [`it ended with ${code}: ${stdout.slice(0, 300)}`])
  })
}

async function tampered(cast: Cast, { statements, expect = false }: Tampering) {
  const [head] = await cast.rows<{ seq: number; hash: string }>(
    'select seq, hash from history where org_id = ?1 order by seq desc limit 1',
    cast.home.id,
  )
  return inCopy(cast, async (folder) => {
    await rewrite(folder, statements(cast))
    const { code, stdout } = await verified(
      folder,
      ...(expect ? ['--expect', `${head?.seq}:${head?.hash}`] : []),
    )
    return heldUnless([
      ...(code === 1 ? [] : [`verify-history ended with ${code}, not 1: ${stdout.slice(0, 200)}`]),
      ...(code === 1 && stdout.trim() === ''
        ? ['verify-history ended with 1 and does not say what is wrong']
        : []),
    ])
  })
}

async function inCopy<T>(cast: Cast, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'chatelaine-tampered-'))
  try {
    cpSync(cast.folder, folder, { recursive: true })
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As whoever has the database would: the triggers go first. */
async function rewrite(folder: string, statements: readonly string[]): Promise<void> {
  const { databases } = await bundle()
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.NONE),
    resourcePersistencePath: folder,
    workers: [
      {
        config: {
          name: 'tampering',
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
  try {
    const database = await miniflare.getD1Database('DB')
    const { results } = await database
      .prepare("select name from sqlite_master where type = 'trigger'")
      .all<{ name: string }>()
    for (const { name } of results) await database.prepare(`drop trigger "${name}"`).run()
    for (const statement of statements) await database.prepare(statement).run()
  } finally {
    await miniflare.dispose()
  }
}

async function verified(folder: string, ...args: string[]): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['bin/verify-history.ts', '--persist', folder, ...args],
      { cwd: projectRoot },
    )
    return { code: 0, stdout }
  } catch (error) {
    // What execFile rejects with where the command ends with another code than 0.
    return error as { code: number; stdout: string }
  }
}
