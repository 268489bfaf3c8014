/** Reads what GitHub still shows of a case's subject, and says which steps of the plan are unnecessary by it. */

import type { GitHub } from '../../github/http/client.ts'
import { type CredentialNow, readCredential } from '../../github/recheck/current-credential.ts'
import { type Holdings, readHoldings, type WhereToLook } from '../../github/recheck/current-grants.ts'
import {
  type PendingInvitation,
  readOrganizationInvitationsNow,
  readRepositoryInvitationsNow,
} from '../../github/recheck/pending-invitations.ts'
import { isGrantGone } from '../../policy/revocation/by-hand/step-over.ts'
import type { Id, PlanStep, RepositoryRole } from '../../policy/words.ts'
import type { CaseWithAccess } from '../case.ts'

/** The subject as GitHub shows it now; null where it is gone. */
export type SubjectNow =
  | { readonly kind: 'account'; readonly holdings: Holdings }
  | { readonly kind: 'invitation'; readonly invitation: PendingInvitation | null }
  | { readonly kind: 'credential'; readonly credential: CredentialNow | null }

/** With more repositories, direct roles are read only where the register or the plan names one. */
const MOST_REPOSITORIES = 200

/**
 * Reads the subject again. Direct roles are read `everywhere`, to see whether more was given, or only where the register or
 * the plan names one. Throws where the subject cannot be read in full: nothing is concluded from a part.
 */
export async function subjectNow(
  github: GitHub,
  revocationCase: CaseWithAccess,
  where: 'everywhere' | 'where_known',
): Promise<SubjectNow> {
  const { subject } = revocationCase.proposal
  switch (subject.kind) {
    case 'account': {
      const scope = whereToLook(revocationCase, subject.id, where)
      return { kind: 'account', holdings: await readHoldings(github, scope, subject.id) }
    }
    case 'invitation': {
      const { organization, invitingRepositories } = whereToLook(revocationCase, null, where)
      const pending = [
        ...(await readOrganizationInvitationsNow(github, organization)),
        ...(await readRepositoryInvitationsNow(github, invitingRepositories)),
      ]
      const invitation = pending.find(({ grant }) => grant.invitation === subject.id) ?? null
      return { kind: 'invitation', invitation: invitation && withAccount(invitation, revocationCase.grants) }
    }
    case 'credential': {
      const repository = revocationCase.plan.find((step) => step.action === 'delete_deploy_key')?.repository
      const credential = await readCredential(github, revocationCase.organization.login, {
        kind: subject.credentialKind,
        id: subject.id,
        repository: repository === undefined ? null : recordedRepositoryName(revocationCase, repository),
      })
      return { kind: 'credential', credential }
    }
  }
}

/** GitHub names the invitee of an organisation by login alone; the audit has found whose that was. */
function withAccount(invitation: PendingInvitation, grants: CaseWithAccess['grants']): PendingInvitation {
  const known = grants.find(
    (grant) => 'invitation' in grant && grant.invitation === invitation.grant.invitation,
  )
  const account = known !== undefined && 'account' in known ? known.account : null
  return { ...invitation, grant: { ...invitation.grant, account: invitation.grant.account ?? account } }
}

/** Whether GitHub shows nothing any more of what this step removes. */
export function isOver(step: PlanStep, now: SubjectNow): boolean {
  switch (now.kind) {
    case 'invitation':
      return now.invitation === null
    case 'credential':
      return step.action !== 'by_hand' && now.credential === null
    case 'account':
      return isGrantGone(step, { ...now.holdings, team: (id) => now.holdings.teams.get(id) ?? null })
  }
}

/** The account's direct role in a repository now; null where it has none. */
export function roleNow(now: SubjectNow, repository: Id): RepositoryRole | null {
  if (now.kind !== 'account') return null
  for (const grant of now.holdings.grants) {
    if (grant.kind === 'repository_role' && grant.repository === repository) return grant.role
  }
  return null
}

/** `owner/name` by the register; null where the repository is not open in it. */
export function recordedRepositoryName(revocationCase: CaseWithAccess, repository: Id): string | null {
  const row = revocationCase.repositories.find(({ id }) => id === repository)
  return row === undefined ? null : `${revocationCase.organization.login}/${row.name}`
}

function whereToLook(
  revocationCase: CaseWithAccess,
  account: Id | null,
  where: 'everywhere' | 'where_known',
): WhereToLook {
  const known = new Set<Id>()
  for (const step of revocationCase.plan) {
    if ('repository' in step) known.add(step.repository)
    if ('repositories' in step) for (const repository of step.repositories) known.add(repository)
  }
  const inviting = new Set<Id>()
  for (const grant of revocationCase.grants) {
    if (grant.kind === 'repository_role' && grant.account === account) known.add(grant.repository)
    if (grant.kind === 'repository_invitation') inviting.add(grant.repository)
  }
  const all = where === 'everywhere' && revocationCase.repositories.length <= MOST_REPOSITORIES
  return {
    organizationId: revocationCase.organization.id,
    organization: revocationCase.organization.login,
    repositories: revocationCase.repositories.filter(({ id }) => all || known.has(id)),
    invitingRepositories: revocationCase.repositories
      .filter(({ id }) => inviting.has(id))
      .map(({ id, name }) => ({ id, name: `${revocationCase.organization.login}/${name}` })),
  }
}
