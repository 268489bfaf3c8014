/** REST: deployments, the environments that they go to, and who let them go on. */
import { environmentOf, environmentsOf } from '../world/environments.ts'
import { type Answer, type Call, ok, paged } from './answers.ts'
import { type Route, repoOf } from './gate.ts'
import { deploymentShape } from './shapes/conversation.ts'
import { approvalShape, environmentShape } from './shapes/environments.ts'

const repo = '/repos/{owner}/{repo}'

export const deploymentRoutes: readonly Route[] = [
  { method: 'GET', path: `${repo}/deployments`, ...can('deployments'), answer: deployments },
  { method: 'GET', path: `${repo}/environments`, ...can('actions'), answer: environments },
  { method: 'GET', path: `${repo}/actions/runs/{run_id}/approvals`, ...can('actions'), answer: approvals },
]

function can(permission: string) {
  return { permission: `${permission}=read`, user: 'anyone' } as const
}

function deployments(call: Call): Answer {
  const row = repoOf(call)
  const acts = call.state.world.acts.inRepository(row.owner, row.name)
  const wanted = call.query.get('environment')
  const all = acts.kind('deployment', 'deployment_approval')
  const rows = all.filter((act) => wanted === null || environmentOf(call.state.world, row, act) === wanted)
  return paged(call, rows, (act) => deploymentShape(call, row, act))
}

function environments(call: Call): Answer {
  const row = repoOf(call)
  const all = environmentsOf(call.state.world, row)
  const shape = (one: (typeof all)[number]) => environmentShape(call, row, one)
  return paged(call, all, shape, (page) => ({ total_count: all.length, environments: page }))
}

/** Of a run of which the world knows no review, the list is empty. */
function approvals(call: Call): Answer {
  const row = repoOf(call)
  const acts = call.state.world.acts.inRepository(row.owner, row.name)
  const reviews = acts.kind('deployment_approval').filter((act) => String(act.id) === call.params.run_id)
  return ok(reviews.map((act) => approvalShape(call, row, act)))
}
