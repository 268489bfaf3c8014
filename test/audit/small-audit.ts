/** A small organisation that is audited step by step in plain Node, day after day. It starts no Worker. */

import { eq } from 'drizzle-orm'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import type { World } from '../../fake-github/world/world.ts'
import { runStep, type Step } from '../../src/audit/engine/run.ts'
import { endAudit } from '../../src/audit/finish.ts'
import { fixedToken } from '../../src/github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import { beginAuditOf } from '../../src/platform/begin-audit.ts'
import type { Deployment } from '../../src/platform/deployment.ts'
import { discoverOrganizations } from '../../src/platform/discover-organizations.ts'
import type { Platform } from '../../src/platform.ts'
import type { Register } from '../../src/register/open.ts'
import { accounts, organizations, verdicts } from '../../src/register/schema.ts'
import { aPlatform } from '../fixtures/lab.ts'
import { freshRegister } from '../fixtures/register.ts'

/** The organisation of every small audit: its owner is `guild-warden`. */
export const GUILD = 'guild'

export interface SmallAudit {
  readonly demo: FakeGitHub
  readonly register: Register
  readonly orgId: number
  /** Begins an audit as of `now`; answers its id. */
  begin(now: string): Promise<string>
  /** One step of one instance; `github` may stand in for the connection. */
  step(auditId: string, instance: number, now: string, github?: (real: GitHub) => GitHub): Promise<Step>
  /** A whole audit, to its judgement and its end; answers the requests that it made, as `GET /path` or the query's name. */
  audit(now: string): Promise<readonly string[]>
  verdictOf(login: string): Promise<string | undefined>
  close(): Promise<void>
}

/** Meets the organisation of the world; nothing of it has been read yet. */
export async function openSmallAudit(world: World): Promise<SmallAudit> {
  const demo = await openGitHub(world, { now: world.now, clock: 'fixed' })
  const token = demo.tokenFor(`${GUILD}-warden`)
  const register = await freshRegister()
  const authority = { kind: 'token' as const, token }
  // The cast: what meeting organisations uses of a deployment.
  const deployment = { apiUrl: demo.apiUrl, authority, organizations: [GUILD] } as unknown as Deployment
  await discoverOrganizations(register, deployment, world.now)
  const [org] = await register.select().from(organizations)
  if (org === undefined) throw new Error('the organisation was to be met')

  const outsideAt = (now: string, standIn: (real: GitHub) => GitHub): Platform =>
    Object.assign(aPlatform(register, { apiUrl: demo.apiUrl }), {
      now,
      github: () => standIn(connectGitHub({ apiUrl: demo.apiUrl, authorization: fixedToken(token) })),
    })
  const begin = async (now: string) => {
    const { id } = await beginAuditOf(register, async () => undefined, org.id, { kind: 'calendar' }, now)
    return id
  }
  const step: SmallAudit['step'] = (auditId, instance, now, standIn = (real) => real) =>
    runStep(outsideAt(now, standIn), { auditId, instance })

  return {
    demo,
    register,
    orgId: org.id,
    begin,
    step,
    async audit(now) {
      demo.setNow(now)
      const before = demo.requests.log.length
      const auditId = await begin(now)
      const platform = outsideAt(now, (real) => real)
      Object.assign(platform.deployment, { requests: { perInstance: 10_000, perStep: 100 } })
      for (let came = ''; came !== 'finished'; ) {
        came = (await runStep(platform, { auditId, instance: 0 })).kind
        if (came === 'lost') throw new Error('nobody else was to carry this audit')
      }
      await endAudit(platform, auditId, 0, now)
      return demo.requests.log
        .slice(before)
        .map(({ method, path, operation }) => operation ?? `${method} ${path}`)
    },
    async verdictOf(login) {
      const [judged] = await register
        .select({ verdict: verdicts.verdict })
        .from(verdicts)
        .innerJoin(accounts, eq(accounts.id, verdicts.accountId))
        .where(eq(accounts.login, login))
      return judged?.verdict
    },
    close: () => demo.close(),
  }
}
