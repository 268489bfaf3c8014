/** Turns the Worker's bindings into values: the register, GitHub, the post. The only file that reads bindings. */

import type { GitHub } from './github/http/client.ts'
import { authorizeUrl, personFor } from './github/http/oauth.ts'
import { roleOf } from './github/recheck/owner.ts'
import type { ChannelKind } from './notify/channel-address.ts'
import type { Letter } from './notify/message.ts'
import { beginAuditOf } from './platform/begin-audit.ts'
import { channelKindsOf, channelOf, presentChannels } from './platform/channels.ts'
import { type Deployment, deploymentOf, type Settings } from './platform/deployment.ts'
import { meetOrganizations } from './platform/discover-organizations.ts'
import { seal } from './platform/encrypt.ts'
import {
  type AuditParameters,
  type Reading,
  type RevocationParameters,
  type RevocationPart,
  startAuditInstance,
  startRevocationInstance,
} from './platform/instances.ts'
import { type ChannelOf, postLetters } from './platform/outbox-worker.ts'
import { readerOf } from './platform/reader.ts'
import { type Writer, writerOf } from './platform/writer.ts'
import type { Actor, Id, Instant } from './policy/words.ts'
import { writeLetter } from './register/messages.ts'
import { openRegister, type Register } from './register/open.ts'

export { clockOf } from './platform/clock.ts'
export type { AuditParameters, Reading, RevocationParameters, RevocationPart, Writer }

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
  startRevocation(revocation: { id: string; attempt: number; part: RevocationPart }): Promise<void>
  /** Writes the letter to the outbox and delivers what is due. Never throws. */
  post(orgId: Id, letter: Letter): Promise<void>
  /** The post to the channels that hold now: for a letter about a change of them. Neither it nor what it answers ever throws. */
  postToPresent(orgId: Id): Promise<(letter: Letter) => Promise<void>>
  /** Delivers what is due. Never throws. */
  deliverLetters(): Promise<void>
  seal(text: string): Promise<string>
}

/** Opens the outside as of `now`. Throws a Refusal where a setting is missing or wrong. */
export function openOutside(env: Bindings, now: Instant): Outside {
  const deployment = deploymentOf(env)
  const register = openRegister(env.DB)
  const clockOffset = Date.parse(now) - Date.now()
  const channel: ChannelOf = (orgId, kind) => channelOf(register, deployment, orgId, kind)
  const deliverLetters = (to: ChannelOf = channel) =>
    postLetters(register, to, now, (url, init) => fetch(url, init))
  const post = async (orgId: Id, letter: Letter, to: ChannelOf = channel, kinds?: readonly ChannelKind[]) => {
    try {
      const those = kinds ?? (await channelKindsOf(register, deployment, orgId))
      await writeLetter(register, orgId, letter, those, now)
    } catch (error) {
      console.error(JSON.stringify({ event: 'letter_not_written', kind: letter.kind, error: String(error) }))
    }
    await deliverLetters(to)
  }
  const startAudit: Outside['startAudit'] = (audit) => startAuditInstance(env.AUDIT, audit, clockOffset)
  return {
    register,
    deployment,
    now,
    github: (org) => readerOf(deployment, org),
    writer: (org) => writerOf(deployment, org),
    roleOf: (org, account) => roleOf(readerOf(deployment, org), org.login, account),
    oauth: oauthOf(deployment),
    meetOrganizations: () => meetOrganizations(register, deployment, now),
    requestAudit: (orgId, by) => beginAuditOf(register, startAudit, orgId, by, now),
    startAudit,
    startRevocation: (revocation) => startRevocationInstance(env.REVOKE, revocation, clockOffset),
    post: (orgId, letter) => post(orgId, letter),
    postToPresent: async (orgId) => {
      const present = await presentChannels(register, deployment, orgId)
      const to: ChannelOf = async (id, kind) =>
        (id === orgId ? present.get(kind) : undefined) ?? (await channel(id, kind))
      return (letter) => post(orgId, letter, to, present.size === 0 ? undefined : [...present.keys()])
    },
    deliverLetters: () => deliverLetters(),
    seal: (text) => seal(deployment.sessionSecret, text),
  }
}

function oauthOf({ apiUrl, webUrl, oauth }: Deployment): Outside['oauth'] {
  if (oauth === null) return null
  const app = { apiUrl, webUrl, ...oauth }
  return { authorizeUrl: (asked) => authorizeUrl(app, asked), personFor: (asked) => personFor(app, asked) }
}
