/** `npm run audit -- ORG --audit-log FILE`: the audit judges with the log, also on a database that knew nobody before. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { run } from '../fixtures/whole/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatelaine-'))
const file = join(folder, 'export.json')
const organization = sampleWorld().organizations[0]?.login ?? ''
const audit = (...args: string[]) => run('bin/audit.ts', args, {})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an audit log from the terminal', () => {
  it('clears whom it names as having acted', async () => {
    const at = Date.parse('2026-11-06T10:00:00.000Z')
    const log = [{ '@timestamp': at, action: 'repo.create', actor: 'Carla-Nunes', org: organization }]
    writeFileSync(file, JSON.stringify(log))
    const { stdout, stderr } = await audit('--demo', '--json', '--audit-log', file)
    expect(stderr).toContain('The audit log shows an act of 1 and dates the access of 0')
    const { accounts } = JSON.parse(stdout) as { accounts: { login: string }[] }
    expect(accounts.find(({ login }) => login === 'carla-nunes')).toMatchObject({
      verdict: 'active',
      lastActivity: { kind: 'administration', source: 'audit_log' },
    })
  }, 90_000)

  it('that cannot be read, or stands beside a recording, is told in one sentence', async () => {
    const missing = await audit('--demo', '--audit-log', join(folder, 'nothing.json'))
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('cannot be read')])
    const beside = await audit('--answers', file, '--audit-log', file)
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining('has no real names')])
  }, 60_000)
})
