/** `npm run audit`: its result, its exit codes, and one clear sentence for each thing that can be wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exitCodeOf, USAGE } from '../../bin/audit/options.ts'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { run } from '../fixtures/whole/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatelaine-'))
let github: FakeGitHub
const world = sampleWorld()
const organization = world.organizations[0]?.login ?? ''
const audit = (args: string[], env: Record<string, string> = {}) => run('bin/audit.ts', args, env)

beforeAll(async () => {
  github = await openGitHub(world)
})

afterAll(async () => {
  await github.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an audit from the terminal', () => {
  it('n: prints totals, people and credentials in 100 columns and ends with 0 where it is complete, as its help says', async () => {
    const { code, stdout, stderr } = await audit(['--demo'])
    const lines = stdout.split('\n')
    expect(lines[0]).toContain(`${organization} as of 22 November 2026: audit complete`)
    expect(stdout).toMatch(/^ {2}mara-voss +owner +active +2026-11-20 {2}merge in lichen$/m)
    expect(stdout).toMatch(/^ {2}old-mirror +deploy key +inactive +2024-08-01/m)
    expect(stdout).toMatch(/nobody's verdict waits for these\n {2}fine grained tokens: /)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
    expect(code).toBe(0)
    const percents = [...stderr.matchAll(/^ *(\d+) % /gm)].map(([, percent]) => Number(percent))
    expect(percents.at(-1)).toBe(100)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(USAGE).toContain('What GitHub shows no personal token is listed too, and makes no audit partial.')
  }, 60_000)

  it('n: ends with 2 where it is partial, with 1 where it failed, as its help says', () => {
    expect(USAGE).toContain('0 when the audit is complete, 2 when it is partial')
    expect(USAGE).toMatch(/, 1\s+when it failed\./)
    const statuses = ['complete', 'partial', 'failed'] as const
    expect(statuses.map(exitCodeOf)).toEqual([0, 2, 1])
  })

  it('prints nothing but JSON when asked for JSON', async () => {
    const { stdout } = await audit(['--demo', '--json'])
    const result = JSON.parse(stdout)
    expect(result.organization).toBe(organization)
    expect(result.audit.status).toBe('complete')
    expect(result.audit.progress).toEqual({ done: 100, total: 100, step: 'finished' })
    expect(result.accounts.length).toBeGreaterThan(0)
  }, 60_000)
})

describe('one account is explained', () => {
  it('by facts, gaps and verdict, in this order, each with where it comes from; the case of the login is all the same', async () => {
    const { code, stdout } = await audit(['--demo', '--explain', 'MARA-Voss'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^mara-voss in \S+\n\nFacts\n {2}Owner of the organisation\. \[members\]\n/)
    expect(stdout).toMatch(/Access by this path: .* \[teams\]\n[\s\S]*Newest act: .* \[timelines\]\n {4}http/)
    expect(stdout).toMatch(
      /\n\nGaps\n {2}None that this verdict depends on\.\n\nVerdict\n {2}active: .* \[audit as of 22 November 2026\]\n$/,
    )
  }, 60_000)

  it('unless the organisation never had it: a sentence, and exit code 1', async () => {
    const { code, stdout, stderr } = await audit(['--demo', '--explain', 'nobody-at-all'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`${organization} has no account nobody-at-all`)
  }, 60_000)
})

describe('what can be wrong is told in one sentence, with exit code 1', () => {
  it('no token', async () => {
    expect(await audit([organization])).toEqual(complaint('GITHUB_TOKEN is not set, so nothing was read.'))
  })

  it('a token that GitHub does not accept', async () => {
    const env = { GITHUB_API_URL: github.apiUrl, GITHUB_TOKEN: 'ghp_revoked' }
    const ended = await audit([organization], env)
    expect(ended).toEqual(complaint('GitHub does not accept the token in GITHUB_TOKEN (401)'))
    expect(ended.stderr).not.toContain('ghp_revoked')
  })

  it('an organisation that nobody knows', async () => {
    expect(await audit(['no-such-organisation', '--demo'])).toEqual(
      complaint('There is no organisation no-such-organisation in this world'),
    )
    const env = { GITHUB_API_URL: github.apiUrl, GITHUB_TOKEN: github.tokenFor('mara-voss') }
    expect(await audit(['no-such-organisation'], env)).toEqual(
      complaint('GitHub shows this token no organisation no-such-organisation (404)'),
    )
  })

  it('a name that no organisation can have', async () => {
    expect(await audit(['../elsewhere', '--demo'])).toEqual(complaint('"../elsewhere" cannot be the name'))
  })

  it('a world file that is no world', async () => {
    const file = join(folder, 'corrupt.json')
    writeFileSync(file, '{"now": "2026-11-22T06:00:00Z", "accounts": [{"login": 7}]}')
    expect(await audit(['--demo', '--world', file])).toEqual(complaint('corrupt.json: accounts[0]'))
  })

  it('a server that does not answer', async () => {
    const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_TOKEN: 'x' }
    expect(await audit([organization], env)).toEqual(complaint('http://127.0.0.1:9 could not be reached'))
  })
})

/** Ended with 1, nothing on standard output, and one line that says this. */
function complaint(sentence: string) {
  const escaped = sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return { code: 1, stdout: '', stderr: expect.stringMatching(new RegExp(`^[^\\n]*${escaped}[^\\n]*\\n$`)) }
}
