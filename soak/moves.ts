/** Moves the world under an audit: what is deleted or leaves is passing, what is renamed stays. */

import type { Rng } from '../bench/world/rng.ts'
import type { FakeGitHub } from '../fake-github/github.ts'
import { deleteRepository, removeMember, removeTeam, renameRepository } from '../fake-github/world/changes.ts'
import type { WorldMove } from './plan.ts'
import { isPassing } from './soak-world.ts'

/** Makes the move, as far as there is still something to move. Nobody who left comes back: closed is closed. */
export function makeMove(github: FakeGitHub, organization: string, move: WorldMove, rng: Rng): void {
  const { world } = github
  const org = world.organization(organization)
  if (org === undefined) return
  const repositories = world.repositoriesOf(organization)
  switch (move) {
    case 'repository deleted': {
      const gone = repositories.find(({ name }) => isPassing(name))
      if (gone !== undefined) deleteRepository(world, gone)
      return
    }
    case 'repository renamed': {
      const stable = repositories.filter(({ name }) => !isPassing(name))
      const renamed = rng.pick(stable)
      renameRepository(world, renamed, `${renamed.name}-x`)
      return
    }
    case 'repository made': {
      const [pattern] = repositories.filter(({ name }) => isPassing(name))
      if (pattern === undefined) return
      const id = world.newId()
      const at = '2015-01-01T00:00:00Z'
      world.repositories.unshift({ ...pattern, former_names: [], id, name: `passing-${id}`, created_at: at })
      return
    }
    case 'member left': {
      const gone = org.members.find(({ login }) => isPassing(login))
      if (gone !== undefined) removeMember(world, org, gone.login, github.now())
      return
    }
    case 'member joined': {
      const id = world.newId()
      const [pattern] = world.accounts
      if (pattern === undefined) return
      world.accounts.push({ ...pattern, login: `passing-${id}`, id })
      org.members.unshift({ login: `passing-${id}`, role: 'member', added_at: github.now() })
      return
    }
    case 'team deleted': {
      const gone = org.teams.find(({ slug }) => isPassing(slug))
      if (gone !== undefined) removeTeam(org, gone)
      return
    }
  }
}
