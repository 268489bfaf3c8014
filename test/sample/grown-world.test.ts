/** The world that a newcomer sees: of the usual size, with every case of the sample in it, and with nobody twice. */
import { describe, expect, it } from 'vitest'
import { grownWorld } from '../../sample/grown/world.ts'
import { sampleWorld } from '../../sample/sample-world.ts'

const world = grownWorld()
const cases = sampleWorld()

describe('the grown world', () => {
  it('begins with mara-voss, an owner of lichen-lab', () => {
    expect(world.organizations[0]?.login).toBe('lichen-lab')
    expect(world.organizations[0]?.members[0]).toMatchObject({ login: 'mara-voss', role: 'admin' })
  })

  it('has three organisations, as many as numbers over all of them need', () => {
    expect(world.organizations.map(({ login }) => login)).toEqual(['lichen-lab', 'moss-press', 'grove-works'])
    for (const { members } of world.organizations)
      expect(members.filter(({ role }) => role === 'admin').length).toBeGreaterThanOrEqual(2)
  })

  it('has in lichen-lab the four owners, fourteen repositories and about 150 people of an organisation of this kind', () => {
    const lab = world.organization('lichen-lab')
    const repositories = world.repositoriesOf('lichen-lab')
    const outside = repositories.flatMap(({ collaborators }) => collaborators.map(({ login }) => login))
    const people = new Set([...(lab?.members.map(({ login }) => login) ?? []), ...outside])
    expect(lab?.members.filter(({ role }) => role === 'admin')).toHaveLength(4)
    expect(repositories).toHaveLength(14)
    expect(people.size).toBeGreaterThan(130)
    expect(people.size).toBeLessThan(175)
  })

  it('holds whoever and whatever the cases hold, as they hold it', () => {
    for (const org of cases.organizations) {
      const here = world.organization(org.login)
      expect(here?.members).toEqual(expect.arrayContaining(org.members))
      expect(here).toMatchObject({
        invitations: org.invitations,
        personal_access_tokens: org.personal_access_tokens,
        installations: org.installations,
      })
    }
    for (const { owner, name, deploy_keys, collaborators } of cases.repositories) {
      const here = world.repository(owner, name)
      expect(here?.deploy_keys).toEqual(deploy_keys)
      expect(here?.collaborators).toEqual(expect.arrayContaining(collaborators))
    }
  })

  it('has nobody twice, and no number twice', () => {
    const once = (values: readonly (string | number)[]) => expect(new Set(values).size).toBe(values.length)
    once(world.accounts.map(({ login }) => login))
    once(world.accounts.map(({ id }) => id))
    once(world.repositories.map(({ id }) => id))
    once(world.organizations.flatMap(({ teams }) => teams.map(({ id }) => id)))
  })
})
