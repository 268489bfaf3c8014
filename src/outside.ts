/** Turns the Worker's bindings into values: the register, GitHub, the post. The only file that reads bindings. */

import type { GitHub } from './github/client.ts'
import { connectGitHub } from './github/client.ts'
import { fixedToken, readingToken } from './github/installations.ts'
import { roleOf } from './github/rights.ts'
import { authorizeUrl, personFor } from './github/sign-in.ts'
import type { Letter } from './notify/letter.ts'
import { beginAuditOf, meetOrganizations } from './outside/begin.ts'
import { channelsOf } from './outside/channels.ts'
import { type Deployment, deploymentOf, type Settings, startOfClock } from './outside/deployment.ts'
import { postLetters } from './outside/post.ts'
import { seal } from './outside/seal.ts'
import { type Writer, writerOf } from './outside/writer.ts'
import { instant } from './policy/calendar.ts'
import type { Actor, Id, Instant } from './policy/words.ts'
import { writeLetter } from './register/letters.ts'
import { openRegister, type Register } from './register/open.ts'

/** What a lane of audits carries from instance to instance. */
export interface AuditParameters {
  readonly auditId: string
  readonly lane: number
  /** Milliseconds to add to the machine's clock to get the run's (CLOCK, or a cron event's time). */
  readonly clockOffset: number
}

/** What one Workflow instance of a revocation does. Each has a plan's requests to itself. */
export type RevocationPart =
  | { readonly kind: 'newer_acts' }
  | { readonly kind: 'look_again' }
  /** Steps of the plan from `from` on; `steps`: how many the plan has. */
  | { readonly kind: 'remove'; readonly from: number; readonly steps: number }
  /** `held`: the brake that stopped the removals in the middle. */
  | { readonly kind: 'verify'; readonly held: string | null }

export interface RevocationParameters {
  readonly revocationId: string
  readonly attempt: number
  /** Absent in instances that an earlier version started. */
  readonly part?: RevocationPart
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

export type { Writer }

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
    startRevocation: async ({ id, attempt, part }) =>
      startOnce(env.REVOKE, `revoke-${id}-${attempt}-${nameOf(part)}`, {
        revocationId: id,
        attempt,
        part,
        clockOffset,
      }),
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

function nameOf(part: RevocationPart): string {
  return part.kind === 'remove' ? `remove-${part.from}` : part.kind
}

/** Idempotent: an instance with this id that is there already is the one we want. */
async function startOnce<T>(workflow: Workflow<T>, id: string, params: T): Promise<void> {
  const { errors } = await workflow.createBatch({ instances: [{ id, params }] })
  const failed = errors.find((error) => !/already_exists/.test(error.message))
  if (failed !== undefined) throw new Error(`The workflow ${id} could not be started: ${failed.message}`)
}
