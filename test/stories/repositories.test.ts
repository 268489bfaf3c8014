/** Who can push to a repository of the sample, by page, API and a plain count of the world itself. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Item {
  readonly name: string
  readonly canPush: number
  readonly canAdminister: number
  readonly keyholders: { readonly active: number; readonly unknown: number }
}
interface Details extends Item {
  readonly unusedHere: number
  readonly unknownHere: number
  readonly people: readonly { readonly login: string; readonly role: string; readonly use: string }[]
}

const ORG = 'lichen-lab'
const ROLES = ['pull', 'triage', 'push', 'maintain', 'admin']
const WORDS: Readonly<Record<string, string>> = { read: 'pull', write: 'push' }

/** Login → role on the repository, the strongest of ownership, base permission, teams with their parents, and direct roles. */
function rolesPlainly(name: string): ReadonlyMap<string, string> {
  const world = sampleWorld()
  const org = world.organization(ORG)
  if (org === undefined) throw new Error('The sample has lost its organisation.')
  const roles = new Map<string, string>()
  const give = (login: string, role: string) => {
    const known = roles.get(login)
    const named = WORDS[role] ?? role
    if (known === undefined || ROLES.indexOf(known) < ROLES.indexOf(named)) roles.set(login, named)
  }
  for (const { login, role } of org.members)
    give(login, role === 'admin' ? 'admin' : org.default_repository_permission)
  for (const team of org.teams)
    for (let above: typeof team | undefined = team; above !== undefined; ) {
      const held = above.repositories.find((each) => each.name === name)
      if (held !== undefined) for (const { login } of team.members) give(login, held.permission)
      const parent: string | null = above.parent
      above = org.teams.find(({ slug }) => slug === parent)
    }
  for (const repository of world.repositories)
    if (repository.owner === ORG && repository.name === name)
      for (const { login, role } of repository.collaborators) give(login, role)
  return roles
}

describe('the repositories of the sample', () => {
  let chatelaine: Chatelaine
  let items: readonly Item[]
  let verdicts: ReadonlyMap<string, string>

  beforeAll(async () => {
    chatelaine = await startChatelaine({ world: sampleWorld() })
    await chatelaine.audited(ORG)
    items = await chatelaine.list<Item>(`/api/orgs/${ORG}/repositories`)
    verdicts = new Map((await chatelaine.accounts(ORG)).map(({ login, verdict }) => [login, verdict]))
  }, 120_000)
  afterAll(() => chatelaine.close())

  const withAtLeast = (name: string, least: string) =>
    [...rolesPlainly(name)].filter(([, role]) => ROLES.indexOf(role) >= ROLES.indexOf(least))

  it('have the numbers that a plain count of the world comes to', () => {
    expect(items.length).toBeGreaterThan(5)
    for (const { name, canPush, canAdminister, keyholders } of items) {
      const admins = withAtLeast(name, 'admin').map(([login]) => login)
      const active = admins.filter((login) => verdicts.get(login) === 'active').length
      expect([name, canPush, canAdminister, keyholders.active]).toEqual([
        ...[name, withAtLeast(name, 'push').length, admins.length],
        active,
      ])
    }
  })

  it('name each person with the same role, and count by them who has not used it', async () => {
    for (const { name, canPush } of items) {
      const { body } = await chatelaine.api<Details>(`/api/orgs/${ORG}/repositories/${name}`)
      const plain = withAtLeast(name, 'push').map(([login, role]) => `${login} ${role}`)
      expect(body.people.map(({ login, role }) => `${login} ${WORDS[role] ?? role}`).sort()).toEqual(
        plain.sort(),
      )
      expect(body.people).toHaveLength(canPush)
      const database = await chatelaine.worker.database()
      const used = await database.prepare(USED).bind(ORG, name).all<{ login: string }>()
      const users = new Set(used.results.map(({ login }) => login))
      const by = (use: string) => body.people.filter((person) => person.use === use)
      expect(
        by('used')
          .map(({ login }) => login)
          .sort(),
      ).toEqual(
        body.people
          .map(({ login }) => login)
          .filter((login) => users.has(login))
          .sort(),
      )
      expect([body.unusedHere, body.unknownHere]).toEqual([by('unused').length, by('unknown').length])
    }
  })

  it('stand on the pages with the same numbers', async () => {
    const cookie = await chatelaine.sessionOf('mara-voss')
    const textOf = async (path: string) =>
      (await (await chatelaine.worker.fetch(path, { headers: { cookie } })).text())
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
    const list = await textOf(`/orgs/${ORG}/repositories?sort=name`)
    for (const { name, canPush, canAdminister } of items) {
      expect(list).toMatch(new RegExp(` ${name} (private )?(archived )?${canPush} ${canAdminister} `))
      const { body } = await chatelaine.api<Details>(`/api/orgs/${ORG}/repositories/${name}`)
      expect(await textOf(`/orgs/${ORG}/repositories/${name}`)).toMatch(
        new RegExp(
          `${canPush} can push, ${canAdminister} can administer.*${body.unusedHere} of the ${canPush} have not used it`,
        ),
      )
    }
  })
})

/** Who did something in a repository within the window that reading alone does not allow. */
const USED = `
select distinct accounts.login from activity join accounts on accounts.id = activity.account_id
join repositories on repositories.id = activity.repository_id join organizations on organizations.id = activity.org_id
where organizations.login = ?1 and repositories.name = ?2 and activity.at >= '2026-05-22T06:00:00.000Z'
  and activity.kind in ('push', 'merge', 'branch', 'tag', 'release', 'workflow_run', 'deployment', 'review', 'triage')`
