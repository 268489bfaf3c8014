/** Reads from GitHub which part of the access that was taken is held now. */

import { readHoldings } from '../../github/recheck/current-grants.ts'
import { readPublicKeys, readRepositoryNow, readTeamSlugs } from '../../github/recheck/names-now.ts'
import {
  readFailedInvitationsOf,
  readRepositoryInvitationsNow,
} from '../../github/recheck/pending-invitations.ts'
import type { Platform } from '../../platform.ts'
import type { HeldNow } from '../../policy/revocation/held-now.ts'
import { takenGrants } from '../../policy/revocation/taken-grants.ts'
import type { BasePermission, Grant, Id, Taken } from '../../policy/words.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import type { Organization } from '../../register/organizations.ts'

/** The most repositories, of those closed in the register, that GitHub is asked for by their old names. */
const MOST_CLOSED = 10

/** Throws where something cannot be read in full: nothing is concluded from a part. */
export async function readHeldNow(
  platform: Platform,
  { organization, taken }: { readonly organization: Organization; readonly taken: Taken },
): Promise<HeldNow> {
  const { register } = platform
  const github = platform.github(organization)
  const org = organization.login
  const grants = grantsToGive(taken)
  const repositories = await repositoriesNow(platform, organization, taken, grants)
  const names = new Map([...repositories].map(([id, { name }]) => [id, name]))
  const known = { repositories: names, organization: org }
  const account = accountOf(taken)
  if (account === null) {
    const deployKeys: string[] = []
    for (const name of taken.snapshot.kind === 'credential' ? names.values() : [])
      deployKeys.push(...(await readPublicKeys(github, name)))
    return { ...NOTHING, ...known, deployKeys }
  }
  const where = {
    organizationId: organization.id,
    organization: org,
    repositories: [...repositories].map(([id, { nodeId }]) => ({ id, nodeId })),
    invitingRepositories: [],
  }
  const { login, grants: holds } = await readHoldings(github, where, account)
  if (login === null) return { ...NOTHING, ...known }
  const holdsKind = (kind: Grant['kind']) => holds.some((grant) => grant.kind === kind)
  const membership = holdsKind('organization_role')
    ? 'active'
    : holdsKind('organization_invitation')
      ? 'pending'
      : 'none'
  const wantsMembership = grants.some(
    ({ kind }) => kind === 'organization_role' || kind === 'organization_invitation',
  )
  // Members are given roles at once; only others are invited to a repository.
  const inviting = wantsMembership || membership === 'active' ? [] : [...names]
  const invitations = (
    await readRepositoryInvitationsNow(
      github,
      inviting.map(([id, name]) => ({ id, name })),
    )
  ).filter((invitation) => invitation.login?.toLowerCase() === login.toLowerCase())
  const base = (await findOpenGrants(register, organization.id)).find(
    ({ kind }) => kind === 'base_permission',
  )
  return {
    ...known,
    login,
    membership,
    grants: [
      ...holds,
      ...invitations.flatMap(({ lapsed, grant }) => (lapsed ? [] : [{ ...grant, account }])),
    ],
    failedInvitations:
      wantsMembership && membership === 'none' ? await readFailedInvitationsOf(github, org, login) : [],
    lapsedInvitations: invitations.flatMap(({ lapsed, grant }) =>
      lapsed && grant.kind === 'repository_invitation' ? [grant] : [],
    ),
    teams: grants.some(({ kind }) => kind === 'team_membership')
      ? await readTeamSlugs(github, org)
      : new Map(),
    deployKeys: [],
    base: base?.kind === 'base_permission' ? base.role : 'none',
  }
}

const NOTHING = {
  login: null,
  membership: 'none',
  grants: [],
  failedInvitations: [],
  lapsedInvitations: [],
  teams: new Map<Id, string>(),
  deployKeys: [],
  base: 'none' satisfies BasePermission,
} as const

function accountOf({ snapshot }: Taken): Id | null {
  if (snapshot.kind === 'account') return snapshot.id
  const grant = snapshot.kind === 'invitation' ? snapshot.grant : null
  return grant !== null && 'account' in grant ? grant.account : null
}

function grantsToGive(taken: Taken): readonly Grant[] {
  const { snapshot } = taken
  if (snapshot.kind === 'invitation') return snapshot.grant === null ? [] : [snapshot.grant]
  return takenGrants(taken)
}

/** The repositories that were taken, under today's names; by the register, or where it has closed one, by GitHub. */
async function repositoriesNow(
  platform: Platform,
  organization: Organization,
  { snapshot, plan }: Taken,
  grants: readonly Grant[],
): Promise<ReadonlyMap<Id, { readonly name: string; readonly nodeId: string }>> {
  const ids = new Set([
    ...grants.flatMap((grant) => ('repository' in grant ? [grant.repository] : [])),
    ...(snapshot.kind === 'credential' ? plan : []).flatMap((step) =>
      step.action === 'delete_deploy_key' ? [step.repository] : [],
    ),
  ])
  if (ids.size === 0) return new Map()
  const open = await findOpenRepositories(platform.register, organization.id)
  const found = new Map(
    open
      .filter(({ id }) => ids.has(id))
      .map(({ id, name, nodeId }) => [id, { name: `${organization.login}/${name}`, nodeId }]),
  )
  const then = snapshot.kind === 'account' ? snapshot.repositories : {}
  for (const id of [...ids].filter((each) => !found.has(each)).slice(0, MOST_CLOSED)) {
    const name = then[id]
    const now =
      name === undefined
        ? null
        : await readRepositoryNow(platform.github(organization), organization.login, { id, name })
    if (now !== null) found.set(id, now)
  }
  return found
}
