/** Entered in front of the built Worker: the same classes and handlers, each step and cron tallied. The Worker's code stays as it is. */

/** Answers with a piece of work that is always the same, text and a map as pages have: by what it takes the machine's speed is told. */
export const REFERENCE_PATH = '/bench/reference'

/**
 * D1 is reached through the meter, which lies in an isolate of its own, and every `fetch` is counted for the step that
 * made it, whoever it is for. A step waits until the cron that began it has ended, so that neither is counted for the
 * other. Workflows and cron are metered, and requests that ask for it (`x-bench`); the bench's looking-on is not.
 */
export const FRONT = `
import { AsyncLocalStorage } from 'node:async_hooks'
import * as worker from './index.js'

const atWork = new AsyncLocalStorage()
const out = globalThis.fetch
globalThis.fetch = (...asked) => {
  const tally = atWork.getStore()
  if (tally) tally.external += 1
  return out(...asked)
}

const metered = (env) => {
  const fetch = (...asked) => {
    const tally = atWork.getStore()
    if (tally) tally.database += 1
    return env.D1_METER.fetch(...asked)
  }
  return { ...env, DB: new env.DB.constructor({ fetch }) }
}

const tallied = async (env, kind, name, work) => {
  const meter = (path, body) => env.D1_METER.fetch('http://meter' + path, { method: 'POST', body: JSON.stringify(body) })
  const { beganAt } = await (await meter('/begin', { kind })).json()
  const tally = { kind, name, beganAt, external: 0, database: 0 }
  try {
    return await atWork.run(tally, work)
  } finally {
    await meter('/end', tally)
  }
}

const wrapped = (env, instance, step) => ({
  do: (name, ...rest) => step.do(name, ...rest.map((given) => typeof given === 'function'
    ? (...context) => tallied(env, 'step', instance + ' ' + name, () => given(...context))
    : given)),
})

const metering = (Workflow) => class extends Workflow {
  constructor(context, env) { super(context, metered(env)) }
  run(event, step) { return super.run(event, wrapped(this.env, event.instanceId, step)) }
}
export class AuditWorkflow extends metering(worker.AuditWorkflow) {}
export class RevokeWorkflow extends metering(worker.RevokeWorkflow) {}

const referenceWork = () => {
  const places = new Map()
  let sum = 0
  for (let n = 0; n < 240_000; n += 1) {
    const name = 'place ' + (n % 5_000)
    places.set(name, n)
    for (let at = 0; at < name.length; at += 1) sum = Math.imul(sum ^ name.charCodeAt(at), 16_777_619)
  }
  return sum
}

export default {
  ...worker.default,
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    if (pathname === '${REFERENCE_PATH}') return new Response(String(referenceWork()))
    if (pathname === '/bench/meter') return env.D1_METER.fetch('http://meter/')
    if (pathname.startsWith('/bench/instances/')) {
      const instance = await env.AUDIT.get(pathname.split('/').at(-1))
      const { status, __LOCAL_DEV_STEP_OUTPUTS: steps = [] } = await instance.status()
      return Response.json({ status, steps: steps.length })
    }
    if (!request.headers.has('x-bench')) return worker.default.fetch(request, env, context)
    return tallied(env, 'page', pathname, async () => {
      const answer = await worker.default.fetch(request, metered(env), context)
      return new Response(await answer.text(), answer)
    })
  },
  scheduled: (event, env, context) =>
    tallied(env, 'cron', String(event.scheduledTime), () => worker.default.scheduled(event, metered(env), context)),
}`
