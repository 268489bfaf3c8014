/** Our GraphQL queries against GitHub's newest schema, and our readers over answers made of it: what breaks when GitHub moves. */

import { NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { GitHubTrouble } from '../../src/github/http/errors.ts'
import { operationsInSource } from '../fixtures/github/recorded/calls-in-source.ts'
import { type GraphqlReader, graphqlReaders } from '../fixtures/github/recorded/graphql-readers.ts'
import { answerBySchema, gitHubSchema, type Rows } from '../fixtures/github/recorded/graphql-schema.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'

/** What a reader cannot do without although the schema lets GitHub leave it null: it becomes an odd row, unread, or trouble. */
const NEEDED: readonly RegExp[] = [
  // Whose or what it is: ids are keys.
  /^(User|Team|Repository)\.databaseId$/,
  /^OrganizationMemberEdge\.(node|role)$/,
  // What is asked for itself.
  /^Query\.(node|organization|repository)$/,
  /^Organization\.team$/,
  /^Repository\.(collaborators|refs)$/,
  /^(Ref\.target|Deployment\.statuses)$/,
  // By what way somebody has access.
  /^RepositoryCollaboratorEdge\.permissionSources$/,
  /^PermissionSource\.roleName$/,
  // A list without its rows would look empty.
  /Connection\.(nodes|edges)$/,
]

const schema = gitHubSchema()
const { recorded, github } = await recordedClient()

it('every query of the source is among those read here, and there are no others', () => {
  const named = graphqlReaders.map(({ name }) => name.split(',')[0])
  expect([...new Set(named)].sort()).toEqual([...operationsInSource()].sort())
})

describe.each(graphqlReaders.map((reader) => [reader.name, reader] as const))('%s', (name, reader) => {
  it('is valid, and uses nothing deprecated', async () => {
    const { queries } = await readingOf(reader, nothing)
    expect(queries.length, `${name} sent no query`).toBeGreaterThan(0)
    for (const query of queries) {
      expect(query).toContain(`query ${name.split(',')[0]}`)
      const problems = validate(schema, parse(query), [...specifiedRules, NoDeprecatedCustomRule])
      expect(problems.map(({ message }) => message)).toEqual([])
    }
  })

  it('is read where GitHub shows everything', async () => {
    const { problems, left, result } = await readingOf(reader, nothing)
    expect(problems).toEqual([])
    expect(left).toEqual([])
    expect(unreadIn(result)).toEqual([])
  })

  it('is read, or told as trouble, without rows, with rows not shown, and with nothing at all', async () => {
    for (const rows of ['none', 'not shown'] as const) await readingOf(reader, nothing, rows)
    for (const rows of ['shown', 'none', 'not shown'] as const) await readingOf(reader, () => true, rows)
  })

  it('is read, or told as trouble, whichever field GitHub leaves null', async () => {
    const { nullable } = await readingOf(reader, nothing)
    const needed = new Set<string>()
    const broken: string[] = []
    for (const [path, field] of nullable) {
      try {
        const { left, result } = await readingOf(reader, (at) => at === path)
        if (left.length + unreadIn(result).length > 0) needed.add(field)
      } catch (error) {
        broken.push(`${path}: ${String(error)}`)
      }
    }
    expect(broken).toEqual([])
    expect([...needed].filter((field) => !NEEDED.some((known) => known.test(field)))).toEqual([])
  })
})

const nothing = () => false

/** What pages tell as unread. */
function unreadIn(result: unknown): readonly unknown[] {
  return [result].flat().flatMap((page) => (page as { unread?: readonly unknown[] } | null)?.unread ?? [])
}

/** Runs a reader over answers made of the schema. Throws whatever is not GitHub's trouble. */
async function readingOf(reader: GraphqlReader, isNull: (path: string) => boolean, rows: Rows = 'shown') {
  const queries: string[] = []
  const nullable = new Map<string, string>()
  const problems: string[] = []
  const left: string[] = []
  recorded.answering(async ({ path, body }) => {
    if (path !== '/graphql') return { body: [WAITING_DEPLOYMENT] }
    // The cast: what our client sends to this path.
    const { query, variables } = body as { query: string; variables: Record<string, unknown> }
    queries.push(query)
    const made = await answerBySchema(schema, query, variables, isNull, rows)
    for (const [at, field] of made.nullable) nullable.set(at, field)
    problems.push(...(made.body.errors ?? []).map(({ message }) => message))
    return { body: made.body }
  })
  github.takeOddRows()
  let result: unknown
  try {
    result = await reader.read(github)
  } catch (error) {
    if (!(error instanceof GitHubTrouble)) throw error
    left.push(error.message)
  }
  left.push(...github.takeOddRows().map(({ sentence }) => sentence))
  return { queries, nullable, problems, left, result }
}

/** A deployment by a workflow: its run is asked for. */
const WAITING_DEPLOYMENT = {
  node_id: 'DE_1',
  created_at: '2026-11-01T09:00:00Z',
  performed_via_github_app: { slug: 'github-actions' },
}
