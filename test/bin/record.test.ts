/** A recording can be shown to anybody: it gives the same verdicts again, and no name of the organisation stands in it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grownWorld } from '../../sample/grown/world.ts'
import { type Ended, run } from '../fixtures/whole/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatelaine-'))
const file = join(folder, 'recording.jsonl')
const audit = (...args: string[]) => run('bin/audit.ts', args)
const text = () => readFileSync(file, 'utf8')
let original: Ended
let replayed: Ended
let pseudonym = ''

beforeAll(async () => {
  original = await audit('--demo', '--json', '--explain', 'Mara-Voss', '--record', file)
  pseudonym = /Mara-Voss is called (\S+) in it/.exec(original.stderr)?.[1] ?? ''
  replayed = await audit('--answers', file, '--json', '--explain', pseudonym)
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a recording', () => {
  it('gives the same verdicts, roles, dates and reasons when it is replayed', () => {
    expect([original.code, replayed.code]).toEqual([0, 0])
    expect(rowsOf(replayed)).toEqual(rowsOf(original))
    expect(rowsOf(original).length).toBeGreaterThan(20)
    expect(coverageOf(replayed)).toEqual(coverageOf(original))
    expect(replayed.stderr).not.toContain('not in')
  })

  it('tells by which pseudonym to ask for an account, and explains it as the original audit did', () => {
    const [before, after] = [original, replayed].map(({ stdout }) => JSON.parse(stdout).account)
    expect(after.login).toBe(pseudonym)
    const sources = ({ explanation }: typeof before) =>
      explanation.map(({ part, source }: Record<string, unknown>) => [part, source])
    expect(sources(after)).toEqual(sources(before))
    expect(sources(after).length).toBeGreaterThan(5)
  })

  it('holds no text of the original: no login, name, repository, team, key, title, address or SHA', () => {
    const kept = [...textsIn(grownWorld())].filter((name) => occursIn(text(), name))
    expect(kept.filter((name) => !GITHUBS_WORDS.includes(name.toLowerCase()))).toEqual([])
    const shas = new Set(demoShas())
    expect(
      text()
        .match(/\b[0-9a-f]{40}\b/g)
        ?.filter((sha) => shas.has(sha)) ?? [],
    ).toEqual([])
  })

  it('holds no token, and is readable by its owner alone', () => {
    expect(text()).not.toMatch(/ghp_|authorization|bearer|cookie/i)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(original.stderr).toContain('Look at it before you show it')
  })

  it('names the requests that it has no answer to, and the audit goes on without them', async () => {
    const shorter = join(folder, 'shorter.jsonl')
    const lines = text().split('\n')
    writeFileSync(shorter, lines.filter((line) => !line.includes('/releases?')).join('\n'))
    const { stderr } = await audit('--answers', shorter)
    expect(stderr).toMatch(/\d+ requests are not in .*shorter\.jsonl .*GET \/repos\/\S+\/releases/)
  }, 60_000)
})

describe('what can be wrong is told before anything is read', () => {
  it('a file that is there already', async () => {
    expect(await audit('--demo', '--record', file)).toEqual(complaint('exists already, so nothing was read'))
  })

  it('a folder that is not there', async () => {
    const nowhere = join(folder, 'nowhere', 'x.jsonl')
    expect(await audit('--demo', '--record', nowhere)).toEqual(complaint('There is no folder'))
  })

  it('a file that is no recording', async () => {
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"hello": 1}\n')
    expect(await audit('--answers', other)).toEqual(complaint('is none of a recording'))
    expect(await audit('--answers', join(folder, 'none'))).toEqual(complaint('cannot be read'))
  })

  it('an organisation beside a recording, which has its own', async () => {
    expect(await audit('acme', '--answers', file)).toEqual(complaint('names its organisation itself'))
  })
})

/** Names in the sample that are words of GitHub's as well, which stay where GitHub says them. */
const GITHUBS_WORDS = (
  'user bot organization disabled free read admin member core maintainer push maintain docs triage security secret ' +
  'direct_member write pull_request selected closed open all none'
).split(' ')

/** What is compared of each account: pseudonyms have another order. */
function rowsOf({ stdout }: Ended): string[] {
  const { accounts } = JSON.parse(stdout) as { accounts: Account[] }
  return accounts
    .map(({ verdict, role, grants, lastActivity: last, reason }) => {
      // A reason's kind: its sentence without the repository that it names.
      const kind = reason.replace(/ in \S+\/\S+/g, '')
      return [verdict, role, grants, last?.at, last?.kind, last?.precision, kind].join(' ')
    })
    .sort()
}

interface Account {
  verdict: string
  role: string | null
  grants: number
  reason: string
  lastActivity: { at: string; kind: string; precision: string } | null
}

function coverageOf({ stdout }: Ended): unknown {
  const { audit } = JSON.parse(stdout)
  return audit.coverage.map(({ source, complete, scopes }: Record<string, unknown>) => [
    source,
    complete,
    scopes,
  ])
}

/** Every text of a world that is long enough to be told from others, dates left out. */
function textsIn(world: object): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<unknown>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    for (const each of value instanceof Map ? value.values() : Object.values(value)) look(each)
  }
  look(world)
  return new Set([...found].filter((each) => each.length >= 4 && !/^\d{4}-\d\d-\d\d/.test(each)))
}

function demoShas(): string[] {
  return [...textsIn(grownWorld())].filter((each) => /^[0-9a-f]{40}$/.test(each))
}

/** As a word of its own, in any case. */
function occursIn(recording: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'i').test(recording)
}

function complaint(sentence: string) {
  return { code: 1, stdout: '', stderr: expect.stringContaining(sentence) }
}
