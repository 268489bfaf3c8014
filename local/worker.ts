/** Runs the built Worker on this machine, with a real D1 and real Workflows; it never reaches Cloudflare. */
import { createServer } from 'node:net'
import type { D1Database } from '@cloudflare/workers-types'
import { Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare'
import { type Bundle, bundle } from './bundle.ts'
import { migrate } from './migrate.ts'

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

/** Starts the Worker on a migrated database and waits until it answers. */
export async function runWorker(settings: WorkerSettings): Promise<RunningWorker> {
  const [built, port] = await Promise.all([bundle(), settings.port ?? freePort()])
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
    await miniflare.dispose()
    throw new Error(`The Worker did not start.\n${logs.join('\n')}`, { cause })
  }
}

/** By HTTP, because miniflare's own call would hold up this process, and with it a demo GitHub that runs in it. */
async function fireCron(url: URL, at: string, logs: readonly string[]): Promise<void> {
  const answer = await fetch(new URL(`/cdn-cgi/local/scheduled?time=${Date.parse(at)}`, url))
  const outcome = await answer.text()
  if (!answer.ok || outcome !== 'ok')
    throw new Error(`The cron of ${at} ended with "${outcome}".\n${logs.at(-1) ?? ''}`)
}

/** Whether nobody listens on the port at this moment. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryToListen(port)) !== null
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryToListen(0)
  if (port === null) throw new Error('This machine gives out no port to listen on. Nothing was started.')
  return port
}

/** The port that was listened on for a moment; null where that was refused. */
function tryToListen(port: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const server = createServer()
  server.once('error', () => resolve(null))
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    const taken = typeof address === 'object' && address !== null ? address.port : null
    server.close(() => resolve(taken))
  })
  return promise
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
