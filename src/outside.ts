/** Turns the Worker's bindings into values: the register, GitHub, the post. The only file that reads bindings. */

import type { GitHub } from './github/client.ts'
import { connectGitHub } from './github/client.ts'
import { fixedToken, installationIn, readingToken, writingToken } from './github/installations.ts'
import { roleOf } from './github/rights.ts'
import { authorizeUrl, personFor } from './github/sign-in.ts'
import { isGone } from './github/trouble.ts'
import type { ChannelAddress } from './notify/address.ts'
import type { Letter } from './notify/letter.ts'
import { beginAuditOf, meetOrganizations } from './outside/begin.ts'
import { type Deployment, deploymentOf, type Settings, startOfClock } from './outside/deployment.ts'
import { postLetters } from './outside/post.ts'
import { isSealed, seal, unseal } from './outside/seal.ts'
import { instant } from './policy/calendar.ts'
import { Refusal } from './policy/refusal.ts'
import { DEFAULT_RULES, type Rules, readRules } from './policy/rules.ts'
import type { Actor, Id, Instant } from './policy/words.ts'
import { writeLetter } from './register/letters.ts'
import { openRegister, type Register } from './register/open.ts'
import { organizationById } from './register/organizations.ts'

/** What a lane of audits carries from instance to instance. */
export interface AuditParameters {
  readonly auditId: string
  readonly lane: number
  /** Milliseconds to add to the machine's clock to get the run's (CLOCK, or a cron event's time). */
  readonly clockOffset: number
}

export interface RevocationParameters {
  readonly revocationId: string
  readonly attempt: number
  readonly clockOffset: number
}

/** Everything Cloudflare hands the Worker. */
export interface Bindings extends Settings {
  readonly DB: D1Database
  readonly AUDIT: Workflow<AuditParameters>
  readonly REVOKE: Workflow<RevocationParameters>
}

/** The organisation as far as asking GitHub about it needs. */
export interface Asked {
  readonly id: Id
  readonly login: string
  readonly installationId: number | null
}

export type Writer =
  | { readonly kind: 'github'; readonly github: GitHub }
  /** The same path is walked and the last call skipped. */
  | { readonly kind: 'rehearsal'; readonly reason: string }
  /** Nobody may write: the plan becomes a list of links. */
  | { readonly kind: 'by_hand'; readonly reason: string }

export interface Outside {
  readonly register: Register
  readonly deployment: Deployment
  readonly now: Instant
  /** A client that can only read. */
  github(org: Asked): GitHub
  /** For revoke.ts alone. */
  writer(org: Asked): Promise<Writer>
  /** Asked of GitHub now. */
  roleOf(org: Asked, account: { id: Id; login: string }): Promise<'owner' | 'none'>
  readonly oauth: {
    authorizeUrl(asked: { state: string; challenge: string; redirectUri: string }): string
    personFor(asked: {
      code: string
      verifier: string
      redirectUri: string
    }): Promise<{ id: Id; login: string }>
  } | null
  /** Records the organisations that GitHub names now; answers what could not be met, a sentence each. */
  meetOrganizations(): Promise<string[]>
  /** Begins an audit as of now. Refuses (`conflict`) where one is running. */
  requestAudit(orgId: Id, by: Actor): Promise<{ id: string }>
  startAudit(audit: { id: string; lane: number }): Promise<void>
  startRevocation(revocation: { id: string; attempt: number }): Promise<void>
  /** Writes the letter to the outbox and delivers what is due. Never throws. */
  post(orgId: Id, letter: Letter): Promise<void>
  /** Delivers what is due. Never throws. */
  deliverLetters(): Promise<void>
  seal(text: string): Promise<string>
}

