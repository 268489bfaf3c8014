/** The command that verifies the history: it finds a forged entry, and says how to use it where it cannot read. */

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { D1Database } from '@cloudflare/workers-types'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle, projectRoot } from '../../local/bundle.ts'
import { migrate } from '../../local/migrate.ts'
import { recordChange } from '../../src/register/history/history.ts'
import { openRegister } from '../../src/register/open.ts'
import { historyTexts, organizations } from '../../src/register/schema.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an intact history gives its head, and a forged text its entry and exit 1', async () => {
  await inDatabase(async (register) => {
    const at = '2026-11-22T06:00:00.000Z'
    await register.insert(organizations).values({ id: 1, login: 'lichen-lab', nodeId: 'O_1', firstSeen: at })
    for (const sentence of ['one', 'two', 'three']) {
      await recordChange(register, 1, null, { at, act: 'told', actor: { kind: 'calendar' }, sentence })
    }
  })
  const intact = await verifyHistory('--persist', folder)
  expect(intact).toMatchObject({ code: 0 })
  expect(intact.stdout).toMatch(/^lichen-lab: ok, 3 entries, head [0-9a-f]{64}\n$/)

  const second = await verifyHistory('--persist', folder, '--entry', '2')
  const third = await verifyHistory('--persist', folder, '--entry', '3')
  expect(second.stdout).toMatch(/^lichen-lab: entry 2, [0-9a-f]{64}$/m)
  expect(third.stdout).toMatch(/head ([0-9a-f]{64})\nlichen-lab: entry 3, \1\n$/)
  expect((await verifyHistory('--persist', folder, '--entry', '4')).stdout).toContain(
    'entry 4, there is none',
  )
  expect((await verifyHistory('--persist', folder, '--entry', 'x')).code).toBe(1)

  await inDatabase(async (register) => {
    await register.update(historyTexts).set({ text: '{"sentence":"forged"}' })
  })
  const forged = await verifyHistory('--persist', folder)
  expect(forged).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('The text of entry 1 was changed'),
  })
  // Eight processes, each of which builds or reads the bundle: slow where others share the processor.
}, 120_000)

test('a folder that is not there is one clear sentence', async () => {
  const { code, stderr } = await verifyHistory('--persist', join(folder, 'nowhere'))
  expect(code).toBe(1)
  expect(stderr).toContain('There is no folder')
})

async function inDatabase(work: (register: ReturnType<typeof openRegister>) => Promise<void>): Promise<void> {
  const { databases } = await bundle()
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.NONE),
    resourcePersistencePath: folder,
    workers: [
      {
        config: {
          name: 'history',
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
    // The cast: miniflare has its own copy of the same D1 types.
    const database = (await miniflare.getD1Database('DB')) as unknown as D1Database
    await migrate(database)
    await work(openRegister(database))
  } finally {
    await miniflare.dispose()
  }
}

async function verifyHistory(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const told = await promisify(execFile)(process.execPath, ['bin/verify-history.ts', ...args], {
      cwd: projectRoot,
    })
    return { code: 0, ...told }
  } catch (error) {
    // What execFile rejects with where the command ends with another code than 0.
    return error as { code: number; stdout: string; stderr: string }
  }
}
