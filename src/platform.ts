/** Turns the Worker's bindings into values: the register, GitHub, the channels. Only the platform reads bindings. */

import type { GitHub } from './github/http/client.ts'
import { authorizeUrl, readPersonFor } from './github/http/oauth.ts'
import { readAccountNow, readOrganizationRole } from './github/recheck/membership.ts'
import { readTeamNow } from './github/recheck/names-now.ts'
import type { ChannelKind } from './notify/deliver.ts'
import type { Message } from './notify/message.ts'
import { toldWhen } from './notify/told-when.ts'
import { beginAuditOf } from './platform/begin-audit.ts'
import { channelKindsOf, channelOf, currentChannels } from './platform/channels.ts'
import { type Deployment, deploymentOf, type Settings } from './platform/deployment.ts'
import { discoverOrganizations, hasInstallationEnded } from './platform/discover-organizations.ts'
import { type EmailBinding, emailOf, type SendNotice } from './platform/email.ts'
import { encrypt } from './platform/encrypt.ts'
import { readerOf, type Writer, writerOf } from './platform/github-clients.ts'
import {
  type ActsReading,
  type AuditParameters,
  type GiveBackPart,
  type NextInQueue,
  type RevocationParameters,
  type RevocationPart,
  startAuditInstance,
  startRevocationInstance,
} from './platform/instances.ts'
import { type ChannelOf, deliverOutbox, MOST_TRIES, TRIES_AFTER_WRITING } from './platform/outbox-worker.ts'
import { type RateLimitBindings, type WithinLimit, withinLimitOf } from './platform/rate-limits.ts'
import { MIGRATE, readSetup, type Setup } from './platform/setup.ts'
import { Refusal } from './policy/refusal.ts'
import type { Actor, Id, Instant } from './policy/words.ts'
import { isMigrated } from './register/audits/setup-progress.ts'
import { keepHistories } from './register/history/carry-over.ts'
import { writeMessage } from './register/messages.ts'
import { openRegister, type Register } from './register/open.ts'
import { rewriteOldMoments } from './register/schema/old-moments.ts'

export { clockOf } from './platform/clock.ts'
export type {
  ActsReading,
  AuditParameters,
  GiveBackPart,
  RevocationParameters,
  RevocationPart,
  Setup,
  Writer,
}
export { MIGRATE, readSetup, withinLimitOf }

/** Everything Cloudflare hands the Worker. */
export interface Bindings extends Settings, RateLimitBindings, EmailBinding {
  readonly DB: D1Database
  readonly AUDIT: Workflow<AuditParameters>
  readonly REVOKE: Workflow<RevocationParameters>
}

/** What a call to GitHub needs to know of an organisation; `installationId` is null with a token. */
export interface OrganizationAtGitHub {
  readonly id: Id
  readonly login: string
  readonly installationId: number | null
}

/** Everything outside of the code, as of one moment. */
export interface Platform {
  readonly register: Register
  readonly deployment: Deployment
  readonly now: Instant
  /** A client for reading. */
  github(org: OrganizationAtGitHub): GitHub
  /** A client that can write, or why there is none. Only a revocation asks for it. */
  writer(org: OrganizationAtGitHub): Promise<Writer>
  /** Whether a revocation would get such a client now: no rehearsal, and an App or token that may write. */
  mayWrite(org: OrganizationAtGitHub): Promise<boolean>
  /** Whether GitHub names the account as an owner now. */
  organizationRoleOf(org: OrganizationAtGitHub, account: { id: Id; login: string }): Promise<'owner' | 'none'>
  /** The account that GitHub has under a login or an id now; null where there is none. */
  accountAtGitHub(
    org: OrganizationAtGitHub,
    account: { readonly login: string } | { readonly id: Id },
  ): Promise<{ readonly id: Id; readonly login: string } | null>
  /** The team that has a slug at GitHub now; null where there is none. */
  teamAtGitHub(
    org: OrganizationAtGitHub,
    slug: string,
  ): Promise<{ readonly id: Id; readonly slug: string } | null>
  /** Signing in with GitHub; null where no OAuth client is set. */
  readonly oauth: {
    authorizeUrl(request: { state: string; challenge: string; redirectUri: string }): string
    personFor(request: {
      code: string
      verifier: string
      redirectUri: string
    }): Promise<{ id: Id; login: string }>
  } | null
  /** Counts requests; null where nothing is limited. */
  readonly withinLimit: WithinLimit | null
  /** What the deployment needs, by name and state. Asks GitHub nothing. */
  readSetup(): Promise<Setup>
  /** Whether the database has every table and column of this version. */
  isMigrated(): Promise<boolean>
  /** Whether GitHub says that the App's installation is deleted or suspended; false where it does not answer, and with a token. Never throws. */
  hasInstallationEnded(installation: number): Promise<boolean>
  /** Records the organisations that GitHub names now; returns a sentence for each that could not be found. */
  discoverOrganizations(): Promise<string[]>
  /** Begins an audit as of now, or continues a dead one. Refuses (`conflict`) where one is running. */
  requestAudit(orgId: Id, by: Actor): Promise<{ id: string }>
  startAuditInstance(audit: { id: string; instance: number }): Promise<void>
  startRevocationInstance(revocation: {
    id: string
    attempt: number
    part: RevocationPart | GiveBackPart | NextInQueue
  }): Promise<void>
  /** Sends an e-mail to a person under review; null where none is set up, and owners send the texts themselves. */
  readonly sendNotice: SendNotice | null
  /** Writes the message to the outbox (for Monday, if it asks nothing of anybody) and delivers what is due. Never throws. */
  post(orgId: Id, message: Message): Promise<void>
  /** A `post` to the channels as they are now, for a message about changing them. Neither call ever throws. */
  postToCurrentChannels(orgId: Id): Promise<(message: Message) => Promise<void>>
  /** Delivers what is due. Never throws. */
  deliverMessages(): Promise<void>
  /**
   * Rewrites the moments that the previous version has stored into this version's form, once a day. To go one release later.
   */
  rewriteOldMoments(): Promise<void>
  /** Begins histories, and carries over what the previous version wrote. */
  keepHistories(): Promise<void>
  /** Encrypts under SESSION_SECRET. */
  encrypt(text: string): Promise<string>
}

