/** Environments and the reviews of their deployments as REST shows them. */
import type { Act } from '../../world/act.ts'
import { type Environment, environmentOf } from '../../world/environments.ts'
import type { Repository } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Call, Json } from '../answers.ts'
import { simpleUser, teamShape } from './accounts.ts'
import { placeOf } from './acts.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>

/** An `environment`, with the rule that names its required reviewers where it has any. */
export function environmentShape(call: Roots, repo: Repository, environment: Environment): Json {
  const org = call.state.world.organization(repo.owner)
  const teams = environment.teams.flatMap((slug) => org?.teams.find((team) => team.slug === slug) ?? [])
  const reviewers = [
    ...environment.reviewers.map((login) => ({ type: 'User', reviewer: simpleUser(call, login) })),
    ...teams.map((team) => ({ type: 'Team', reviewer: org && teamShape(call, org, team) })),
  ]
  const rule = {
    id: repo.id,
    node_id: nodeId('GA', repo.id),
    type: 'required_reviewers',
    prevent_self_review: false,
    reviewers,
  }
  return {
    ...namedEnvironment(call, repo, environment.name),
    protection_rules: reviewers.length === 0 ? [] : [rule],
    deployment_branch_policy: null,
  }
}

/** An `environment-approvals`. GitHub gives it no date. */
export function approvalShape(call: Roots, repo: Repository, act: Act): Json {
  return {
    environments: [namedEnvironment(call, repo, environmentOf(call.state.world, repo, act))],
    state: 'approved',
    user: simpleUser(call, act.actor),
    comment: '',
  }
}

function namedEnvironment(call: Roots, repo: Repository, name: string): Json {
  const { api, web } = placeOf(call, repo)
  return {
    id: repo.id,
    node_id: nodeId('EN', repo.id),
    name,
    url: `${api}/environments/${name}`,
    html_url: `${web}/deployments/activity_log?environments_filter=${name}`,
    created_at: repo.created_at,
    updated_at: repo.created_at,
  }
}
