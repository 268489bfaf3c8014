/** `npm start` on a clean checkout: the product runs with its two years within a minute, and Ctrl-C ends it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run, runUntil } from '../fixtures/whole/run.ts'

it('runs, says where and as whom to sign in, and ends when told to', async () => {
  const { code, output } = await runUntil('bin/start.ts', ['--port', '18787'], /Ctrl-C/, async (said) => {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? ''
    const health = await (await fetch(`${url}/api/health`)).json()
    expect(health).toMatchObject({ ok: true })
    expect((await fetch(`${url}/sign-in`)).status).toBe(200)
    const messages = /Messages it sends: (\S+)/.exec(said)?.[1] ?? ''
    expect(await (await fetch(messages)).text()).toMatch(/<article>.*Slack/)
    expect((await fetch(`${url}/lichen-lab`)).status).toBe(200)
  })
  expect(output).toContain('mara-voss')
  expect(output).toContain('lichen-lab: audited 17 times in two years, 7 reviews finished, 1 open')
  expect(code).toBe(0)
}, 60_000)

it('says what is wrong with a world file, and starts nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatelaine-'))
  const file = join(folder, 'corrupt.json')
  writeFileSync(file, '{"now": "yesterday"')
  const { code, stdout, stderr } = await run('bin/start.ts', ['--world', file])
  rmSync(folder, { recursive: true })
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^corrupt\.json is not JSON .*\n$/)
})
