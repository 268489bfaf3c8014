/** The environments of a repository: those that the world gives it, or the one that its reviews of deployments imply. */
import type { Act } from './act.ts'
import type { Repository } from './format.ts'
import type { World } from './world.ts'

export type Environment = NonNullable<Repository['environments']>[number]

/** Without a list in the world whoever reviewed a deployment is a required reviewer of the one environment. */
export function environmentsOf(world: World, repo: Repository): readonly Environment[] {
  if (repo.environments !== undefined) return repo.environments
  const reviews = world.acts.inRepository(repo.owner, repo.name).kind('deployment_approval')
  const reviewers = [...new Set(reviews.map((act) => act.actor))]
  return reviewers.length === 0 ? [] : [{ name: IMPLIED, reviewers, teams: [] }]
}

const IMPLIED = 'pypi'

/** The environment that was deployed to: a review's `action`, or the first. */
export function environmentOf(world: World, repo: Repository, act: Act): string {
  const named = act.kind === 'deployment_approval' ? act.action : null
  return named ?? environmentsOf(world, repo)[0]?.name ?? IMPLIED
}
