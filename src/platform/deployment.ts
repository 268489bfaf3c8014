/** Reads the deployment's settings, its variables and secrets, into values. */

import { KEEPING, type Keeping, lostBy } from '../policy/people/keeping.ts'
import { Refusal } from '../policy/refusal.ts'
import { webUrlOnGheCom } from '../policy/words/addresses.ts'
import {
  address,
  choice,
  count,
  given,
  listOf,
  pair,
  rehearsalOf,
  SECRET_CHARACTERS,
  secret,
  span,
  writePauseOf,
} from './setting-values.ts'

/** Variables and secrets, all text, as Cloudflare gives them. README's table says what each means. */
export interface Settings {
  readonly GITHUB_API_URL?: string
  readonly GITHUB_WEB_URL?: string
  readonly GITHUB_APP_ID?: string
  readonly GITHUB_APP_PRIVATE_KEY?: string
  readonly GITHUB_APP_CLIENT_ID?: string
  readonly GITHUB_APP_CLIENT_SECRET?: string
  readonly GITHUB_WEBHOOK_SECRET?: string
  readonly GITHUB_WRITER_APP_ID?: string
  readonly GITHUB_WRITER_APP_PRIVATE_KEY?: string
  readonly GITHUB_TOKEN?: string
  readonly ORGANIZATIONS?: string
  readonly PUBLIC_URL?: string
  readonly SESSION_SECRET?: string
  readonly SLACK_WEBHOOK_URL?: string
  readonly DISCORD_WEBHOOK_URL?: string
  readonly API_TOKEN?: string
  readonly API_TOKEN_SCOPE?: string
  readonly REHEARSAL?: string
  readonly CLOCK?: string
  readonly EMAIL_FROM?: string
  readonly REQUESTS_PER_INSTANCE?: string
  readonly REQUESTS_PER_STEP?: string
  readonly WRITE_PAUSE?: string
  readonly KEEP_ACTIVITY_MONTHS?: string
  readonly KEEP_TEXTS_MONTHS?: string
  readonly KEEP_UNINSTALLED_DAYS?: string
}

/** As whom GitHub is read: a GitHub App or a token. */
export type Authority =
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string }
  | { readonly kind: 'token'; readonly token: string }

/** The settings as values, with defaults filled in. */
export interface Deployment {
  readonly apiUrl: string
  readonly webUrl: string
  /** This product's own address, without a slash at the end. */
  readonly publicUrl: string
  readonly authority: Authority
  /** A second App that writes; null: the reading one does. */
  readonly writerApp: { readonly appId: string; readonly privateKey: string } | null
  /** Lower-case logins that may be served; null: every installation. */
  readonly organizations: readonly string[] | null
  /** Null: nobody can sign in with GitHub. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null
  /** What GitHub signs webhooks with; null: none are taken. */
  readonly webhookSecret: string | null
  readonly sessionSecret: string | null
  readonly apiToken: string | null
  /** What `apiToken` sees; null: everything of a single organisation, numbers and runs where several are served. */
  readonly apiTokenScope: 'full' | 'numbers' | null
  readonly channels: { readonly slack: string | null; readonly discord: string | null }
  /** Why nothing is ever written to GitHub; null where writing is on. */
  readonly rehearsal: string | null
  /** GitHub requests of one Workflow instance (Free plan: 50 subrequests) and of one step (Free plan: 10 ms of CPU). */
  readonly requests: { readonly perInstance: number; readonly perStep: number }
  /** Milliseconds between two writes to GitHub. */
  readonly writePauseMs: number
  /** How long what is known of people stays. */
  readonly keeping: Keeping
}

export const API_GITHUB = 'https://api.github.com'
export const WEB_GITHUB = 'https://github.com'

