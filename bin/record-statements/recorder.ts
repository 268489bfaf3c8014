/** Puts a recorder between the built Worker and its database. The Worker's code stays as it is. */

import type { Whole } from '../../local/whole.ts'
import { withFront } from '../../local/with-front.ts'

/** A statement as it was sent to D1, with the values bound to it. */
export interface Recorded {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** How often one text is kept: enough to insert and then to change. */
const MOST_OF_ONE_TEXT = 3

/** What was sent since the start, in order: of each text the first few, of the history all, since its entries are chained. */
export async function recorded({ worker }: Whole): Promise<readonly Recorded[]> {
  const all = JSON.parse(await (await worker.fetch('/recorded')).text()) as readonly Recorded[] // as RECORDER keeps them
  const seen = new Map<string, number>()
  return all.filter(({ sql }) => {
    const times = (seen.get(sql) ?? 0) + 1
    seen.set(sql, times)
    const most = /^\s*(select|with)\b/i.test(sql) ? 1 : MOST_OF_ONE_TEXT
    return times <= most || /insert into "?history/.test(sql)
  })
}

const FRONT = `
import * as worker from './index.js'
const recorded = (env) => ({ ...env, DB: new env.DB.constructor({ fetch: (...asked) => env.RECORDER.fetch(...asked) }) })
const recording = (Workflow) => class extends Workflow {
  constructor(context, env) { super(context, recorded(env)) }
}
export class AuditWorkflow extends recording(worker.AuditWorkflow) {}
export class RevokeWorkflow extends recording(worker.RevokeWorkflow) {}
export default {
  ...worker.default,
  fetch: (request, env, context) => new URL(request.url).pathname === '/recorded'
    ? env.RECORDER.fetch('http://recorder/')
    : worker.default.fetch(request, recorded(env), context),
  scheduled: (event, env, context) => worker.default.scheduled(event, recorded(env), context),
}`

const RECORDER = `
const statements = []
export default {
  async fetch(request, env) {
    if (request.method === 'GET') return Response.json(statements)
    for (const { sql, params } of [await request.clone().json()].flat()) statements.push({ sql, params: params ?? [] })
    return env.DB.fetcher.fetch(request)
  },
}`

/** Last, since it needs the two texts above. */
export const withRecorder = withFront({
  front: FRONT,
  beside: { name: 'recorder', binding: 'RECORDER', contents: RECORDER },
})
