/** The world under attack: the sample's two organisations, with hostile names and some idle members more. Nothing in it is real. */
import type { World } from '../fake-github/world/world.ts'
import { sampleWorld } from '../sample/sample-world.ts'

/** What an author of text may write on GitHub. Each is looked for, unescaped, on every page. */
export const HOSTILE = {
  markup: `<script>alert('planted')</script>`,
  image: `"><img src=x onerror=alert(1)>`,
  formula: `=HYPERLINK("http://evil.example","x")`,
  sql: `'); drop table history; --`,
  mention: '@everyone <!channel> [click](http://evil.example) *bold*',
} as const

/** Members without an act, so that more clicks come at once than any budget allows. */
const IDLE = 13

export function worldUnderAttack(): World {
  const world = sampleWorld()
  const org = world.organization('lichen-lab')
  if (org === undefined) throw new Error('The sample has no organisation lichen-lab.')
  const texts = Object.values(HOSTILE)
  for (let i = 0; i < IDLE; i += 1) {
    const login = `idle-${i}`
    world.accounts.push({
      login,
      id: 58_000 + i,
      created_at: '2018-03-01T00:00:00Z',
      type: 'User',
      name: texts[i % texts.length] ?? null,
      email: null,
      two_factor: 'secure',
      deleted: false,
    })
    org.members.push({ login, role: 'member', added_at: '2019-05-01T00:00:00Z' })
  }
  for (const [i, team] of org.teams.entries()) team.name = texts[i % texts.length] ?? team.name
  for (const [i, token] of org.personal_access_tokens.entries())
    token.token_name = texts[i % texts.length] ?? token.token_name
  for (const repository of world.repositoriesOf('lichen-lab'))
    for (const [i, key] of repository.deploy_keys.entries())
      key.title = texts[(i + 1) % texts.length] ?? key.title
  return world
}
