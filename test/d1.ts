/** A real D1 spoken to from plain Node, one request a statement or batch; miniflare's own proxy takes three, two of them blocking. It never interprets SQL. */
import type { D1Database } from '@cloudflare/workers-types'
import type { Miniflare } from 'miniflare'

/** The Worker's half: runs what it is sent on the named binding. */
export const D1_WORKER = `export default {
  async fetch(request, env) {
    const { binding, how, statements } = await request.json()
    const bound = statements.map(({ text, values }) => env[binding].prepare(text).bind(...values))
    try {
      if (how === 'exec') return Response.json(await env[binding].exec(statements[0].text))
      if (how === 'raw') return Response.json(await bound[0].raw())
      return Response.json(await env[binding].batch(bound))
    } catch (error) {
      return new Response(error.message, { status: 500 })
    }
  },
}`

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

interface Result {
  readonly results: readonly unknown[]
}

/** The database behind a binding of a runtime that runs D1_WORKER. */
export function spokenD1(runtime: Miniflare, binding: string): D1Database {
  const ask = async (how: string, statements: readonly Statement[]): Promise<unknown> => {
    const body = JSON.stringify({ binding, how, statements })
    const answer = await runtime.dispatchFetch('http://d1/', { method: 'POST', body })
    if (answer.ok) return answer.json()
    throw new Error(await answer.text())
  }
  // The casts: the Worker answers what D1 answered, in D1's own shapes.
  const batch = (statements: readonly Statement[]) => ask('batch', statements) as Promise<Result[]>
  const prepare = (text: string, values: readonly unknown[] = []) => {
    const statement = { text, values }
    const all = async () => (await batch([statement]))[0]
    return {
      ...statement,
      bind: (...given: readonly unknown[]) => prepare(text, given.map(bindable)),
      all,
      run: all,
      first: async () => (await all())?.results[0] ?? null,
      raw: () => ask('raw', [statement]),
    }
  }
  const exec = (text: string) => ask('exec', [{ text, values: [] }])
  // The cast: of D1's interface this is what the register uses.
  return { prepare, batch, exec } as unknown as D1Database
}

/** JSON would make a null of what D1 refuses. */
function bindable(value: unknown): unknown {
  if (value === undefined) throw new TypeError('D1 does not take undefined')
  return value
}
