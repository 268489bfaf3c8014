/** Scores how much an account, credential or invitation can do, so that the riskiest is proposed first. */

import { type EffectiveAccess, highestRole } from '../access/effective-access.ts'
import { counted } from '../english.ts'
import { canWrite } from '../verdict/findings.ts'
import { type Names, repositoryName } from '../words/names.ts'
import type { Credential, Finding, Id, RepositoryRole, Risk } from '../words.ts'
import type { Invitation } from './invitation-lapse.ts'

/** The score of the strongest role, in hundreds, so that more repositories never outweigh a stronger role. */
export const ROLE_SCORE: Readonly<Record<RepositoryRole, number>> = {
  admin: 700,
  maintain: 500,
  write: 400,
  triage: 200,
  read: 100,
}
export const OWNER_SCORE = 1000
/** The score of an account that can do no more than every member, or everybody, can. */
const MEMBERSHIP_SCORE = 50
/** The lowest score of what can change code: that of a credential that can write. */
export const WRITE_SCORE = 350
/** What is added where an account has no second factor, and so is easier to steal. */
export const SECOND_FACTOR_SCORE = 50

/**
 * The risk of an account: its strongest role, on how many repositories, and what makes the account easier to steal. Reading
 * what every member, or everybody, can read counts nothing.
 */
export function riskOf(
  access: EffectiveAccess,
  findings: readonly Finding[] = [],
  privateRepositories: ReadonlySet<Id> = NO_REPOSITORY,
): Risk {
  const opens: string[] = []
  const owner = access.organizationRole === 'admin'
  const count = { admin: 0, maintain: 0, write: 0, triage: 0, read: 0 }
  for (const { role } of access.repositories.values()) count[role] += 1
  const roles = STRONGEST_FIRST.filter((role) => count[role] > 0)
  const highest = owner ? 'admin' : (roles[0] ?? null)
  if (owner) opens.push('owner of the organisation')
  else {
    for (const role of roles)
      opens.push(`${ROLE_IN_WORDS[role]} ${counted(count[role], 'repository', 'repositories')}`)
    if (access.organizationRole === 'member') opens.push('member of the organisation')
  }
  if (access.isOutsideCollaborator && access.organizationRole === null)
    opens.push('not a member of the organisation')
  const counting = highest === 'read' ? readsAlone(access, privateRepositories) : highest && count[highest]
  const twoFactorScore = findings.some(isSecondFactorOff) ? SECOND_FACTOR_SCORE : 0
  const repositoryCount = counting ?? 0
  const isMore = highest !== null && (highest !== 'read' || repositoryCount > 0)
  const base = owner ? OWNER_SCORE : isMore ? ROLE_SCORE[highest] : MEMBERSHIP_SCORE
  return {
    score: base + Math.min(49, repositoryCount) + twoFactorScore,
    opens,
    privileged: highest === 'admin',
  }
}

/** The findings and the risk without what they tell of a second factor. */
export function withoutSecondFactor(
  findings: readonly Finding[],
  { score, opens, privileged, holds }: Risk,
): { readonly findings: readonly Finding[]; readonly risk: Risk } {
  const counted = findings.some(isSecondFactorOff) ? SECOND_FACTOR_SCORE : 0
  return {
    findings: findings.filter((finding) => !isSecondFactorOff(finding)),
    risk: { score: score - counted, opens, privileged, ...(holds !== undefined && { holds }) },
  }
}

function isSecondFactorOff({ code }: Finding): boolean {
  return code === 'two_factor_off'
}

const NO_REPOSITORY: ReadonlySet<Id> = new Set()

/** How many private repositories it can read by a path of its own. */
function readsAlone(access: EffectiveAccess, privateRepositories: ReadonlySet<Id>): number {
  return [...access.repositories].filter(
    ([id, { paths }]) => privateRepositories.has(id) && paths.some(({ kind }) => kind !== 'base'),
  ).length
}

const STRONGEST_FIRST = ['admin', 'maintain', 'write', 'triage', 'read'] as const

/** Whether an account is an owner, or admin of a repository by any path: removing its access needs a second vote. */
export function isPrivileged(access: EffectiveAccess): boolean {
  return access.organizationRole === 'admin' || highestRole(access) === 'admin'
}

/** The risk of a credential: what it can change, and whether anybody answers for it. */
export function riskOfCredential(credential: Credential, findings: readonly Finding[], names: Names): Risk {
  const has = (code: Finding['code']): boolean => findings.some((finding) => finding.code === code)
  const opens: string[] = []
  const where =
    credential.repository === null ? 'the organisation' : repositoryName(names, credential.repository)
  if (has('wide_scope')) opens.push('opens more than one repository or their settings')
  opens.push(canWrite(credential) ? `can write to ${where}` : `can read ${where}`)
  if (has('owner_gone')) opens.push('nobody here answers for it')
  const base = has('wide_scope') ? 450 : canWrite(credential) ? WRITE_SCORE : 90
  return { score: base + (has('owner_gone') ? 40 : 0) + (has('no_expiry') ? 5 : 0), opens, privileged: false }
}

/**
 * The risk of a pending invitation: it gives no access yet, so less than the same role of an account. One that would make an
 * owner stands before everything, and two owners decide about it: whoever opens the mail owns the organisation.
 */
export function riskOfInvitation(invitation: Invitation, names: Names): Risk {
  if (invitation.kind === 'organization_invitation') {
    const owner = invitation.role === 'admin'
    const opens = [`would make ${owner ? 'an owner' : 'a member'} of ${names.organization}`]
    return { score: owner ? OWNER_SCORE + 100 : 60, opens, privileged: owner }
  }
  const opens = [`would give ${invitation.role} to ${repositoryName(names, invitation.repository)}`]
  return { score: Math.round(ROLE_SCORE[invitation.role] / 3), opens, privileged: false }
}

const ROLE_IN_WORDS: Readonly<Record<RepositoryRole, string>> = {
  admin: 'can administer',
  maintain: 'can push to and manage',
  write: 'can push to',
  triage: 'can triage in',
  read: 'can read',
}
