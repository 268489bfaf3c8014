/** A migrated, empty register for a test: a real D1 without the Worker. It ends with the process that runs the tests. */
import type { D1Database } from '@cloudflare/workers-types'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { migrate } from '../bin/migrate.ts'
import { openRegister, type Register } from '../src/register/open.ts'
import { D1_WORKER, spokenD1 } from './d1.ts'

let server: Miniflare
let made = 0

/** How many empty databases one runtime holds before the next is started. */
const SHELF = 16

/** An empty register of its own at each call; a runtime is shared by all that one process tests. */
export async function freshRegister(): Promise<Register> {
  const database = emptyDatabase()
  await migrate(database)
  return openRegister(database)
}

/** A database without any table. */
export function emptyDatabase(): D1Database {
  const shelf = made % SHELF
  if (shelf === 0) server = new Miniflare(shelves())
  made += 1
  return spokenD1(server, `DB${shelf}`)
}

function shelves() {
  const names = Array.from({ length: SHELF }, (_, shelf) => `DB${shelf}`)
  return {
    cf: false,
    log: new Log(LogLevel.NONE),
    workers: [
      {
        config: {
          name: 'register',
          compatibilityDate: '2026-10-20',
          manifest: {
            mainModule: 'index.js',
            modules: { 'index.js': { type: 'esm' as const, contents: D1_WORKER } },
          },
          env: Object.fromEntries(names.map((name) => [name, { type: 'd1' as const, id: name }])),
        },
      },
    ],
  }
}
