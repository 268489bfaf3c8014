/** Sends a request as somebody, and looks for secrets and crashes in every answer. */
import { CLOCK_HEADER } from './front.ts'

/** Whose key it is: a session's cookie or a bearer token. */
export type Caller = { readonly cookie: string } | { readonly bearer: string }

export interface Request {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a text, a form or bytes as they are. */
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  json<T>(): T
}

/** `moveTo` sets the clock of all later requests. */
export function asker(
  origin: () => URL,
  secrets: readonly string[],
  seen: { readonly leaks: string[]; readonly crashes: string[] },
) {
  let clock: string | null = null
  const formTokens = new Map<string, string>()
  const ask = async (
    caller: Caller | null,
    method: string,
    path: string,
    { headers = {}, body }: Request = {},
  ): Promise<Answer> => {
    const plain = body === undefined || typeof body === 'string' || body instanceof URLSearchParams
    const sent: Record<string, string> = {
      ...(clock === null ? {} : { [CLOCK_HEADER]: clock }),
      ...(caller === null ? {} : keyOf(caller, origin().origin)),
      ...(plain ? {} : { 'content-type': 'application/json' }),
      ...headers,
    }
    const response = await fetch(new URL(path, origin()), {
      method,
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')),
      redirect: 'manual',
      ...(body === undefined
        ? {}
        : { body: plain ? (body as string | URLSearchParams) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const request = `${method} ${path}`
    const told = [text, ...response.headers.values()].join('\n')
    for (const secret of secrets)
      if (told.includes(secret)) seen.leaks.push(`the answer to ${request} has ${secret.slice(0, 20)}…`)
    if (response.status === 500) seen.crashes.push(`${request}: ${text.slice(0, 160)}`)
    // What an attack reads is what the API promises; where it is not, the attempt says so.
    return { status: response.status, text, headers: response.headers, json: <T>() => JSON.parse(text) as T }
  }
  return {
    ask,
    form: async (caller: Caller, path: string, fields: Readonly<Record<string, string>>) => {
      const key = JSON.stringify(caller)
      const known = formTokens.get(key) ?? formTokenIn((await ask(caller, 'GET', '/me')).text)
      formTokens.set(key, known)
      return ask(caller, 'POST', path, { body: new URLSearchParams({ token: known, ...fields }) })
    },
    moveTo: (at: string) => {
      clock = at
    },
  }
}

/** The token that every form of a page carries; '' where there is none. */
export function formTokenIn(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

/** A browser sends its own origin with its cookie. */
function keyOf(caller: Caller, origin: string): Record<string, string> {
  return 'bearer' in caller ? { authorization: `Bearer ${caller.bearer}` } : { cookie: caller.cookie, origin }
}
