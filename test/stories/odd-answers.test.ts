/** Stories of one odd thing that GitHub shows, lists without showing, or writes otherwise than documented: it costs only itself. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRow, type AuditView, unreadIn } from '../../local/api.ts'
import { LONG_AGO, type OrganizationBuilder, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** How the acts of issues and pull requests are read: by timelines, by lists where timelines are refused, or half and half. */
const WAYS = ['timelines', 'lists', 'half of each'] as const
const verdictsByWay = new Map<(typeof WAYS)[number], Readonly<Record<string, string>>>()

describe.each(WAYS)('in an organisation with every odd thing at once, read by %s', (way) => {
  let chatelaine: Chatelaine
  let audit: AuditView
  let accounts: readonly AccountRow[]
  const verdictOf = (login: string) => accounts.find((account) => account.login === login)?.verdict
  const coverageOf = (source: string) => audit.coverage.find((each) => each.source === source)

  beforeAll(async () => {
    chatelaine = await startChatelaine({ world: oddWorld(), vars: { REQUESTS_PER_STEP: '4' } })
    const { faults } = chatelaine.github
    if (way === 'lists') faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 1000)
    if (way === 'half of each') {
      faults.rewrite({ operation: 'Timelines' }, (body) => {
        for (const alias of Object.keys(body.data ?? {}).filter((key) => /^r\d*[13579]$/.test(key))) {
          body.data[alias] = null
          body.errors = [
            ...(body.errors ?? []),
            { type: 'FORBIDDEN', message: 'No timelines', path: [alias] },
          ]
        }
      })
    }
    const installation = chatelaine.world.organization('bazaar')?.installations.at(-1)
    Object.assign(installation?.permissions ?? {}, { profile: 'write', workflows: 'write' })
    faults.rewrite({ operation: 'Teams' }, (body) => {
      for (const team of body.data?.organization?.teams?.nodes ?? []) team.members.edges.push(null)
    })
    faults.rewrite({ operation: 'Members' }, (body) => {
      for (const edge of body.data?.organization?.membersWithRole?.edges ?? []) {
        if (edge.node.login === 'overlord') edge.role = 'OVERLORD'
      }
    })
    audit = await chatelaine.audited('bazaar')
    accounts = await chatelaine.accounts('bazaar')
    verdictsByWay.set(way, Object.fromEntries(accounts.map(({ login, verdict }) => [login, verdict])))
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('the audit reads everything that there is to read', () => {
    expect(audit.status).toBe('complete')
  })

  it('whoever acts is active, whoever does not is inactive', () => {
    expect(verdictOf('active')).toBe('active')
    expect(verdictOf('commenter')).toBe('active')
    expect(verdictOf('pull-commenter')).toBe('active')
    expect(verdictOf('silent')).toBe('inactive')
    expect(verdictOf('team-mate')).toBe('inactive')
  })

  it.each(['holder-of-the-blocked', 'team-of-the-legal'])(
    '%s, who holds something in a repository that is not shown, is unknown and hears why',
    (login) => {
      expect(accounts.find((account) => account.login === login)).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringMatching(/GitHub lists it and shows nothing of it/),
      })
    },
  )

  it('nobody else is unknown', () => {
    const unknown = accounts.filter(({ verdict }) => verdict === 'unknown').map(({ login }) => login)
    expect(unknown.sort()).toEqual(['holder-of-the-blocked', 'team-of-the-legal'])
  })

  it('each repository that is listed and not shown stands once in the coverage', () => {
    const unread = coverageOf('hidden_repositories')?.unread ?? []
    expect(unread.map(({ where }) => where).sort()).toEqual(['blocked', 'legal', 'the whole organisation'])
    expect(unread.find(({ where }) => where === 'the whole organisation')?.reason).toMatch(
      /GitHub lists 1 repository and shows nothing of it/,
    )
  })

  it('nothing that is switched off counts as unread', () => {
    const unread = unreadIn(audit).map(({ source }) => source)
    expect(
      unread.filter((source) => !['hidden_repositories', 'odd_rows', 'two_factor'].includes(source)),
    ).toEqual([])
  })

  it('each row that is not as documented is named', () => {
    const { reason = '' } = coverageOf('odd_rows') ?? {}
    expect(reason).toMatch(/Teams: a row \(is null\)/)
    expect(reason).toMatch(/overlord \(role is "OVERLORD", which is not known here\)/)
    expect(reason).toMatch(/dateless \(created_at is null\)/)
  })

  it('an unknown role passes for no other: overlord is not shown as a member', () => {
    expect(accounts.map(({ login }) => login)).not.toContain('overlord')
  })

  it('what is not shown is asked for once, not by every source', () => {
    for (const name of ['blocked', 'legal']) {
      const asked = chatelaine.github.requests.log.filter(({ path }) =>
        path.startsWith(`/repos/bazaar/${name}`),
      )
      expect(asked.length).toBeLessThanOrEqual(3)
    }
  })
})

