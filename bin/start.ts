/** `npm start`: the whole product on an invented GitHub, audited and ready to sign in. It needs no account and keeps nothing. */
import { parseArgs } from 'node:util'
import { readWorld } from '../fake-github/world/world.ts'
import type { Whole } from '../local/whole.ts'
import { isFree } from '../local/worker.ts'
import { MAIL_FROM } from '../sample/two-years/lived.ts'
import { startAudited, startSample } from './start/begin.ts'
import { messagesSince } from './start/messages.ts'

const USAGE = `npm start [-- --world FILE] [--port N] [--log]

  --world FILE   another world than the sample (fake-github/README.md has the format)
  --port N       the first port to try, 8787 unless told
  --log          print what the Worker logs and the messages it sends
`

/** How often the channels are looked at, in milliseconds. */
const LOOK_EVERY = 1000

/** How many ports after the first are tried. */
const PORTS = 20

try {
  await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exit(1)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      world: { type: 'string' },
      port: { type: 'string', default: '8787' },
      log: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return say(USAGE)
  const world = values.world === undefined ? null : readWorld(values.world)
  const begin = { port: await portFrom(Number(values.port)), log: values.log, mailFrom: MAIL_FROM }
  say('Chatelaine is starting: an invented GitHub, a database, the Worker.')
  const running =
    world === null ? await startSample(begin, say) : await startAudited({ ...begin, world }, say)
  stopOnSignal(running)
  setInterval(messagesSince(running.channels, values.log, say), LOOK_EVERY).unref()
  say(welcome(running))
}

async function portFrom(first: number): Promise<number> {
  if (!Number.isInteger(first) || first < 1 || first > 65_535)
    throw new Error('--port takes a number from 1 to 65535. Nothing was started.')
  for (let port = first; port < first + PORTS; port += 1) if (await isFree(port)) return port
  throw new Error(
    `Ports ${first} to ${first + PORTS - 1} are all taken. Give another with --port; nothing was started.`,
  )
}

function welcome({ github, worker, channels, world }: Whole): string {
  const owners = world.organizations.map(({ login, members }) => {
    const owner = members.find(({ role }) => role === 'admin')?.login
    return owner === undefined ? `  ${login}: has no owner` : `  ${login}: ${owner}`
  })
  return `
Chatelaine is running at ${worker.url.origin}

Sign in there as an owner (no password; the demo asks whom to be):
${owners.join('\n')}

The invented GitHub that it watches: ${github.url}
Messages it sends: ${channels.pageUrl}
Ctrl-C stops everything; nothing is kept.
`
}

/** In place of miniflare's own handlers, which end the process before the demo GitHub is closed. */
function stopOnSignal(running: Whole): void {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.removeAllListeners(signal)
    process.once(signal, () => void running.close().then(() => process.exit(0)))
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
