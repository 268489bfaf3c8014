/** No error of GitHub passes unseen: whichever field of a GraphQL answer is refused, its reader fails, or tells of it. */

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import type { World } from '../../fake-github/world/world.ts'
import { projectRoot } from '../../local/bundle.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import { GitHubTrouble } from '../../src/github/http/errors.ts'
import { READERS, type Reader } from '../fixtures/github/graphql-readers.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

/**
 * What may be missing unseen, by query: a name is only shown, the earlier range only dates (it has no part in the verdict),
 * and two-factor authentication that is null is `unknown`, which is told everywhere.
 */
const HARMLESS: Readonly<Record<string, readonly RegExp[]>> = {
  Members: [/node\.name$/, /hasTwoFactorEnabled$/],
  Contributions: [/mostRecentCollectionWithActivity/],
}

let world: World
let demo: FakeGitHub

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['ada', 'ben']) guild.member(login)
  guild.repository('atlas', {
    files: [
      { path: 'teams.yaml', text: '- ada\n', edited_by: 'ada' },
      { path: '.github/workflows/nightly.yml', text: 'on: schedule\n', edited_by: 'ada' },
    ],
  })
  guild.collaborator('ada', 'atlas', 'write')
  guild.has('teams', team('core', 71, ['ada'], { repositories: [{ name: 'atlas', permission: 'push' }] }))
  guild.has('teams', team('night', 72, ['ben'], { parent: 'core' }))
  guild.act('ada', 'commit')
  guild.act('ada', 'issue', { n: 1 })
  guild.act('ada', 'issue_comment', { n: 1 })
  guild.act('ada', 'pull_request', { n: 2 })
  guild.act('ben', 'review', { n: 2 })
  guild.act('ada', 'review', { n: 2 })
  guild.act('ben', 'merge', { n: 2 })
  guild.act('ada', 'commit_comment')
  guild.act('ada', 'discussion', { n: 5 })
  guild.act('ben', 'discussion_comment', { n: 5 })
  guild.act('ada', 'discussion_comment', { n: 5, action: 'reply' })
  guild.act('ada', 'tag', { branch: 'v2.0' })
  guild.act('ada', 'release', { branch: 'v2.1' })
  guild.act('ben', 'deployment_approval')
  world = small.world()
  demo = await openGitHub(world, { now: NOW })
})
afterAll(() => demo.close())

function team(slug: string, id: number, members: readonly string[], more: object) {
  return { slug, name: slug, id, members: members.map((login) => ({ login, role: 'member' })), ...more }
}

it('every query that is sent has its reader here', () => {
  const sent = globSync('src/**/*.ts', { cwd: projectRoot }).flatMap((file) =>
    [...readFileSync(join(projectRoot, file), 'utf8').matchAll(/`query (\w+)/g)].map(([, name]) => name),
  )
  expect([...new Set(READERS.map(({ query }) => query))].sort()).toEqual([...new Set(sent)].sort())
})

describe('a refused field is not silently missing', () => {
  it.each(READERS.map((reader) => [reader.name, reader] as const))('in %s', async (_, reader) => {
    const { outcome, answer } = await answered(reader)
    expect(outcome).toMatchObject({ kind: 'read', isTold: false })
    const fields = fieldsOf(answer.data).filter(
      ({ name }) => !(HARMLESS[reader.query] ?? []).some((pattern) => pattern.test(name)),
    )
    expect(fields.length).toBeGreaterThan(0)
    const silent: string[] = []
    for (const { name, path } of fields) {
      const refused = (await answered(reader, path)).outcome
      const isSilent =
        refused.kind === 'read' && !refused.isTold && JSON.stringify(refused) !== JSON.stringify(outcome)
      if (isSilent) silent.push(name)
    }
    expect(silent).toEqual([])
  })
})

type Step = string | number
type Outcome =
  | { readonly kind: 'failed' }
  | { readonly kind: 'read'; readonly isTold: boolean; readonly result: unknown }

/** What the reader makes of the answers, with the field at `path` refused, and the last answer to its query. */
async function answered(reader: Reader, path?: readonly Step[]) {
  let answer: { data?: unknown; errors?: unknown[] } = {}
  demo.faults.clear()
  demo.faults.rewrite({ operation: reader.query }, (body) => {
    if (path !== undefined) {
      const parent = path.slice(0, -1).reduce((at, step) => at?.[step], body.data)
      if (parent?.[path.at(-1) ?? ''] != null) {
        parent[path.at(-1) ?? ''] = null
        body.errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration', path }]
      }
    }
    answer = body
  })
  const github = asOwner()
  try {
    const result = await reader.read(github, world)
    const isTold = github.takeOddRows().length > 0 || reader.isTold?.(result) === true
    const outcome: Outcome = { kind: 'read', isTold, result }
    return { outcome, answer }
  } catch (error) {
    if (!(error instanceof GitHubTrouble)) throw error
    const outcome: Outcome = { kind: 'failed' }
    return { outcome, answer }
  }
}

/** Every field and row of an answer, each once, by its path without numbers. */
function fieldsOf(data: unknown): readonly { readonly name: string; readonly path: readonly Step[] }[] {
  const found = new Map<string, readonly Step[]>()
  const walk = (value: unknown, path: readonly Step[]) => {
    if (value === null || value === undefined) return
    const name = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
    if (path.length > 0 && !name.startsWith('rateLimit') && !found.has(name)) found.set(name, path)
    if (Array.isArray(value)) for (const [index, row] of value.entries()) walk(row, [...path, index])
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
  }
  walk(data, [])
  return [...found].map(([name, path]) => ({ name, path }))
}

function asOwner(): GitHub {
  const token = demo.tokenFor('guild-warden')
  return connectGitHub({
    apiUrl: demo.apiUrl,
    authorization: { token: async () => token, renewed: async () => null },
  })
}
