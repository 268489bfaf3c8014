/** Apps and their installations as REST shows them. */
import type { App, Installation, Organization } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Call, Json } from '../answers.ts'
import { simpleOrganization, simpleUser } from './accounts.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>

/** An `installation`, as its organisation or its App sees it. */
export function installationShape(call: Roots, org: Organization, row: Installation): Json {
  return {
    id: row.id,
    app_id: row.app_id,
    app_slug: row.app_slug,
    client_id: call.state.world.apps.find((app) => app.id === row.app_id)?.client_id ?? `Iv1.${row.app_id}`,
    target_id: org.id,
    target_type: 'Organization',
    account: {
      ...simpleUser(call, 'ghost'),
      ...simpleOrganization(call, org),
      type: 'Organization',
      html_url: `${call.web}/${org.login}`,
    },
    repository_selection: row.repository_selection,
    access_tokens_url: `${call.base}/app/installations/${row.id}/access_tokens`,
    repositories_url: `${call.base}/installation/repositories`,
    html_url: `${call.web}/organizations/${org.login}/settings/installations/${row.id}`,
    permissions: row.permissions,
    events: row.events,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    created_at: row.created_at,
    updated_at: row.updated_at,
    suspended_at: row.suspended_at,
    suspended_by: null,
  }
}

/** An `integration`: the App itself. */
export function appShape(call: Roots, app: App): Json {
  const since = call.state.world.now
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: app.client_id,
    owner: simpleUser(call, 'ghost'),
    name: app.slug,
    description: null,
    external_url: call.web,
    html_url: `${call.web}/apps/${app.slug}`,
    created_at: since,
    updated_at: since,
    permissions: app.permissions,
    events: [],
    installations_count: call.state.world.organizations.filter((org) =>
      org.installations.some((row) => row.app_id === app.id),
    ).length,
  }
}
