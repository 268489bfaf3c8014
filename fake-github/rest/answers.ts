/** The forms of a REST answer: refusals, pages with `Link`, bodies. */
import type { Caller, GitHubState } from '../state.ts'

export type Json = { readonly [key: string]: unknown }

export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One REST request, ready to be answered. */
export type Call = {
  readonly state: GitHubState
  readonly caller: Caller
  readonly method: string
  /** The path below the API's root. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Json
  /** The API's root as the caller addressed it. */
  readonly base: string
  readonly web: string
}

/** GitHub says no: a status, its message, and headers. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options)
    this.status = status
    this.headers = headers
  }
}

/** 200 with a body. */
export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers }
}

/** 204, without a body. */
export const noContent: Answer = { status: 204 }

/** The 404 that GitHub gives for what is not there and for what one may not see. */
export function notFound(): Refused {
  return new Refused(404, 'Not Found')
}

/** The page asked for, with `Link`; only its items are shaped. */
export function paged<Item>(
  call: Call,
  items: readonly Item[],
  shape: (item: Item) => unknown,
  wrap: (rows: readonly unknown[]) => unknown = (rows) => rows,
): Answer {
  const size = pageSize(call)
  const last = Math.max(1, Math.ceil(items.length / size))
  const page = Math.max(1, wholeNumber(call.query.get('page'), 1))
  const rows = items.slice((page - 1) * size, page * size).map(shape)
  const links: string[] = []
  if (page > 1) links.push(link(call, 'prev', { page: page - 1 }))
  if (page < last) links.push(link(call, 'next', { page: page + 1 }), link(call, 'last', { page: last }))
  if (page > 1) links.push(link(call, 'first', { page: 1 }))
  return ok(wrap(rows), links.length > 0 ? { link: links.join(', ') } : {})
}

/** Items per page: 30, at most 100. */
export function pageSize(call: Call): number {
  return Math.min(100, Math.max(1, wholeNumber(call.query.get('per_page'), 30)))
}

/** One entry of a `Link` header: the same address with other parameters. */
export function link(
  call: Call,
  relation: string,
  change: Readonly<Record<string, string | number | null>>,
): string {
  const query = new URLSearchParams(call.query)
  for (const [key, value] of Object.entries(change)) {
    if (value === null) query.delete(key)
    else query.set(key, String(value))
  }
  return `<${call.base}${call.path}?${query}>; rel="${relation}"`
}

/** 422 with GitHub's list of complaints. */
export function unprocessable(message: string): Refused {
  return new Refused(422, message)
}

function wholeNumber(text: string | null, otherwise: number): number {
  const number = Number(text)
  return text !== null && Number.isInteger(number) ? number : otherwise
}
