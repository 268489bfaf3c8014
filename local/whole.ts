/** Everything running on this machine: a fake GitHub, the receivers of messages, and the Worker installed there as an App. */
import { randomBytes } from 'node:crypto'
import { newApp } from '../fake-github/app.ts'
import { type Channels, openChannels } from '../fake-github/channels.ts'
import { type FakeGitHub, type FakeGitHubOptions, openGitHub } from '../fake-github/github.ts'
import type { World } from '../fake-github/world/world.ts'
import { ask } from './api.ts'
import { withMail } from './with-mail.ts'
import { type RunningWorker, runWorker, type WorkerSettings } from './worker.ts'

export interface WholeSettings {
  readonly world: World
  /** Variables of the Worker that differ from those of `variables()`; '' takes one away. */
  readonly vars?: Readonly<Record<string, string>>
  readonly port?: number
  readonly persist?: string
  readonly log?: boolean
  /** How the demo GitHub answers: its latency, its limits. */
  readonly github?: FakeGitHubOptions
  /** How Miniflare runs the Worker; either this or `mailFrom`. */
  readonly adjust?: WorkerSettings['adjust']
  /** Where set, the Worker can send e-mails, from this address; the channels receive them. */
  readonly mailFrom?: string
}

/** All that runs: the demo GitHub, the receivers of messages, and the Worker between them. */
export interface Whole {
  readonly world: World
  readonly github: FakeGitHub
  readonly channels: Channels
  readonly worker: RunningWorker
  /** The bearer token of the operator. */
  readonly apiToken: string
  /** Ends the Worker as a crash would and starts another on the same database, where `persist` keeps one; variables may differ. */
  restart(vars?: Readonly<Record<string, string>>): Promise<Whole>
  close(): Promise<void>
}

/** Opens a demo GitHub with a world, installs the App in all its organisations, and starts the Worker on it. */
export async function startWhole(settings: WholeSettings): Promise<Whole> {
  const github = await openGitHub(settings.world, settings.github)
  const channels = await openChannels(github.now)
  const app = newApp()
  github.addApp(app)
  const vars = { ...variables(settings.world, github, channels, app), ...settings.vars }
  const adjust =
    settings.mailFrom === undefined ? settings.adjust : withMail(channels.mailUrl, settings.mailFrom)
  const start = (changed: Readonly<Record<string, string>> = {}) =>
    runWorker({
      vars: Object.fromEntries(Object.entries({ ...vars, ...changed }).filter(([, value]) => value !== '')),
      ...(settings.port === undefined ? {} : { port: settings.port }),
      ...(settings.persist === undefined ? {} : { persist: settings.persist }),
      ...(settings.log === undefined ? {} : { log: settings.log }),
      ...(adjust === undefined ? {} : { adjust }),
    })
  const around = (worker: RunningWorker): Whole => {
    github.sendWebhooksTo(app.slug, `${worker.url.origin}/webhooks/github`)
    return {
      world: settings.world,
      github,
      channels,
      worker,
      apiToken: vars.API_TOKEN,
      restart: async (changed) => {
        await worker.close()
        return around(await start(changed))
      },
      close: async () => {
        await worker.close()
        await Promise.all([github.close(), channels.close()])
      },
    }
  }
  try {
    return around(await start())
  } catch (trouble) {
    await Promise.all([github.close(), channels.close()])
    throw trouble
  }
}

/** Lets an organisation's decisions be carried out at once, as only an explicit confirmation does. */
export async function withoutNotice({ worker, apiToken }: Whole, organization: string): Promise<void> {
  const path = `/api/orgs/${organization}/settings`
  const rules = await ask<Record<string, unknown>>(worker, apiToken, path)
  const body = JSON.stringify({ ...rules, noticeDays: 0, coolingHours: 0, confirmNoNotice: true })
  await ask(worker, apiToken, path, { method: 'PUT', body })
}

function variables(world: World, github: FakeGitHub, channels: Channels, app: ReturnType<typeof newApp>) {
  return {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_WEB_URL: github.url,
    GITHUB_APP_ID: String(app.id),
    GITHUB_APP_PRIVATE_KEY: app.privateKeyPem,
    GITHUB_APP_CLIENT_ID: app.clientId,
    GITHUB_APP_CLIENT_SECRET: app.clientSecret,
    GITHUB_WEBHOOK_SECRET: app.webhookSecret,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    SLACK_WEBHOOK_URL: channels.slackUrl,
    DISCORD_WEBHOOK_URL: channels.discordUrl,
    API_TOKEN: randomBytes(24).toString('base64url'),
    API_TOKEN_SCOPE: 'full',
    REHEARSAL: 'false',
    CLOCK: world.now,
  }
}
