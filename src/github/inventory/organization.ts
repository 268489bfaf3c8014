/** Reads the settings of an organisation: plan, base permission, whether it requires two-factor authentication. */

import type { BasePermission, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, flag, nullable, oneOf, text, whole } from '../http/decode.ts'

/** A null field was not shown to this token; a base permission of null is not `none`. */
export interface OrganizationFacts {
  readonly id: Id
  readonly login: string
  readonly nodeId: string
  readonly plan: string | null
  readonly twoFactorRequired: boolean | null
  readonly basePermission: BasePermission | null
}

/** https://docs.github.com/rest/orgs/orgs#get-an-organization */
export async function readOrganization(github: GitHub, org: string): Promise<OrganizationFacts> {
  const { data } = await github.rest('GET /orgs/{org}', { org }, ORGANIZATION)
  return {
    id: data.id,
    login: data.login,
    nodeId: data.node_id,
    plan: data.plan?.name ?? null,
    twoFactorRequired: data.two_factor_requirement_enabled,
    basePermission: data.default_repository_permission,
  }
}

const ORGANIZATION = fields({
  id: whole,
  login: text,
  node_id: text,
  plan: nullable(fields({ name: nullable(text) })),
  two_factor_requirement_enabled: nullable(flag),
  default_repository_permission: nullable(
    oneOf({ none: 'none', read: 'read', write: 'write', admin: 'admin' }),
  ),
})
