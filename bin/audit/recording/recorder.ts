/** Stands between the Worker and GitHub and keeps what was asked and answered, in memory, until it is replaced and written. */
import type { IncomingMessage } from 'node:http'
import type { Source } from '../source.ts'
import { API, type Exchange, isReading, parsed } from './exchange.ts'
import { openLocalServer, type Sent } from './local-server.ts'
import { writeRecording } from './recording-file.ts'
import { replaceRecording } from './replace-recording.ts'

/** A source whose closing writes the recording, also where the audit failed, and tells what `login` is called in it. */
export async function recorded(source: Source, file: string, login?: string): Promise<Source> {
  const api = source.vars.GITHUB_API_URL ?? ''
  const { origin } = new URL(api)
  const exchanges: Exchange[] = []
  const server = await openLocalServer(async (request, text) => {
    const asked = {
      method: request.method ?? '',
      path: pathBelow(api, request.url ?? ''),
      body: parsed(text),
    }
    if (!isReading(asked.method, asked.path, asked.body)) return NOT_A_READING
    const at = exchanges.push({ ...asked, answer: null }) - 1
    const answer = await fetch(`${origin}${request.url}`, {
      method: asked.method,
      redirect: 'manual',
      headers: kept(headersOf(request), SENT),
      ...(text === '' ? {} : { body: text }),
    })
    const body = await answer.text()
    const headers = Object.fromEntries(answer.headers)
    const told = kept(headers, (name) => TOLD.includes(name) || name.startsWith('x-ratelimit-'))
    exchanges[at] = {
      ...asked,
      answer: { status: answer.status, headers: readdressed(told, api, API), body: parsed(body) },
    }
    const passed = kept(headers, (name) => !OF_THE_CONNECTION.includes(name))
    return { status: answer.status, headers: readdressed(passed, origin, server.origin), text: body }
  })
  return {
    ...source,
    vars: { ...source.vars, GITHUB_API_URL: api.replace(origin, server.origin) },
    // A recording must hold everything that its verdicts rest on, and not only what is new.
    keep: false,
    close: async () => {
      await Promise.all([server.close(), source.close()])
      const replaced = replaceRecording(source.organization, login, exchanges)
      await writeRecording(file, { ...replaced, now: source.now })
      const called = replaced.login === null ? '' : ` ${login} is called ${replaced.login} in it.`
      process.stderr.write(
        `${exchanges.length} answers are in ${file}, under pseudonyms.${called} Look at it before you show it to anybody.\n`,
      )
    },
  }
}

/** Of the Worker's headers, what GitHub needs. */
const SENT = ['authorization', 'accept', 'user-agent', 'content-type', 'x-github-api-version']
/** Of GitHub's, what an audit looks at, beside `x-ratelimit-…`; never a cookie. */
const TOLD = ['link', 'location', 'retry-after', 'date', 'x-accepted-github-permissions', 'content-type']
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
]

const NOT_A_READING: Sent = {
  status: 405,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify({ message: 'A recording passes on what reads, and nothing else.' }),
}

/** The request's path as a recording has it: without what lies before it at this GitHub. */
function pathBelow(api: string, url: string): string {
  const base = new URL(api).pathname.replace(/\/$/, '')
  // GitHub Enterprise Server has REST at /api/v3 and GraphQL beside it.
  if (url === `${base.replace(/\/v3$/, '')}/graphql`) return '/graphql'
  return url.startsWith(`${base}/`) ? url.slice(base.length) : url
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}

function kept(
  headers: Readonly<Record<string, string>>,
  which: readonly string[] | ((name: string) => boolean),
): Record<string, string> {
  const isKept = typeof which === 'function' ? which : (name: string) => which.includes(name)
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)))
}

/** Links and redirects lead to `to` where they led to `from`, so that whoever follows them stays here. */
function readdressed(headers: Record<string, string>, from: string, to: string): Record<string, string> {
  const { link, location } = headers
  return {
    ...headers,
    ...(link === undefined ? {} : { link: link.replaceAll(from, to) }),
    ...(location === undefined ? {} : { location: location.replaceAll(from, to) }),
  }
}
