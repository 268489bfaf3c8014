/** The meter between the Worker and D1, in an isolate of its own: what D1 says of each statement, and the tallies of steps. */

/** What D1 says of itself in the `meta` of each answer, summed; `statements` counts those of a batch one by one. */
export interface Database {
  readonly calls: number
  readonly statements: number
  readonly rowsRead: number
  readonly rowsWritten: number
  /** What SQLite took, in milliseconds, by its own word. */
  readonly milliseconds: number
  /** Bytes, after the newest statement. */
  readonly size: number
  /** By text. */
  readonly perStatement: Readonly<Record<string, Cost>>
}

/** One statement's part of it. */
export interface Cost {
  readonly times: number
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly milliseconds: number
}

/** One run of a step's callback (a retry is another), of the cron, or one page or answer of the API. */
export interface Tally {
  readonly kind: 'step' | 'cron' | 'page'
  /** `INSTANCE STEP`, the cron's time, or the path. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly beganAt: number
  readonly endedAt: number
  /** Requests out of the house: GitHub, tokens, Slack, Discord; failed ones and retries too. */
  readonly external: number
  /** Requests to D1; a batch is one. */
  readonly database: number
}

/** What the meter has counted since it began. */
export interface Metered {
  readonly database: Database
  readonly tallies: readonly Tally[]
}

export const METER = `
const none = () => ({ times: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })
const sum = { calls: 0, statements: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0, size: 0, perStatement: {} }
const tallies = []
let crons = 0
export default {
  async fetch(request, env) {
    const { hostname, pathname } = new URL(request.url)
    if (hostname === 'meter') return tallied(pathname, request)
    const asked = [await request.clone().json()].flat()
    const answer = await env.DB.fetcher.fetch(request)
    const text = await answer.text()
    sum.calls += 1
    for (const [i, { meta }] of [JSON.parse(text)].flat().entries()) {
      if (!meta) continue
      const one = (sum.perStatement[asked[i]?.sql ?? ''] ??= none())
      sum.statements += 1
      one.times += 1
      for (const of of [sum, one]) {
        of.rowsRead += meta.rows_read ?? 0
        of.rowsWritten += meta.rows_written ?? 0
        of.milliseconds += meta.duration ?? 0
      }
      sum.size = meta.size_after ?? sum.size
    }
    return new Response(text, answer)
  },
}
const tallied = async (path, request) => {
  if (path === '/') return Response.json({ database: sum, tallies })
  const told = await request.json()
  if (path === '/begin') {
    if (told.kind === 'cron') crons += 1
    else while (crons > 0) await scheduler.wait(5)
    return Response.json({ beganAt: Date.now() })
  }
  if (told.kind === 'cron') crons -= 1
  tallies.push({ ...told, endedAt: Date.now() })
  return new Response(null)
}`
