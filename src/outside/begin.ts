/** Meets the organisations that GitHub names, and begins audits of them. Reads nothing of their contents. */

import { connectGitHub } from '../github/client.ts'
import { fixedToken, installations } from '../github/installations.ts'
import { readOrganization } from '../github/people.ts'
import { isGone } from '../github/trouble.ts'
import { instant } from '../policy/calendar.ts'
import { leaseUntil } from '../policy/lease.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { beginAudit, handOnLane, latestAudits, runningAudit } from '../register/audits.ts'
import type { Register } from '../register/open.ts'
import {
  closeOrganizationsExcept,
  type MetOrganization,
  recordOrganizations,
} from '../register/organizations.ts'
import type { Deployment } from './deployment.ts'

/**
 * Records every organisation that this deployment serves now, and closes those it serves no longer.
 * Answers what could not be met, a sentence each; those stay as they were.
 */
export async function meetOrganizations(
  register: Register,
  deployment: Deployment,
  now: Instant,
): Promise<string[]> {
  const { met, troubles } =
    deployment.authority.kind === 'app' ? await installed(deployment) : await named(deployment)
  await recordOrganizations(register, met, now)
  if (troubles.length === 0)
    await closeOrganizationsExcept(
      register,
      met.map((org) => org.id),
      now,
    )
  return troubles
}

/** Begins an audit, or hands a dead lane on. Refuses (`conflict`) where one is running. */
export async function beginAuditOf(
  register: Register,
  start: (audit: { id: string; lane: number }) => Promise<void>,
  orgId: Id,
  by: Actor,
  now: Instant,
): Promise<{ id: string }> {
  const id = crypto.randomUUID()
  const asOf = await momentAfterTheLast(register, orgId, now)
  const lease = leaseUntil(now)
  if (await beginAudit(register, { id, orgId, askedBy: by, asOf, startedAt: now, leaseUntil: lease })) {
    await start({ id, lane: 0 })
    return { id }
  }
  const running = await runningAudit(register, orgId)
  if (running !== undefined && running.leaseUntil < now) {
    if (await handOnLane(register, { auditId: running.id, lane: running.lane }, lease)) {
      await start({ id: running.id, lane: running.lane + 1 })
    }
    return { id: running.id }
  }
  throw new Refusal(
    'conflict',
    'An audit of this organisation is running already; its page shows how far it is.',
    {
      id: running?.id ?? null,
    },
  )
}

/**
 * The whole second of `now`, GitHub's times being whole seconds: with milliseconds the acts of this very second would lie
 * on neither side. Two audits never share one, so that "first seen later than" always has an answer.
 */
async function momentAfterTheLast(register: Register, orgId: Id, now: Instant): Promise<Instant> {
  const second = Math.floor(Date.parse(now) / 1000) * 1000
  const [last] = await latestAudits(register, orgId, 1)
  const taken = last === undefined ? null : Date.parse(last.asOf)
  return instant(taken !== null && taken >= second && taken - second < 60_000 ? taken + 1000 : second)
}

async function installed(deployment: Deployment): Promise<{ met: MetOrganization[]; troubles: string[] }> {
  if (deployment.authority.kind !== 'app') return { met: [], troubles: [] }
  const met: MetOrganization[] = []
  for await (const page of installations({ apiUrl: deployment.apiUrl, ...deployment.authority })) {
    for (const { id, account, repository_selection, suspended_at } of page) {
      if (account === null || account.type !== 'Organization' || suspended_at !== null) continue
      if (
        deployment.organizations !== null &&
        !deployment.organizations.includes(account.login.toLowerCase())
      )
        continue
      met.push({
        id: account.id,
        login: account.login,
        nodeId: account.node_id,
        installationId: id,
        repositorySelection: repository_selection,
      })
    }
  }
  return { met, troubles: [] }
}

async function named(deployment: Deployment): Promise<{ met: MetOrganization[]; troubles: string[] }> {
  if (deployment.authority.kind !== 'token') return { met: [], troubles: [] }
  const github = connectGitHub({
    apiUrl: deployment.apiUrl,
    authorization: fixedToken(deployment.authority.token),
  })
  const met: MetOrganization[] = []
  const troubles: string[] = []
  for (const login of deployment.organizations ?? []) {
    try {
      const org = await readOrganization(github, login)
      met.push({
        id: org.id,
        login: org.login,
        nodeId: org.nodeId,
        installationId: null,
        repositorySelection: null,
      })
    } catch (error) {
      if (!isGone(error)) throw error
      troubles.push(
        `There is no organisation ${login} on GitHub that this token can see: check ORGANIZATIONS.`,
      )
    }
  }
  return { met, troubles }
}
