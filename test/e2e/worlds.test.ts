/** Nine organisations, end to end: what the audit says is exactly what the world says. Of the invented ones always, of the real ones where their file is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRow, type AuditView, unreadIn } from '../../local/api.ts'
import { instant, monthsBefore } from '../../src/policy/calendar.ts'
import { pairsCountedPlainly } from '../fixtures/whole/counted-plainly.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'
import {
  type ActsByPerson,
  type PlainOrganization,
  type PlainWorld,
  worldsToTest,
} from '../fixtures/whole/worlds.ts'

const worlds = worldsToTest('spy.json').map((world) => [world.name, world] as const)

describe.each(worlds)('nine organisations of %s', (_, { organizations, load, read }) => {
  let chatelaine: Chatelaine
  let world: PlainWorld
  let acts: ActsByPerson
  let audits: Map<string, AuditView>

  beforeAll(async () => {
    const plain = await read()
    world = plain.world
    acts = plain.acts
    chatelaine = await startChatelaine({ world: load() })
    await chatelaine.auditedAt(world.now)
    const done = await Promise.all(organizations.map(async (login) => [login, await auditOf(login)] as const))
    audits = new Map(done)
  }, 240_000)

  afterAll(() => chatelaine.close())

  async function auditOf(login: string): Promise<AuditView> {
    const database = await chatelaine.worker.database()
    const audit = await database
      .prepare(
        'SELECT audits.id FROM audits JOIN organizations ON organizations.id = org_id WHERE login = ?1',
      )
      .bind(login)
      .first<{ id: string }>()
    const { body } = await chatelaine.api<AuditView>(`/api/orgs/${login}/audits/${audit?.id}`)
    return body
  }

  describe.each(organizations)('%s', (login) => {
    let accounts: AccountRow[]
    let organization: PlainOrganization

    beforeAll(async () => {
      accounts = await chatelaine.accounts(login)
      const found = world.organizations.find((candidate) => candidate.login === login)
      if (found === undefined) throw new Error(`${login} is not in this world`)
      organization = found
    })

    it('has the stale access that a plain count of grants and acts comes to', async () => {
      const { body } = await chatelaine.api<{ now: Readonly<Record<'total' | 'stale' | 'unknown', number>> }>(
        `/api/orgs/${login}/stale-access`,
      )
      const { total, stale, unknown } = body.now
      const plain = await pairsCountedPlainly(chatelaine, login, monthsBefore(instant(world.now), 6))
      expect({ total, used: total - stale - unknown }).toEqual(plain)
    })

    it('was read completely', () => {
      const audit = audits.get(login)
      expect(audit && unreadIn(audit)).toEqual([])
      expect(audit?.status).toBe('complete')
    })

    it('has the members and owners of the file, and no other account', () => {
      const expected = organization.members.map((member) => [member.login, member.role])
      const platform = outsideCollaborators().map((name) => [name, 'outside_collaborator'])
      expect(accounts.map((account) => [account.login, account.role]).sort()).toEqual(
        [...expected, ...platform].sort(),
      )
    })

    it('has the teams and direct roles of the file', async () => {
      const expected = organization.teams.flatMap((team) =>
        team.members.map((member) => `${team.slug} ${member.login} ${member.role}`),
      )
      const direct = repositories().flatMap((repository) =>
        (repository.collaborators ?? []).map((held) => `${repository.name} ${held.login} ${held.role}`),
      )
      expect(await heldBy(chatelaine, login)).toEqual([...expected, ...direct].sort())
    })

    it('has the credentials of the file, with their last use', async () => {
      const listed = await chatelaine.list<Credential>(`/api/orgs/${login}/credentials`)
      // The App that reads is installed too.
      const found = listed.filter(({ kind }) => kind !== 'app_installation')
      const keys = repositories().flatMap(({ deploy_keys = [] }) =>
        deploy_keys.map((key) => `deploy_key ${key.id} ${key.title} ${inOurForm(key.last_used)}`),
      )
      const tokens = (organization.personal_access_tokens ?? []).map(
        (token) =>
          `fine_grained_token ${token.id} ${token.token_name} ${inOurForm(token.token_last_used_at)}`,
      )
      expect(
        found.map(({ kind, id, name, lastUsedAt }) => `${kind} ${id} ${name} ${lastUsedAt}`).sort(),
      ).toEqual([...keys, ...tokens].sort())
    })

    it('calls inactive exactly those whom six calendar months without an act make so', () => {
      const start = Date.parse(monthsBefore(instant(world.now), 6))
      const expected = accounts.filter(({ login: name }) => {
        const at = newest(name)
        return at === null || Date.parse(at) < start
      })
      const inactive = accounts.filter(({ verdict }) => verdict === 'inactive')
      expect(inactive.map((account) => account.login)).toEqual(expected.map((account) => account.login))
      expect(accounts.filter(({ verdict }) => verdict !== 'inactive' && verdict !== 'active')).toEqual([])
    })

    it('dates the newest act of everyone inactive as the file does', () => {
      const inactive = accounts.filter(({ verdict }) => verdict === 'inactive')
      expect(inactive.map((account) => [account.login, account.lastActivity?.at ?? null])).toEqual(
        inactive.map((account) => [account.login, newest(account.login)]),
      )
    })

    it('calls no date exact that is not the newest of the file', () => {
      const exact = accounts.filter(({ lastActivity }) => lastActivity?.precision === 'exact')
      expect(exact.map((account) => [account.login, account.lastActivity?.at ?? null])).toEqual(
        exact.map((account) => [account.login, newest(account.login)]),
      )
    })

    it('shows for everyone active an act of theirs inside the window that the file contains', () => {
      const start = Date.parse(monthsBefore(instant(world.now), 6))
      const unproven = accounts.filter(({ verdict, login: name, lastActivity }) => {
        if (verdict !== 'active') return false
        const own = acts.get(`${login}/${name}`) ?? []
        return !own.some(({ at }) => instant(at) === lastActivity?.at && Date.parse(at) >= start)
      })
      expect(unproven).toEqual([])
    })

    function repositories() {
      return world.repositories.filter(({ owner }) => owner === login)
    }

    function outsideCollaborators(): string[] {
      const members = new Set(organization.members.map((member) => member.login))
      const direct = repositories().flatMap(({ collaborators = [] }) =>
        collaborators.map((held) => held.login),
      )
      return [...new Set(direct)].filter((name) => !members.has(name))
    }

    function newest(name: string): string | null {
      const own = acts.get(`${login}/${name}`) ?? []
      const found = own.reduce<string | null>(
        (latest, { at }) => (latest === null || at > latest ? at : latest),
        null,
      )
      return inOurForm(found)
    }
  })
})

/** A time of the file, as the product writes it. */
function inOurForm(at: string | null | undefined): string | null {
  return at == null ? null : instant(at)
}

interface Credential {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly lastUsedAt: string | null
}

/** `team login role` and `repository login role` of every open grant, from the register itself. */
async function heldBy({ worker }: Chatelaine, login: string): Promise<string[]> {
  const database = await worker.database()
  const { results } = await database
    .prepare(
      `SELECT coalesce(teams.slug, repositories.name) || ' ' || accounts.login || ' ' || grants.role AS held
       FROM grants JOIN organizations ON organizations.id = grants.org_id JOIN accounts ON accounts.id = grants.account_id
       LEFT JOIN teams ON teams.id = grants.team_id LEFT JOIN repositories ON repositories.id = grants.repository_id
       WHERE organizations.login = ?1 AND grants.closed_at IS NULL AND grants.kind IN ('team_membership', 'repository_role')
       ORDER BY held`,
    )
    .bind(login)
    .all<{ held: string }>()
  return results.map(({ held }) => held).sort()
}
