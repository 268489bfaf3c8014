/** The bench's meters around the built Worker: D1 by its own accounts, Workflow steps, heap. The Worker's code stays as it is. */
import type { MiniflareOptions } from 'miniflare'
import type { WorkerSettings } from '../worker.ts'

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

/**
 * Entered in front of the built Worker: the same classes and handlers, but D1 is reached through the meter,
 * which lies in an isolate of its own. Only Workflows and cron are metered; the bench's looking-on is not.
 */
const FRONT = `
import * as worker from './index.js'
const metered = (env) => ({ ...env, DB: new env.DB.constructor(env.D1_METER) })
export class AuditWorkflow extends worker.AuditWorkflow { constructor(context, env) { super(context, metered(env)) } }
export class RevokeWorkflow extends worker.RevokeWorkflow { constructor(context, env) { super(context, metered(env)) } }
export default {
  ...worker.default,
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    if (pathname === '/bench/database') return env.D1_METER.fetch('http://meter/')
    if (pathname.startsWith('/bench/instances/')) {
      const instance = await env.AUDIT.get(pathname.split('/').at(-1))
      const { status, __LOCAL_DEV_STEP_OUTPUTS: steps = [] } = await instance.status()
      return Response.json({ status, steps: steps.length })
    }
    return worker.default.fetch(request, env, context)
  },
  scheduled: (event, env, context) => worker.default.scheduled(event, metered(env), context),
}`

const METER = `
const none = () => ({ times: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })
const sum = { calls: 0, statements: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0, size: 0, perStatement: {} }
export default {
  async fetch(request, env) {
    if (new URL(request.url).hostname === 'meter') return Response.json(sum)
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
}`

/** What came between two looks; of the statements the ten that read and wrote most. */
export function between(before: Database, after: Database): Database {
  const costs = Object.entries(after.perStatement).map(([sql, cost]): [string, Cost] => {
    const known = before.perStatement[sql] ?? { times: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 }
    return [
      sql.replace(/\s+/g, ' ').trim(),
      {
        times: cost.times - known.times,
        rowsRead: cost.rowsRead - known.rowsRead,
        rowsWritten: cost.rowsWritten - known.rowsWritten,
        milliseconds: cost.milliseconds - known.milliseconds,
      },
    ]
  })
  const rows = ([, cost]: [string, Cost]) => cost.rowsRead + cost.rowsWritten
  return {
    calls: after.calls - before.calls,
    statements: after.statements - before.statements,
    rowsRead: after.rowsRead - before.rowsRead,
    rowsWritten: after.rowsWritten - before.rowsWritten,
    milliseconds: after.milliseconds - before.milliseconds,
    size: after.size,
    perStatement: Object.fromEntries(costs.sort((a, b) => rows(b) - rows(a)).slice(0, 10)),
  }
}

/** Puts the meters in and opens the inspector on any free port. */
export const withMeters: NonNullable<WorkerSettings['adjust']> = (usual) => {
  const [worker] = usual.workers ?? []
  const { config } = worker ?? {}
  const built = config?.manifest?.modules['index.js']
  const database = config?.env?.DB
  if (worker === undefined || config === undefined || built === undefined || database === undefined)
    throw new Error('bin/worker.ts does not run the Worker as the bench expects it. Nothing was measured.')
  const measured = {
    ...worker,
    config: {
      ...config,
      manifest: { mainModule: 'front.js', modules: { 'front.js': module(FRONT), 'index.js': built } },
      env: { ...config.env, D1_METER: { type: 'worker', worker: 'meter' } },
    },
  }
  const meter = {
    config: {
      name: 'meter',
      compatibilityDate: config.compatibilityDate,
      manifest: { mainModule: 'index.js', modules: { 'index.js': module(METER) } },
      env: { DB: database },
    },
  }
  // Miniflare checks what it is given; its types tell the arms of a binding apart only for literals.
  return { ...usual, inspectorPort: 0, workers: [measured, meter] } as MiniflareOptions
}

function module(contents: string) {
  return { type: 'esm' as const, contents }
}