it('whichever way they are read, everybody has the same verdict', () => {
  expect([...verdictsByWay.keys()]).toEqual([...WAYS])
  const [first, ...others] = [...verdictsByWay.values()]
  for (const verdicts of others) expect(verdicts).toEqual(first)
})

function oddWorld() {
  const small = smallWorld()
  const bazaar = small.organization('bazaar')
  populate(bazaar)
  return small.world()
}

function populate(bazaar: OrganizationBuilder): void {
  const atTimes = { created_at: '2016-01-01T00:00:00Z', pushed_at: '2026-11-01T00:00:00Z' }
  bazaar.repository('atlas-ghsa-abcd-efgh-ijkl', { ...atTimes, private: true, shown: 'advisory_fork' })
  bazaar.repository('blocked', { ...atTimes, shown: 'blocked' })
  bazaar.repository('legal', { ...atTimes, shown: 'legal' })
  bazaar.repository('no-pulls', { has_pull_requests: false })
  bazaar.repository('no-discussions', { has_discussions: false })
  bazaar.repository('no-issues', { has_issues: false })
  bazaar.repository('empty')
  bazaar.repository('keyed', {
    deploy_keys: [
      {
        id: 77,
        title: 'dateless',
        key: 'ssh-ed25519 AAAA',
        read_only: true,
        added_by: null,
        created_at: null,
        last_used: null,
      },
    ],
  })
  for (const login of [
    'active',
    'commenter',
    'pull-commenter',
    'silent',
    'team-mate',
    'overlord',
    'team-of-the-legal',
  ])
    bazaar.member(login)
  bazaar.collaborator('holder-of-the-blocked', 'blocked', 'write')
  bazaar.act('active', 'push')
  bazaar.act('overlord', 'push')
  bazaar.act('commenter', 'issue_comment', { repo: 'no-pulls', n: 4 })
  bazaar.act('active', 'issue', { repo: 'no-pulls', n: 4 })
  bazaar.act('active', 'pull_request', { repo: 'no-issues', n: 9 })
  bazaar.act('pull-commenter', 'issue_comment', { repo: 'no-issues', n: 9 })
  bazaar.act('silent', 'push', { at: LONG_AGO })
  bazaar.has(
    'teams',
    { slug: 'makers', name: 'Makers', id: 31, members: [{ login: 'team-mate', role: 'member' }] },
    {
      slug: 'lawyers',
      name: 'Lawyers',
      id: 32,
      members: [{ login: 'team-of-the-legal', role: 'member' }],
      repositories: [{ name: 'legal', permission: 'push' }],
    },
  )
}

describe('an act of somebody known, with a date that nobody can read', () => {
  let chatelaine: Chatelaine
  let accounts: readonly AccountRow[]

  beforeAll(async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    for (const login of ['undated', 'silent']) fair.member(login)
    fair.act('undated', 'push')
    fair.act('silent', 'push', { at: LONG_AGO })
    chatelaine = await startChatelaine({ world: small.world() })
    const id = chatelaine.world.account('undated')?.id
    chatelaine.github.faults.rewrite({ path: /\/activity$/ }, (body) => {
      for (const row of body) if (row.actor?.id === id) row.timestamp = 'yesterday'
    })
    await chatelaine.audited('fair')
    accounts = await chatelaine.accounts('fair')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('leaves them in doubt, because they were seen', () => {
    expect(accounts.find(({ login }) => login === 'undated')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/the date of an act could not be read/),
    })
  })

  it('leaves nobody else in doubt', () => {
    expect(accounts.find(({ login }) => login === 'silent')?.verdict).toBe('inactive')
  })
})

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
