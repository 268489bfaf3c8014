/** Our REST calls against GitHub's newest description, and our readers over the answers that it records: what breaks when GitHub moves. */

import { describe, expect, it } from 'vitest'
import { GitHubTrouble } from '../../src/github/http/errors.ts'
import { routesInSource } from '../fixtures/github/recorded/calls-in-source.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'
import type { Sent } from '../fixtures/github/recorded/recorded-github.ts'
import { type Example, restDescription } from '../fixtures/github/recorded/rest-description.ts'
import type { RestReader } from '../fixtures/github/recorded/rest-reader.ts'
import { restReaders } from '../fixtures/github/recorded/rest-readers.ts'

const NO_PARENT =
  'GitHub describes `parent` as optional and always sends it; taken for null, a team would look like one without a parent'

const OUTDATED =
  'the example has `pushed_at`, `push_type` and `pusher` where its own schema demands `timestamp`, `activity_type` and `actor`'

/** Answers that are not read as they stand, with the reason. */
const NOT_READ: Readonly<Record<string, string>> = {
  'src/github/activity/pushes.ts: GET /repos/{owner}/{repo}/activity (1), default': OUTDATED,
  'src/github/activity/pushes.ts: GET /repos/{owner}/{repo}/activity (2), default': OUTDATED,
  'src/github/activity/uncommon/required-reviewers.ts: GET /repos/{owner}/{repo}/environments, least 200':
    'GitHub describes `total_count` and `environments` as optional and always sends them; taken for none, nobody would have to review',
  'src/github/recheck/confirm-removed.ts: GET /orgs/{org}/teams/{team_slug} (1), least 200': NO_PARENT,
  'src/github/recheck/emeritus-team.ts: GET /orgs/{org}/teams/{team_slug}, least 200': NO_PARENT,
}

const described = restDescription()
const inSource = routesInSource()
const routes = [...new Set(inSource.map(({ route }) => route))].sort()

const { recorded, github } = await recordedClient()

describe('the REST calls of the source', () => {
  it('are all in the table of readers, and the table has no others', () => {
    const called = restReaders.map(({ file, route }) => `${file}: ${route}`)
    expect([...new Set(called)].sort()).toEqual(inSource.map(({ file, route }) => `${file}: ${route}`).sort())
  })

  it.each(routes)('%s exists and is not deprecated', (route) => {
    expect(described(route), `GitHub describes no ${route}`).toBeDefined()
    expect(described(route)?.deprecated, `${route} is deprecated`).toBe(false)
  })
})

describe.each(restReaders.map((reader) => [reader.name, reader] as const))('%s', (_, reader) => {
  // Without a body in any answer only what is sent is looked at.
  it.each(answersTo(reader))('%s', async (_, { example, notRead }) => {
    const { trouble, sent } = await readingOf(reader, example)
    const left = [...github.takeOddRows().map(({ sentence }) => sentence), ...trouble]
    // What is mended at GitHub leaves the list.
    if (notRead !== undefined) expect(left, 'It is read by now.').not.toEqual([])
    else expect(left).toEqual([])
    expect(sent.map(routeOf)).toContain(reader.route)
    expect(sent.flatMap(undocumentedIn)).toEqual([])
  })
})

it('every answer that is not read is recorded somewhere', () => {
  const recordedAnswers = restReaders.flatMap((reader) =>
    answersTo(reader).map(([, { example }]) => `${reader.name}, ${example.name}`),
  )
  expect(Object.keys(NOT_READ).filter((key) => !recordedAnswers.includes(key))).toEqual([])
})

function answersTo(reader: RestReader) {
  const { examples, least } = described(reader.route) ?? { examples: [], least: [] }
  const answers = [...examples, ...least]
  const nothing: Example = { name: 'no content', body: undefined }
  return (answers.length === 0 ? [nothing] : answers).map((example) => {
    const notRead = NOT_READ[`${reader.name}, ${example.name}`]
    const reason = notRead === undefined ? '' : `, but not as it stands: ${notRead}`
    return [
      `sends only what is documented, and reads ${example.name}${reason}`,
      { example, notRead },
    ] as const
  })
}

async function readingOf(reader: RestReader, example: Example) {
  recorded.answering((sent) => {
    if (sent.path === '/graphql') return { body: { data: { repository: null } } }
    if (sent.path.startsWith('/login/')) return { body: { access_token: 'a token' } }
    const route = routeOf(sent)
    if (route === reader.route) return { body: example.body }
    if (reader.beside !== undefined && route in reader.beside) return { body: reader.beside[route] }
    return { body: described(route)?.examples[0]?.body }
  })
  recorded.takeSent()
  github.takeOddRows()
  const trouble: string[] = []
  try {
    await reader.read(github, recorded.apiUrl)
  } catch (error) {
    if (!(error instanceof GitHubTrouble)) throw error
    trouble.push(error.message)
  }
  return { trouble, sent: recorded.takeSent().filter(({ path }) => !/^\/(graphql|login)/.test(path)) }
}

/** The route of the source that a request took. */
function routeOf({ method, path }: Sent): string {
  const found = routes.find((route) => {
    const [verb, template = ''] = route.split(' ')
    return verb === method && new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
  })
  return found ?? `${method} ${path}`
}

/** What a request sent beside what GitHub documents. */
function undocumentedIn(sent: Sent): string[] {
  const route = routeOf(sent)
  const { parameters } = described(route) ?? { parameters: [] }
  const given = [
    ...Object.entries(sent.query).map(([name, value]) => ({ place: 'query', name, value })),
    ...Object.entries(sent.body).map(([name, value]) => ({ place: 'body', name, value })),
  ]
  return given.flatMap(({ place, name, value }) => {
    const parameter = parameters.find((one) => one.in === place && one.name === name)
    if (parameter === undefined) return [`${route} has no parameter ${name} in its ${place}`]
    if (parameter.deprecated) return [`${route}: the parameter ${name} is deprecated`]
    const isKnown = parameter.values === null || parameter.values.includes(value)
    return isKnown ? [] : [`${route}: ${name} may not be ${JSON.stringify(value)}`]
  })
}