/** Reads the settings; throws a Refusal that names the setting which is missing, wrong or weak. */
export function deploymentOf(settings: Settings): Deployment {
  const apiUrl = address(settings.GITHUB_API_URL, 'GITHUB_API_URL') ?? API_GITHUB
  const organizations = listOf(settings.ORGANIZATIONS)
  return {
    apiUrl,
    webUrl: address(settings.GITHUB_WEB_URL, 'GITHUB_WEB_URL') ?? webUrlOnGheCom(apiUrl) ?? WEB_GITHUB,
    publicUrl: address(settings.PUBLIC_URL, 'PUBLIC_URL') ?? 'http://127.0.0.1:8787',
    authority: authorityOf(settings, organizations),
    writerApp: pair(
      settings.GITHUB_WRITER_APP_ID,
      settings.GITHUB_WRITER_APP_PRIVATE_KEY,
      (appId, privateKey) => ({ appId, privateKey }),
    ),
    organizations,
    oauth: pair(
      settings.GITHUB_APP_CLIENT_ID,
      settings.GITHUB_APP_CLIENT_SECRET,
      (clientId, clientSecret) => ({ clientId, clientSecret }),
    ),
    webhookSecret: webhookSecretOf(settings),
    sessionSecret: secret(settings.SESSION_SECRET, 'SESSION_SECRET'),
    apiToken: secret(settings.API_TOKEN, 'API_TOKEN'),
    apiTokenScope: choice(settings.API_TOKEN_SCOPE, 'API_TOKEN_SCOPE', ['full', 'numbers']),
    channels: { slack: given(settings.SLACK_WEBHOOK_URL), discord: given(settings.DISCORD_WEBHOOK_URL) },
    rehearsal: rehearsalOf(settings.REHEARSAL),
    requests: {
      perInstance: count(settings.REQUESTS_PER_INSTANCE, 'REQUESTS_PER_INSTANCE') ?? 40,
      perStep: count(settings.REQUESTS_PER_STEP, 'REQUESTS_PER_STEP') ?? 2,
    },
    writePauseMs: writePauseOf(settings.WRITE_PAUSE, apiUrl),
    keeping: keepingOf(settings),
  }
}

/** A span shorter than the way back is accepted; the log and the settings page say what is lost by it. */
function keepingOf(settings: Settings): Keeping {
  const keeping = {
    activityMonths:
      span(settings.KEEP_ACTIVITY_MONTHS, 'KEEP_ACTIVITY_MONTHS', 'months') ?? KEEPING.activityMonths,
    textsMonths: span(settings.KEEP_TEXTS_MONTHS, 'KEEP_TEXTS_MONTHS', 'months') ?? KEEPING.textsMonths,
    uninstalledDays:
      span(settings.KEEP_UNINSTALLED_DAYS, 'KEEP_UNINSTALLED_DAYS', 'days') ?? KEEPING.uninstalledDays,
  }
  const warning = lostBy(keeping)
  if (warning !== null && !hasWarnedOfLoss) {
    hasWarnedOfLoss = true
    console.warn(JSON.stringify({ event: 'short_keeping', warning }))
  }
  return keeping
}

function authorityOf(settings: Settings, organizations: readonly string[] | null): Authority {
  const app = pair(settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY, (appId, privateKey) => ({
    kind: 'app' as const,
    appId,
    privateKey,
  }))
  if (app !== null) return app
  const token = given(settings.GITHUB_TOKEN)
  if (token === null) {
    throw new Refusal(
      'unavailable',
      'GitHub cannot be read: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN with ORGANIZATIONS.',
    )
  }
  if (organizations === null) {
    throw new Refusal(
      'unavailable',
      'GITHUB_TOKEN is set without ORGANIZATIONS: name the organisations to audit, separated by commas.',
    )
  }
  return { kind: 'token', token }
}

/** A short secret is accepted, because changing it means changing it on GitHub as well; the log warns about it. */
function webhookSecretOf(settings: Settings): string | null {
  const text = given(settings.GITHUB_WEBHOOK_SECRET)
  if (text !== null && text.length < SECRET_CHARACTERS && !hasWarned) {
    hasWarned = true
    const warning = `GITHUB_WEBHOOK_SECRET has fewer than ${SECRET_CHARACTERS} characters: whoever guesses it can forge events. Make one with: openssl rand -hex 32, and give the App on GitHub the same.`
    console.warn(JSON.stringify({ event: 'weak_setting', warning }))
  }
  return text
}

/** One warning for each isolate, not one for each request. */
let hasWarned = false
let hasWarnedOfLoss = false
