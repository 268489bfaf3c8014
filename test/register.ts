/** A migrated, empty register for a test: a real D1 without the Worker. It ends with the process that runs the tests. */
import type { D1Database } from '@cloudflare/workers-types'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { migrate } from '../bin/migrate.ts'
import { openRegister, type Register } from '../src/register/open.ts'

const servers: Miniflare[] = []
let made = 0

/** How many empty databases one runtime holds before the next is started. */
const SHELF = 16

/** An empty register of its own at each call; a runtime is shared by all that one process tests. */
export async function freshRegister(): Promise<Register> {
  const shelf = made % SHELF
  if (shelf === 0) servers.push(new Miniflare(shelves()))
  made += 1
  // The cast: miniflare has its own copy of the same D1 types.
  const database = (await servers.at(-1)?.getD1Database(`DB${shelf}`)) as unknown as D1Database
  await migrate(database)
  return openRegister(database)
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
            modules: { 'index.js': { type: 'esm' as const, contents: 'export default {}' } },
          },
          env: Object.fromEntries(names.map((name) => [name, { type: 'd1' as const, id: name }])),
        },
      },
    ],
  }
}
