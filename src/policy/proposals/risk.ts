/** What a key opens and how much that weighs, to rank what is asked first. It never says whether it is used. */

import { type EffectiveAccess, highestRole } from '../access/effective-access.ts'
import { counted } from '../english.ts'
import { canWrite } from '../verdict/findings.ts'
import { type Names, repositoryName } from '../words/names.ts'
import type { Credential, Finding, RepositoryRole, Risk } from '../words.ts'
import type { Invitation } from './invitation-lapse.ts'

/** Weight of the strongest role, in hundreds, so that ten more repositories never outweigh a stronger role. */
const WEIGHT: Readonly<Record<RepositoryRole, number>> = {
  admin: 700,
  maintain: 500,
  write: 400,
  triage: 200,
  read: 100,
}
const OWNER = 1000
/** The least score of a key that can change code: a credential that can write. */
const CAN_CHANGE_CODE = 350

/** The risk of an account: its strongest right, then how many repositories, then what makes it easier to steal. */
export function riskOf(access: EffectiveAccess, findings: readonly Finding[] = []): Risk {
  const opens: string[] = []
  const owner = access.organizationRole === 'admin'
  const held = { admin: 0, maintain: 0, write: 0, triage: 0, read: 0 }
  for (const { role } of access.repositories.values()) held[role] += 1
  const roles = STRONGEST_FIRST.filter((role) => held[role] > 0)
  const highest = owner ? 'admin' : (roles[0] ?? null)
  if (owner) opens.push('owner of the organisation')
  else {
    for (const role of roles) opens.push(`${CAN[role]} ${counted(held[role], 'repository', 'repositories')}`)
    if (access.organizationRole === 'member') opens.push('member of the organisation')
  }
  if (access.isOutsideCollaborator && access.organizationRole === null)
    opens.push('not a member of the organisation')
  const many = highest === null ? 0 : held[highest]
  const easier = findings.some(({ code }) => code === 'two_factor_off') ? 50 : 0
  const base = owner ? OWNER : highest === null ? 50 : WEIGHT[highest]
  return { score: base + Math.min(49, many) + easier, opens, privileged: highest === 'admin' }
}

const STRONGEST_FIRST = ['admin', 'maintain', 'write', 'triage', 'read'] as const

/** A score in words, by the strongest right that it stands for; for print, never for ranking. */
export function riskInWords(score: number): 'highest' | 'very high' | 'high' | 'moderate' | 'low' {
  if (score >= OWNER) return 'highest'
  if (score >= WEIGHT.admin) return 'very high'
  if (score >= CAN_CHANGE_CODE) return 'high'
  return score >= WEIGHT.triage ? 'moderate' : 'low'
}

/** Whether an account holds an owner's or administrator's right by any path: nothing of it goes without a second vote. */
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
  const base = has('wide_scope') ? 450 : canWrite(credential) ? CAN_CHANGE_CODE : 90
  return { score: base + (has('owner_gone') ? 40 : 0) + (has('no_expiry') ? 5 : 0), opens, privileged: false }
}

/** The risk of a pending invitation: nothing is open yet, so less than the same right held. */
export function riskOfInvitation(invitation: Invitation, names: Names): Risk {
  if (invitation.kind === 'organization_invitation') {
    const owner = invitation.role === 'admin'
    const opens = [`would make ${owner ? 'an owner' : 'a member'} of ${names.organization}`]
    return { score: owner ? 330 : 60, opens, privileged: false }
  }
  const opens = [`would give ${invitation.role} to ${repositoryName(names, invitation.repository)}`]
  return { score: Math.round(WEIGHT[invitation.role] / 3), opens, privileged: false }
}

const CAN: Readonly<Record<RepositoryRole, string>> = {
  admin: 'can administer',
  maintain: 'can push to and manage',
  write: 'can push to',
  triage: 'can triage in',
  read: 'can read',
}
