/** Stands in front of the Worker under attack: moves its clock by a header, and lets no request out of this machine. */
import { withFront } from '../local/with-front.ts'

/** A request with this header (ISO-8601) sets the clock of it and of all that follow. */
export const CLOCK_HEADER = 'x-attack-clock'

/** The variable with which a class keeps the rate limits; elsewhere they would hide what stands behind them. */
export const KEEP_LIMITS = { ATTACK_LIMITS: 'kept' } as const

/** Answers how often the Worker has sent a request to which path, since it began. */
export const OUTGOING_PATH = '/attack/outgoing'

/** What goes to another machine is answered `ok` here: Slack's and Discord's hosts are the only ones that rules may name. */
const FRONT = `
import worker from './index.js'
export * from './index.js'
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const real = globalThis.fetch
const outgoing = {}
globalThis.fetch = (input, init) => {
  const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url)
  outgoing[url.pathname] = (outgoing[url.pathname] ?? 0) + 1
  return LOOPBACK.includes(url.hostname) ? real(input, init) : Promise.resolve(new Response('ok'))
}
let clock
const unlimited = { limit: () => Promise.resolve({ success: true }) }
const fronted = (env) => ({
  ...Object.fromEntries(
    Object.entries(env).map(([name, value]) =>
      [name, env.ATTACK_LIMITS === undefined && typeof value?.limit === 'function' ? unlimited : value]),
  ),
  ...(clock === undefined ? {} : { CLOCK: clock }),
})
export default {
  fetch(request, env, context) {
    clock = request.headers.get('${CLOCK_HEADER}') ?? clock
    if (new URL(request.url).pathname === '${OUTGOING_PATH}') return Response.json(outgoing)
    return worker.fetch(request, fronted(env), context)
  },
  scheduled: (event, env, context) => worker.scheduled(event, env, context),
}
`

/** For `startWhole`: the Worker's code stays as it is. */
export const underAttack = withFront({ front: FRONT })
