/** Answers an audit from a recording: nothing is asked of GitHub, and nothing can be written there. */
import type { Source } from '../source.ts'
import { type Answer, API, type Exchange, isReading, parsed } from './exchange.ts'
import { openLocalServer, type Sent } from './local-server.ts'
import { readRecording } from './recording-file.ts'

/** The recording as a source. Its closing tells which requests it had no answer to. */
export async function sourceFromRecording(file: string): Promise<Source> {
  const { now, organization, exchanges } = await readRecording(file)
  const answers = Map.groupBy(exchanges, keyOf)
  const given = new Map<string, number>()
  const missing: string[] = []
  const server = await openLocalServer(async (request, text) => {
    const asked = { method: request.method ?? '', path: request.url ?? '', body: parsed(text) }
    const key = keyOf(asked)
    const turn = given.get(key) ?? 0
    given.set(key, turn + 1)
    const known = isReading(asked.method, asked.path, asked.body) ? answers.get(key) : undefined
    if (known !== undefined) return sent((known[turn] ?? known.at(-1))?.answer ?? null, server.origin)
    missing.push(nameOf(asked))
    return NOT_RECORDED
  })
  return {
    organization,
    vars: { GITHUB_API_URL: server.origin, GITHUB_TOKEN: 'none-is-needed', CLOCK: now },
    now,
    keep: false,
    close: async () => {
      await server.close()
      if (missing.length > 0) process.stderr.write(missingInWords(file, missing))
    },
  }
}

const NOT_RECORDED: Sent = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify({ message: 'This request is not in the recording.' }),
}

/** Waiting for a limit that was GitHub's then would only take time now. */
function sent(answer: Answer | null, origin: string): Sent {
  if (answer === null) return null
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    name,
    name === 'retry-after' ? '1' : name === 'x-ratelimit-reset' ? '0' : value.replaceAll(API, origin),
  ])
  const isEmpty = answer.body === null || answer.status === 204 || answer.status === 304
  return {
    status: answer.status,
    headers: Object.fromEntries(headers),
    text: isEmpty ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
  }
}

type Asked = Pick<Exchange, 'method' | 'path' | 'body'>

/** The same for requests that ask the same, however their parameters are ordered. */
function keyOf({ method, path, body }: Asked): string {
  const { pathname, searchParams } = new URL(path, 'http://recording.invalid')
  searchParams.sort()
  return `${method} ${decodeURIComponent(pathname)}?${searchParams} ${JSON.stringify(sorted(body))}`
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}

/** `GET /orgs/…`, or the name of a query. */
function nameOf({ method, path, body }: Asked): string {
  const query = typeof body === 'object' && body !== null ? Reflect.get(body, 'query') : undefined
  const name = typeof query === 'string' ? /^\s*query\s+(\w+)/.exec(query)?.[1] : undefined
  return name === undefined ? `${method} ${path}` : `the query ${name}`
}

function missingInWords(file: string, missing: readonly string[]): string {
  const names = [...new Set(missing)].slice(0, 20)
  return `${missing.length} requests are not in ${file} and were answered with 404: ${names.join(', ')}. This version asks otherwise than the one that recorded.\n`
}
