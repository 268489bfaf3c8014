/** Discovers the organisations that GitHub names and this deployment serves, and which of them ended. */

import { isInstallationEnded, missingPermissions, readInstallations } from '../github/http/app.ts'
import { fixedToken } from '../github/http/authorization.ts'
import { connectGitHub } from '../github/http/client.ts'
import { isGone } from '../github/http/errors.ts'
import { readOrganization } from '../github/inventory/organization.ts'
import type { Instant } from '../policy/words.ts'
import type { Register } from '../register/open.ts'
import {
  closeOrganizationsExcept,
  type DiscoveredOrganization,
  recordOrganizations,
} from '../register/organizations.ts'
import type { Deployment } from './deployment.ts'

/**
 * Records every organisation that this deployment serves now, and closes those it serves no longer.
 * Returns a sentence for each that could not be found; while there is one, none is closed.
 */
export async function discoverOrganizations(
  register: Register,
  deployment: Deployment,
  now: Instant,
): Promise<string[]> {
  const { discovered, troubles } = await readServed(deployment)
  await recordOrganizations(register, discovered, now)
  if (troubles.length === 0)
    await closeOrganizationsExcept(
      register,
      discovered.map((org) => org.id),
      now,
    )
  return troubles
}

/**
 * Whether GitHub, asked as the App, says that the installation is deleted or suspended. False where GitHub does not answer:
 * then the hourly run finds out.
 */
export async function hasInstallationEnded(
  { apiUrl, authority }: Deployment,
  installation: number,
): Promise<boolean> {
  if (authority.kind === 'token') return false
  try {
    return await isInstallationEnded({ apiUrl, ...authority }, installation)
  } catch (error) {
    console.error(JSON.stringify({ event: 'installation_not_asked', installation, error: String(error) }))
    return false
  }
}

interface Served {
  readonly discovered: readonly DiscoveredOrganization[]
  readonly troubles: string[]
}

async function readServed(deployment: Deployment): Promise<Served> {
  const { authority } = deployment
  switch (authority.kind) {
    case 'app':
      return { discovered: await readInstalled(deployment, authority), troubles: [] }
    case 'token':
      return readNamedInSettings(deployment, authority.token)
  }
}

async function readInstalled(
  { apiUrl, organizations }: Deployment,
  app: { readonly appId: string; readonly privateKey: string },
): Promise<DiscoveredOrganization[]> {
  const discovered: DiscoveredOrganization[] = []
  for await (const page of readInstallations({ apiUrl, ...app })) {
    for (const installation of page) {
      const { id, account, repository_selection, suspended_at } = installation
      if (account === null || account.login === null || account.type !== 'Organization') continue
      if (suspended_at !== null) continue
      if (organizations !== null && !organizations.includes(account.login.toLowerCase())) continue
      discovered.push({
        id: account.id,
        login: account.login,
        nodeId: account.node_id,
        installationId: id,
        repositorySelection: repository_selection,
        missingPermissions: missingPermissions(installation),
      })
    }
  }
  return discovered
}

async function readNamedInSettings({ apiUrl, organizations }: Deployment, token: string): Promise<Served> {
  const github = connectGitHub({ apiUrl, authorization: fixedToken(token) })
  const discovered: DiscoveredOrganization[] = []
  const troubles: string[] = []
  for (const login of organizations ?? []) {
    try {
      const { id, login: currentLogin, nodeId } = await readOrganization(github, login)
      discovered.push({
        id,
        login: currentLogin,
        nodeId,
        installationId: null,
        repositorySelection: null,
        missingPermissions: null,
      })
    } catch (error) {
      if (!isGone(error)) throw error
      troubles.push(
        `There is no organisation ${login} on GitHub that this token can see: check ORGANIZATIONS.`,
      )
    }
  }
  return { discovered, troubles }
}
