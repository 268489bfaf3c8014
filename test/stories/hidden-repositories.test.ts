/** Stories of repositories of which nothing is read: GitHub hides them, or the owners leave them out. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow, AuditView } from '../../local/api.ts'
import { LONG_AGO, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

describe('a repository that the list does not show any more, while it hides one', () => {
  let chatelaine: Chatelaine

  beforeAll(async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    fair.repository('vault', { private: true })
    fair.collaborator('keeper', 'vault', 'maintain')
    fair.act('keeper', 'push', { repo: 'vault', at: LONG_AGO })
    chatelaine = await startChatelaine({ world: small.world() })
    await chatelaine.audited('fair')
    Object.assign(chatelaine.world.repository('fair', 'vault') ?? {}, { shown: 'advisory_fork' })
    await chatelaine.auditedAt('2026-11-23T06:00:00.000Z')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('stays known with who holds it, who is in doubt as long as it is hidden', async () => {
    const accounts = await chatelaine.accounts('fair')
    expect(accounts.find(({ login }) => login === 'keeper')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/fair\/vault \(GitHub lists it and shows nothing of it/),
    })
  })

  it('is closed once the list hides none', async () => {
    chatelaine.world.repositories.splice(
      chatelaine.world.repositories.findIndex(({ name }) => name === 'vault'),
      1,
    )
    await chatelaine.auditedAt('2026-11-24T06:00:00.000Z')
    const accounts = await chatelaine.accounts('fair')
    expect(accounts.map(({ login }) => login)).not.toContain('keeper')
  })
})

describe('repositories that are deleted or given away while the list hides another one', () => {
  let chatelaine: Chatelaine
  let unlisted: readonly string[]
  let logins: readonly string[]
  const loginsNow = async () => (await chatelaine.accounts('fair')).map(({ login }) => login)

  beforeAll(async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    const away = small.organization('away')
    for (const name of ['takedown', 'deleted', 'given']) {
      fair.repository(name, { private: true })
      fair.collaborator(`${name}-keeper`, name, 'maintain')
      fair.act(`${name}-keeper`, 'push', { repo: name, at: LONG_AGO })
    }
    fair.member('silent')
    chatelaine = await startChatelaine({ world: small.world() })
    await chatelaine.audited('fair')
    const { world } = chatelaine
    Object.assign(world.repository('fair', 'takedown') ?? {}, { shown: 'advisory_fork' })
    world.repositories.splice(
      world.repositories.findIndex(({ name }) => name === 'deleted'),
      1,
    )
    Object.assign(world.repository('fair', 'given') ?? {}, { owner: away.login })
    chatelaine.github.faults.failMatching({ path: /^\/orgs\/fair\/repos$/ }, '404', 1)
    await chatelaine.auditedAt('2026-11-23T06:00:00.000Z')
    unlisted = await loginsNow()
    await chatelaine.auditedAt('2026-11-24T06:00:00.000Z')
    logins = await loginsNow()
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('stay known with the access to them while it cannot be told which of them is hidden', () => {
    expect(unlisted).toEqual(expect.arrayContaining(['deleted-keeper', 'takedown-keeper']))
  })

  it('are closed with the access to them once it can', () => {
    expect(logins).not.toContain('deleted-keeper')
    expect(logins).not.toContain('given-keeper')
  })

  it('take nothing from what is known of the hidden one', () => {
    expect(logins).toContain('takedown-keeper')
  })
})

describe('a repository that one query does not show, and that answers by itself', () => {
  it('is read list by list: nobody is called inactive because of it', async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    fair.repository('vault')
    for (const login of ['worker', 'silent']) fair.member(login)
    fair.act('worker', 'push', { repo: 'vault' })
    const chatelaine = await startChatelaine({ world: small.world() })
    try {
      const id = chatelaine.world.repository('fair', 'vault')?.id
      chatelaine.github.faults.rewrite({ operation: 'ChangeCheck' }, (body) => {
        const index = body.data.nodes.findIndex((node: { name?: string } | null) => node?.name === 'vault')
        if (index < 0 || id === undefined) return
        body.data.nodes[index] = null
        body.errors = [{ type: 'NOT_FOUND', message: 'Could not resolve to a node', path: ['nodes', index] }]
      })
      const { status, coverage } = await chatelaine.audited('fair')
      expect(status).toBe('complete')
      expect(coverage.map(({ source }) => source)).not.toContain('hidden_repositories')
      const accounts = await chatelaine.accounts('fair')
      expect(accounts.find(({ login }) => login === 'worker')?.verdict).toBe('active')
      expect(accounts.find(({ login }) => login === 'silent')?.verdict).toBe('inactive')
    } finally {
      await chatelaine.close()
    }
  })
})

describe('an organisation of which everything is listed, and nothing found, for a moment', () => {
  it('has nobody inactive', async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    for (const login of ['worker', 'silent']) fair.member(login)
    fair.act('worker', 'issue')
    const chatelaine = await startChatelaine({ world: small.world() })
    try {
      const { faults } = chatelaine.github
      faults.failMatching({ path: /^\/repos\/fair\/atlas/ }, '404', 999)
      faults.rewrite({ operation: /ChangeCheck|Timelines/ }, (body) => {
        body.data = { nodes: [null] }
        body.errors = [{ type: 'NOT_FOUND', message: 'Could not resolve to a node', path: ['nodes', 0] }]
      })
      faults.rewrite({ operation: 'Contributions' }, (body) => {
        body.data.nodes = body.data.nodes.map((node: object | null) => node && { ...node, span0: EMPTY })
      })
      await chatelaine.audited('fair')
      const accounts = await chatelaine.accounts('fair')
      expect(accounts.filter(({ verdict }) => verdict === 'inactive')).toEqual([])
    } finally {
      await chatelaine.close()
    }
  })
})

const NOTHING = { nodes: [] }
const EMPTY = {
  commitContributionsByRepository: [],
  issueContributions: NOTHING,
  pullRequestContributions: NOTHING,
  pullRequestReviewContributions: NOTHING,
  mostRecentCollectionWithActivity: null,
}

describe('a repository that the owners leave out', () => {
  let chatelaine: Chatelaine
  let audit: AuditView
  let accounts: readonly AccountRow[]
  const rule = { repository: 'mirror', reason: 'an import of somebody else\u2019s work', by: 'somebody else' }

  beforeAll(async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    fair.repository('mirror')
    for (const login of ['mirrorer', 'silent']) fair.member(login)
    fair.act('mirrorer', 'push', { repo: 'mirror' })
    fair.collaborator('keeper', 'mirror', 'write')
    chatelaine = await startChatelaine({ world: small.world() })
    await chatelaine.audited('fair')
    expect((await chatelaine.rulesBy('fair-warden', 'fair', { leftOut: [rule] })).status).toBe(200)
    chatelaine.github.requests.log.length = 0
    audit = await chatelaine.audited('fair')
    accounts = await chatelaine.accounts('fair')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('stands in the coverage with the reason and the owner who said so, whatever name was sent', () => {
    expect(audit.coverage.find(({ source }) => source === 'left_out_repositories')?.unread).toEqual([
      { where: 'mirror', reason: 'fair-warden leaves it out: an import of somebody else\u2019s work' },
    ])
  })

  it('is not asked what happened in it', () => {
    const asked = chatelaine.github.requests.log.map(({ path }) => path)
    expect(
      asked.filter((path) => /^\/repos\/fair\/mirror\/(activity|issues|pulls|comments)/.test(path)),
    ).toEqual([])
  })

  it('leaves in doubt who holds something there that others do not, and nobody else', () => {
    const verdictOf = (login: string) => accounts.find((account) => account.login === login)?.verdict
    expect(verdictOf('keeper')).toBe('unknown')
    expect(verdictOf('silent')).toBe('inactive')
  })

  it("is for owners to leave out: the operator's token may not", async () => {
    const { status } = await chatelaine.api('/api/orgs/fair/settings', 'PUT', { leftOut: [] })
    expect(status).toBe(403)
  })
})
