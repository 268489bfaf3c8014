/** Runs the built Worker on this machine, with a real D1 and real Workflows; it never reaches Cloudflare. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import type { D1Database } from '@cloudflare/workers-types'
import { Log, LogLevel, Miniflare, MiniflareCoreError, type MiniflareOptions } from 'miniflare'
import { type Bundle, bundle } from './bundle.ts'
import { migrate } from './migrate.ts'

/**
 * Above the ports of usual servers and those that browsers refuse, below the first that Linux gives to outgoing
 * connections (https://docs.kernel.org/networking/ip-sysctl.html, `ip_local_port_range`); macOS begins at 49152.
 */
const PORTS = { from: 20_000, below: 32_768 } as const
const PORT_TRIES = 100
const START_TRIES = 5

export interface WorkerSettings {
  /** The Worker's variables and secrets, by name. `PUBLIC_URL` is filled in where it is absent. */
  readonly vars: Readonly<Record<string, string>>
  /** The folder that keeps the database and the Workflows; absent: they end with the process. */
  readonly persist?: string
  /** Absent: any free one. */
  readonly port?: number
  /** Print what the Worker logs. It is collected in `logs` either way. */
  readonly log?: boolean
  /** The last word on how Miniflare runs it: `npm run bench` puts its meters in here. */
  readonly adjust?: (options: MiniflareOptions) => MiniflareOptions
}

export interface RunningWorker {
  readonly url: URL
  /** Every line that the Worker has logged so far. */
  readonly logs: readonly string[]
  /** A request over real HTTP; redirects are handed back, not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Fires the cron trigger as of a moment (ISO-8601). */
  scheduled(at: string): Promise<void>
  database(): Promise<D1Database>
  bindings<Env = Record<string, unknown>>(): Promise<Env>
  /** Where its inspector listens; only where `adjust` gave it a port. */
  inspector(): Promise<URL>
  close(): Promise<void>
}

/** Starts the Worker on a migrated database and waits until it answers. Any free port is another one where somebody took it first. */
export async function runWorker(settings: WorkerSettings): Promise<RunningWorker> {
  const built = await bundle()
  if (settings.port !== undefined) return startOn(settings.port, built, settings)
  for (let left = START_TRIES; ; left -= 1) {
    try {
      return await startOn(await freePort(), built, settings)
    } catch (trouble) {
      if (left === 1 || !isPortTaken(trouble)) throw trouble
    }
  }
}

async function startOn(port: number, built: Bundle, settings: WorkerSettings): Promise<RunningWorker> {
  const logs: string[] = []
  const vars = { PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings.vars }
  const usual = options(built, { ...settings, vars, port }, logs)
  const miniflare = new Miniflare(settings.adjust === undefined ? usual : settings.adjust(usual))
  try {
    const url = await miniflare.ready
    const database = () => miniflare.getD1Database('DB') as unknown as Promise<D1Database>
    await migrate(await database())
    return {
      url,
      logs,
      fetch: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
      scheduled: (at) => fireCron(url, at, logs),
      database,
      bindings: () => miniflare.getBindings(),
      inspector: () => miniflare.getInspectorURL(),
      close: () => miniflare.dispose(),
    }
  } catch (cause) {
    // It ends with what kept it from starting, once more: that is told here, with the logs.
    await Promise.allSettled([miniflare.dispose()])
    throw new Error(`The Worker did not start on port ${port}.\n${logs.join('\n')}`, { cause })
  }
}

function isPortTaken(trouble: unknown): boolean {
  return (
    trouble instanceof Error &&
    trouble.cause instanceof MiniflareCoreError &&
    trouble.cause.code === 'ERR_ADDRESS_IN_USE'
  )
}

/** By HTTP, because miniflare's own call would hold up this process, and with it a demo GitHub that runs in it. */
async function fireCron(url: URL, at: string, logs: readonly string[]): Promise<void> {
  const answer = await fetch(new URL(`/cdn-cgi/local/scheduled?time=${Date.parse(at)}`, url))
  const outcome = await answer.text()
  if (!answer.ok || outcome !== 'ok')
    throw new Error(`The cron of ${at} ended with "${outcome}".\n${logs.at(-1) ?? ''}`)
}

/** Whether nobody listens on the port at this moment. */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  return promise
}

/**
 * A port on which nobody listens at this moment, from below those that the system gives to outgoing
 * connections: one of them could have it before the Worker does, or while the Worker starts again.
 */
export async function freePort(): Promise<number> {
  for (let left = PORT_TRIES; left > 0; left -= 1) {
    const port = randomInt(PORTS.from, PORTS.below)
    if (await isFree(port)) return port
  }
  throw new Error(
    `No free port was found between ${PORTS.from} and ${PORTS.below}. End what listens there; nothing was started.`,
  )
}

function options(
  built: Bundle,
  settings: WorkerSettings & { readonly port: number },
  logs: string[],
): MiniflareOptions {
  return {
    host: '127.0.0.1',
    port: settings.port,
    // Without this the runtime asks the network where on earth this machine is.
    cf: false,
    log: new Log(LogLevel.NONE),
    logRequests: false,
    // GET /cdn-cgi/local/scheduled?time=… fires the cron, as under `wrangler dev`.
    unsafeTriggerHandlers: true,
    handleStructuredLogs: ({ level, message }) => {
      logs.push(message)
      if (settings.log) process.stderr.write(`${level}: ${message}\n`)
    },
    ...(settings.persist === undefined ? {} : { resourcePersistencePath: settings.persist }),
    workers: [
      {
        config: {
          name: built.name,
          compatibilityDate: built.compatibilityDate,
          compatibilityFlags: [...built.compatibilityFlags],
          manifest: {
            mainModule: 'index.js',
            modules: { 'index.js': { type: 'esm', contents: built.script } },
          },
          env: bindings(built, settings.vars),
        },
      },
    ],
  }
}

function bindings(built: Bundle, vars: Readonly<Record<string, string>>) {
  return Object.fromEntries([
    ...Object.entries(vars).map(([name, value]) => [name, { type: 'text', value }] as const),
    ...built.databases.map(({ binding, id }) => [binding, { type: 'd1', id }] as const),
    ...built.workflows.map(
      ({ binding, name, className }) =>
        [binding, { type: 'workflow', name, worker: built.name, exportName: className }] as const,
    ),
    ...built.rateLimits.map(
      ({ name, namespace_id, simple }) =>
        [name, { type: 'rate-limit', namespace: namespace_id, simple }] as const,
    ),
  ])
}