/** Opens the outside as of `now`. Throws a Refusal where a setting is missing or wrong. */
export function openOutside(env: Bindings, now: Instant): Outside {
  const deployment = deploymentOf(env)
  const register = openRegister(env.DB)
  const clockOffset = Date.parse(now) - Date.now()
  const oauth =
    deployment.oauth === null
      ? null
      : { apiUrl: deployment.apiUrl, webUrl: deployment.webUrl, ...deployment.oauth }
  const github = (org: Asked) =>
    connectGitHub({ apiUrl: deployment.apiUrl, authorization: readingAuthorization(deployment, org) })
  const deliverLetters = () =>
    postLetters(
      register,
      (orgId) => channelsOf(register, deployment, orgId),
      now,
      (url, init) => fetch(url, init),
    )
  const startAudit = async ({ id, lane }: { id: string; lane: number }) =>
    startOnce(env.AUDIT, `audit-${id}-${lane}`, { auditId: id, lane, clockOffset })
  return {
    register,
    deployment,
    now,
    github,
    writer: (org) => writerOf(deployment, org),
    roleOf: (org, account) => roleOf(github(org), org.login, account),
    oauth:
      oauth === null
        ? null
        : {
            authorizeUrl: (asked) => authorizeUrl(oauth, asked),
            personFor: (asked) => personFor(oauth, asked),
          },
    meetOrganizations: () => meetOrganizations(register, deployment, now),
    requestAudit: (orgId, by) => beginAuditOf(register, startAudit, orgId, by, now),
    startAudit,
    startRevocation: async ({ id, attempt }) =>
      startOnce(env.REVOKE, `revoke-${id}-${attempt}`, { revocationId: id, attempt, clockOffset }),
    post: async (orgId, letter) => {
      try {
        await writeLetter(
          register,
          orgId,
          letter,
          (await channelsOf(register, deployment, orgId)).map((c) => c.kind),
          now,
        )
      } catch (error) {
        console.error(
          JSON.stringify({ event: 'letter_not_written', kind: letter.kind, error: String(error) }),
        )
      }
      await deliverLetters()
    },
    deliverLetters,
    seal: (text) => seal(deployment.sessionSecret, text),
  }
}

/** Where CLOCK began to run in this isolate. */
let clockBegan: number | null = null

/** The time for HTTP and cron without an event: the machine's, or CLOCK running from its start (loopback only). */
export function clockOf(env: Settings): Instant {
  const start = startOfClock(env)
  if (start === null) return instant(Date.now())
  clockBegan ??= Date.now()
  return instant(start + (Date.now() - clockBegan))
}

function readingAuthorization(deployment: Deployment, org: Asked) {
  const { authority, apiUrl } = deployment
  switch (authority.kind) {
    case 'token':
      return fixedToken(authority.token)
    case 'app':
      return readingToken(
        { apiUrl, appId: authority.appId, privateKey: authority.privateKey },
        org.installationId ?? 0,
      )
  }
}

async function writerOf(deployment: Deployment, org: Asked): Promise<Writer> {
  const { apiUrl, authority, writerApp, rehearsal } = deployment
  if (rehearsal !== null) return { kind: 'rehearsal', reason: rehearsal }
  const appWriter = async (app: { appId: string; privateKey: string }): Promise<Writer> => {
    try {
      const installation = await installationIn({ apiUrl, ...app }, org.login)
      if (installation.permissions.members !== 'write') {
        return { kind: 'by_hand', reason: 'The App may not write: it lacks the permission members: write.' }
      }
      return {
        kind: 'github',
        github: connectGitHub({ apiUrl, authorization: writingToken({ apiUrl, ...app }, installation.id) }),
      }
    } catch (error) {
      if (isGone(error))
        return { kind: 'by_hand', reason: 'The writing App is not installed in this organisation.' }
      throw error
    }
  }
  if (writerApp !== null) return appWriter(writerApp)
  switch (authority.kind) {
    case 'app':
      return appWriter(authority)
    case 'token':
      return { kind: 'github', github: connectGitHub({ apiUrl, authorization: fixedToken(authority.token) }) }
  }
}

/** The deployment's channels, and those of the organisation's own settings, at most one of each kind. */
async function channelsOf(
  register: Register,
  deployment: Deployment,
  orgId: Id,
): Promise<readonly ChannelAddress[]> {
  const named = await namedChannels(register, orgId)
  const channels: ChannelAddress[] = []
  for (const kind of ['slack', 'discord'] as const) {
    const own = named[kind]
    const url = own === null ? null : isSealed(own) ? await unseal(deployment.sessionSecret, own) : own
    if (url !== null) channels.push({ kind, url, from: 'settings' })
    else if (deployment.channels[kind] !== null)
      channels.push({ kind, url: deployment.channels[kind], from: 'deployment' })
  }
  return channels
}

/** Rules that cannot be read name no channel; the deployment's own still hear of it. */
async function namedChannels(register: Register, orgId: Id): Promise<Rules['channels']> {
  try {
    return readRules((await organizationById(register, orgId))?.rules ?? null).channels
  } catch (error) {
    if (error instanceof Refusal) return DEFAULT_RULES.channels
    throw error
  }
}

/** Idempotent: an instance with this id that is there already is the one we want. */
async function startOnce<T>(workflow: Workflow<T>, id: string, params: T): Promise<void> {
  const { errors } = await workflow.createBatch({ instances: [{ id, params }] })
  const failed = errors.find((error) => !/already_exists/.test(error.message))
  if (failed !== undefined) throw new Error(`The workflow ${id} could not be started: ${failed.message}`)
}
