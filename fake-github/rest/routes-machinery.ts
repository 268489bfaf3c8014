/** REST: secrets, webhooks, runners and workflow defaults. */
import type { Hook, Runner } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import { type Answer, type Call, type Json, ok, paged } from './answers.ts'
import { orgOf, type Route, repoOf } from './gate.ts'

const org = '/orgs/{org}'
const repo = '/repos/{owner}/{repo}'

export const machineryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${org}/actions/secrets`,
    permission: 'organization_secrets=read',
    user: 'owner',
    answer: organizationSecrets,
  },
  {
    method: 'GET',
    path: `${org}/actions/permissions/workflow`,
    permission: 'organization_administration=read',
    user: 'owner',
    answer: (call) => ok(orgOf(call).actions),
  },
  {
    method: 'GET',
    path: `${org}/hooks`,
    permission: 'organization_hooks=read',
    user: 'owner',
    answer: organizationHooks,
  },
  {
    method: 'GET',
    path: `${org}/actions/runners`,
    permission: 'organization_self_hosted_runners=read',
    user: 'owner',
    answer: (call) => runnerList(call, orgOf(call).runners),
  },
  {
    method: 'GET',
    path: `${repo}/actions/secrets`,
    permission: 'secrets=read',
    user: 'push',
    answer: repositorySecrets,
  },
  {
    method: 'GET',
    path: `${repo}/actions/permissions/workflow`,
    permission: 'administration=read',
    user: 'admin',
    answer: workflowDefault,
  },
  {
    method: 'GET',
    path: `${repo}/hooks`,
    permission: 'repository_hooks=read',
    user: 'admin',
    answer: repositoryHooks,
  },
  {
    method: 'GET',
    path: `${repo}/actions/runners`,
    permission: 'administration=read',
    user: 'admin',
    answer: (call) => runnerList(call, repoOf(call).runners),
  },
]

function organizationSecrets(call: Call): Answer {
  const { secrets } = orgOf(call)
  return paged(
    call,
    secrets,
    (row) => row,
    (page) => ({ total_count: secrets.length, secrets: page }),
  )
}

function repositorySecrets(call: Call): Answer {
  const { secrets } = repoOf(call)
  return paged(
    call,
    secrets,
    (row) => row,
    (page) => ({ total_count: secrets.length, secrets: page }),
  )
}

function workflowDefault(call: Call): Answer {
  const row = repoOf(call)
  const inherited = call.state.world.organization(row.owner)?.actions
  return ok(
    row.actions ??
      inherited ?? { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
  )
}

function organizationHooks(call: Call): Answer {
  const row = orgOf(call)
  return paged(call, row.hooks, (hook) => hookShape(`${call.base}/orgs/${row.login}`, 'Organization', hook))
}

function repositoryHooks(call: Call): Answer {
  const row = repoOf(call)
  const root = `${call.base}/repos/${row.owner}/${row.name}`
  return paged(call, row.hooks, (hook) => ({
    ...hookShape(root, 'Repository', hook),
    test_url: `${root}/hooks/${hook.id}/test`,
    last_response: { code: null, status: 'unused', message: null },
  }))
}

function hookShape(root: string, type: string, hook: Hook): Json {
  const url = `${root}/hooks/${hook.id}`
  const { id, active, events, created_at, updated_at } = hook
  const config = { url: hook.url, content_type: 'json', insecure_ssl: hook.insecure_ssl ? '1' : '0' }
  return {
    type,
    id,
    name: 'web',
    active,
    events,
    config,
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    created_at,
    updated_at,
  }
}

function runnerList(call: Call, list: readonly Runner[]): Answer {
  const shape = (row: Runner) => ({
    ...row,
    node_id: nodeId('RUN', row.id),
    labels: row.labels.map((name, i) => ({ id: i + 1, name, type: 'custom' })),
  })
  return paged(call, list, shape, (page) => ({ total_count: list.length, runners: page }))
}
