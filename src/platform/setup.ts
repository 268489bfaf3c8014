/**
 * Says which settings a deployment needs and whether each can be used, never a value. It works where a wrong setting keeps the
 * site from opening, too.
 */

import { asPkcs8 } from '../github/http/app-key.ts'
import { Refusal } from '../policy/refusal.ts'
import { isLoopback } from '../policy/words/addresses.ts'
import { findSetupProgress, type SetupProgress } from '../register/audits/setup-progress.ts'
import { openRegister } from '../register/open.ts'
import { clockOf } from './clock.ts'
import { API_GITHUB, deploymentOf, type Settings, WEB_GITHUB } from './deployment.ts'
import { address, given, listOf, rehearsalOf, secret } from './setting-values.ts'

/**
 * `one_machine`: an address that only this machine can reach. `wrong`: it is set and cannot be used; `why` does not repeat its
 * value.
 */
export type SettingState =
  | { readonly kind: 'set' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'one_machine' }
  | { readonly kind: 'wrong'; readonly why: string }

/**
 * The settings that a deployment cannot do without, for the chosen way of reading GitHub, in the order in which they are
 * entered.
 */
export type NeededSetting =
  | 'PUBLIC_URL'
  | 'GITHUB_APP_ID'
  | 'GITHUB_APP_PRIVATE_KEY'
  | 'GITHUB_TOKEN'
  | 'ORGANIZATIONS'
  | 'GITHUB_APP_CLIENT_ID'
  | 'GITHUB_APP_CLIENT_SECRET'
  | 'SESSION_SECRET'

/** How far the settings of a deployment have come; no field holds a value. */
export interface Setup {
  /** As whom GitHub is read, or is to be. */
  readonly authority: 'app' | 'token'
  readonly needed: readonly { readonly name: NeededSetting; readonly state: SettingState }[]
  /** What is wrong with any other setting, without its value; null: nothing. */
  readonly complaint: string | null
  readonly hasWebhookSecret: boolean
  /** A channel of the deployment's own; organisations may have theirs. */
  readonly hasChannel: boolean
  readonly isRehearsal: boolean
  /** Whether a second App carries out the removals. */
  readonly hasWriterApp: boolean
  /** Whether GitHub is github.com. */
  readonly isGitHubCom: boolean
  /** Null where the Worker has no database. */
  readonly progress: SetupProgress | null
}

/** Adds the tables and columns of this version to the database, and takes nothing away. */
export const MIGRATE = 'npx wrangler d1 migrations apply DB --remote'

/** Asks the database, and never GitHub. */
export async function readSetup(env: Settings & { readonly DB?: D1Database }): Promise<Setup> {
  const { DB: database } = env
  return {
    ...settingsOf(env),
    progress: database === undefined ? null : await findSetupProgress(openRegister(database)),
  }
}

function settingsOf(settings: Settings): Omit<Setup, 'progress'> {
  const isGiven = (name: keyof Settings) => given(settings[name]) !== null
  const isUsual = (name: keyof Settings, usual: string) =>
    (given(settings[name]) ?? usual).replace(/\/+$/, '') === usual
  const hasApp = isGiven('GITHUB_APP_ID') && isGiven('GITHUB_APP_PRIVATE_KEY')
  const authority = !hasApp && isGiven('GITHUB_TOKEN') ? 'token' : 'app'
  return {
    authority,
    needed: NEEDED[authority].map((name) => ({ name, state: stateOf(settings, name) })),
    complaint: complaintOf(() => {
      // These two have lines of their own in the checklist, so here they count as right.
      const { PUBLIC_URL: _, SESSION_SECRET: __, ...others } = settings
      deploymentOf({ ...others, GITHUB_TOKEN: 'any', ORGANIZATIONS: 'any' })
      clockOf(settings)
    }),
    hasWebhookSecret: isGiven('GITHUB_WEBHOOK_SECRET'),
    hasChannel: isGiven('SLACK_WEBHOOK_URL') || isGiven('DISCORD_WEBHOOK_URL'),
    isRehearsal: rehearsalOf(settings.REHEARSAL) !== null,
    hasWriterApp: isGiven('GITHUB_WRITER_APP_ID') && isGiven('GITHUB_WRITER_APP_PRIVATE_KEY'),
    isGitHubCom: isUsual('GITHUB_API_URL', API_GITHUB) && isUsual('GITHUB_WEB_URL', WEB_GITHUB),
  }
}

const SIGN_IN = ['GITHUB_APP_CLIENT_ID', 'GITHUB_APP_CLIENT_SECRET', 'SESSION_SECRET'] as const

const NEEDED: Readonly<Record<Setup['authority'], readonly NeededSetting[]>> = {
  app: ['PUBLIC_URL', 'GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY', ...SIGN_IN],
  token: ['PUBLIC_URL', 'GITHUB_TOKEN', 'ORGANIZATIONS', ...SIGN_IN],
}

function stateOf(settings: Settings, name: NeededSetting): SettingState {
  const value = settings[name]
  const text = given(value)
  if (text === null || (name === 'ORGANIZATIONS' && listOf(value) === null)) return { kind: 'missing' }
  const why = complaintOf(() => {
    if (name === 'PUBLIC_URL') address(value, name)
    if (name === 'SESSION_SECRET') secret(value, name)
  })
  if (why !== null) return { kind: 'wrong', why }
  if (name === 'PUBLIC_URL' && isLoopback(text)) return { kind: 'one_machine' }
  if (name === 'GITHUB_APP_PRIVATE_KEY') return keyState(text)
  return { kind: 'set' }
}

/**
 * The last key that was checked in this isolate: checking one costs as much as making a page, and anybody may open the page
 * that asks.
 */
let lastKey: { readonly pem: string; readonly state: SettingState } | null = null

function keyState(pem: string): SettingState {
  if (lastKey?.pem !== pem) lastKey = { pem, state: readKey(pem) }
  return lastKey.state
}

function readKey(pem: string): SettingState {
  try {
    asPkcs8(pem)
    return { kind: 'set' }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'KeyProblem') throw error
    return { kind: 'wrong', why: error.message }
  }
}

/** The sentence of the refusal, which names the setting; null where nothing is refused. */
function complaintOf(read: () => void): string | null {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.sentence
    throw error
  }
}