/** Opens the platform as of `now`. Throws a Refusal where a setting is missing, wrong or weak, or there is no database. */
export function openPlatform(env: Bindings, now: Instant): Platform {
  const deployment = deploymentOf(env)
  if (env.DB === undefined)
    throw new Refusal(
      'unavailable',
      'This site has no database. Whoever runs it makes one: npx wrangler d1 create chatelaine && npm run deploy',
    )
  const register = openRegister(env.DB)
  const clockOffset = Date.parse(now) - Date.now()
  const ownChannel: ChannelOf = (orgId, kind) => channelOf(register, deployment, orgId, kind)
  let triesLeft = MOST_TRIES
  const deliverMessages = async (to: ChannelOf, most: number) => {
    const send: typeof fetch = (url, init) => fetch(url, init)
    triesLeft -= await deliverOutbox(register, to, now, send, undefined, Math.min(most, triesLeft))
  }
  const post = async (
    orgId: Id,
    message: Message,
    to: ChannelOf = ownChannel,
    kinds?: readonly ChannelKind[],
  ) => {
    try {
      const targets = kinds ?? (await channelKindsOf(register, deployment, orgId))
      await writeMessage(register, orgId, message, targets, now, toldWhen(message))
    } catch (error) {
      console.error(
        JSON.stringify({ event: 'message_not_written', kind: message.kind, error: String(error) }),
      )
    }
    await deliverMessages(to, TRIES_AFTER_WRITING)
  }
  const startAudit: Platform['startAuditInstance'] = (audit) =>
    startAuditInstance(env.AUDIT, audit, clockOffset)
  return {
    register,
    deployment,
    now,
    github: (org) => readerOf(deployment, org),
    writer: (org) => writerOf(deployment, org),
    mayWrite: async (org) => (await writerOf(deployment, org)).kind === 'github',
    organizationRoleOf: (org, account) => readOrganizationRole(readerOf(deployment, org), org, account),
    accountAtGitHub: (org, account) => readAccountNow(readerOf(deployment, org), account),
    teamAtGitHub: (org, slug) => readTeamNow(readerOf(deployment, org), org.login, slug),
    oauth: oauthOf(deployment),
    withinLimit: withinLimitOf(env),
    readSetup: () => readSetup(env),
    isMigrated: () => isMigrated(register),
    hasInstallationEnded: (installation) => hasInstallationEnded(deployment, installation),
    discoverOrganizations: () => discoverOrganizations(register, deployment, now),
    requestAudit: (orgId, by) => beginAuditOf(register, startAudit, orgId, by, now),
    startAuditInstance: startAudit,
    startRevocationInstance: (revocation) => startRevocationInstance(env.REVOKE, revocation, clockOffset),
    sendNotice: emailOf(env),
    post: (orgId, message) => post(orgId, message),
    postToCurrentChannels: async (orgId) => {
      const current = await currentChannels(register, deployment, orgId)
      const to: ChannelOf = async (id, kind) =>
        (id === orgId ? current.get(kind) : undefined) ?? (await ownChannel(id, kind))
      return (message) => post(orgId, message, to, current.size === 0 ? undefined : [...current.keys()])
    },
    deliverMessages: () => deliverMessages(ownChannel, MOST_TRIES),
    rewriteOldMoments: () => rewriteOldMoments(register, now),
    keepHistories: () => keepHistories(register, now),
    encrypt: (text) => encrypt(deployment.sessionSecret, text),
  }
}

function oauthOf({ apiUrl, webUrl, oauth }: Deployment): Platform['oauth'] {
  if (oauth === null) return null
  const app = { apiUrl, webUrl, ...oauth }
  return {
    authorizeUrl: (request) => authorizeUrl(app, request),
    personFor: (request) => readPersonFor(app, request),
  }
}
