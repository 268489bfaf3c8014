/** Worlds: what is wrong with a file is said in one sentence; the sample holds its cases; the large ones load. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openGitHub } from '../../fake-github/github.ts'
import { parseWorld, readWorld, WorldProblem } from '../../fake-github/world/world.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { worldsToTest } from '../fixtures/whole/worlds.ts'
import { smallWorld } from './small-world.ts'

const complaint = (load: () => unknown): string => {
  try {
    load()
  } catch (problem) {
    if (problem instanceof WorldProblem) return problem.message
    throw problem
  }
  return 'no complaint'
}

describe('a world file that cannot be used', () => {
  it('says which place is wrong and what to do', () => {
    const bad = complaint(() =>
      smallWorld((world) =>
        Object.assign(world.organizations?.[0] ?? {}, {
          members: [{ login: 'ada', role: 'boss', added_at: '2020-01-01T00:00:00Z' }],
        }),
      ),
    )
    expect(bad).toMatch(
      /^the world: organizations\[0\]\.members\[0\]\.role is wrong .*; mend that place and start again\. Nothing was loaded\.$/,
    )
  })
  it('may not name people who are not there', () => {
    expect(complaint(() => smallWorld((world) => world.accounts?.pop()))).toContain(
      'organizations[0].invitations[0].login names eve, who is not in accounts',
    )
  })
  it('may not hold acts of nobody, of no kind or in no repository', () => {
    const act = (change: object) =>
      complaint(() =>
        smallWorld((world) =>
          world.activity?.push({
            actor: 'ada',
            kind: 'push',
            owner: 'acme',
            repo: 'lib',
            at: '2026-10-05T10:00:00Z',
            ...change,
          }),
        ),
      )
    expect(act({ actor: 'zed' })).toContain('activity[8].actor names zed')
    expect(act({ kind: 'nap' })).toContain('activity[8].kind is not a kind of activity (nap)')
    expect(act({ repo: 'none' })).toContain('activity[8].repo names acme/none')
    expect(act({ at: 'yesterday' })).toContain('activity[8].at must be a UTC time')
  })
  it('names the line of an activity file', () => {
    const base = { now: '2026-11-22T06:00:00Z', accounts: [], activity_file: 'acts.ndjson' }
    expect(complaint(() => parseWorld(base, '\n{"kind":'))).toMatch(/^acts\.ndjson, line 2, is not JSON/)
  })
  it('says so when it is missing or is not JSON', () => {
    expect(complaint(() => readWorld('/nowhere/world.json'))).toMatch(
      /^world\.json could not be read .* check the path/,
    )
    expect(complaint(() => readWorld(fileURLToPath(import.meta.url)))).toMatch(/^world\.test\.ts is not JSON/)
  })
})

describe('the sample world', () => {
  const world = sampleWorld()
  const newest = (login: string) =>
    world.acts.by(login, 'lichen-lab').filter((act) => act.kind !== 'scheduled_run')[0]
  it('has two organisations, and its first owner is mara-voss', () => {
    expect(world.organizations.map((org) => org.login)).toEqual(['lichen-lab', 'moss-press'])
    expect(world.organizations[0]?.members[0]).toMatchObject({ login: 'mara-voss', role: 'admin' })
  })
  it.each([
    ['jonas-adeyemi', 'commit'],
    ['priya-raman', 'review'],
    ['tomasz-wilk', 'issue_comment'],
    ['lucia-ferro', 'push'],
    ['henrik-solberg', 'merge'],
    ['amina-diallo', 'label'],
    ['oskar-brandt', 'release'],
  ])('%s is active by %s alone', (login, kind) => {
    const kinds = new Set(world.acts.by(login, 'lichen-lab').map((act) => act.kind))
    expect([...kinds]).toEqual([kind])
    expect(newest(login)?.at.localeCompare('2026-05-22T06:00:00Z')).toBe(1)
  })
  it('has somebody exactly on the line, somebody a second over it, and people who never did anything', () => {
    expect(newest('yuki-tanabe')?.at).toBe('2026-05-22T06:00:00Z')
    expect(newest('dora-keller')?.at).toBe('2026-05-22T05:59:59Z')
    expect([newest('felix-moreau'), newest('wei-sandoval')]).toEqual([undefined, undefined])
  })
  it('has more than ten authors of commits within a year, so that reviews are due', () => {
    const authors = world
      .repositoriesOf('lichen-lab')
      .flatMap((repo) => world.acts.inRepository(repo.owner, repo.name).kind('commit'))
      .filter((act) => act.at > '2025-11-22')
      .map((act) => act.actor)
    expect(new Set(authors).size).toBeGreaterThan(10)
  })
  it('is a fresh copy each time', () => {
    const copy = sampleWorld()
    copy.organizations[0]?.members.pop()
    expect(copy.organizations[0]?.members.length).toBe(
      (sampleWorld().organizations[0]?.members.length ?? 0) - 1,
    )
  })
})

describe('acts without a number', () => {
  it('meet in one thread in the order of time, and each opening has a thread of its own', () => {
    const days = ['03', '01', '02']
    const { acts } = smallWorld((world) => {
      const row = (kind: string, day: string) => ({
        actor: 'bo',
        kind,
        owner: 'acme',
        repo: 'secret',
        at: `2026-10-${day}T10:00:00Z`,
      })
      world.activity?.push(...days.flatMap((day) => [row('merge', day), row('issue', day)]))
    })
    const { threads } = acts.inRepository('acme', 'secret')
    expect([...threads.values()].map((thread) => thread.kind).sort()).toEqual([
      'issue',
      'issue',
      'issue',
      'pull_request',
    ])
    const merges = [...threads.values()].find((thread) => thread.kind === 'pull_request')
    expect(merges?.acts.map((act) => act.at.slice(8, 10))).toEqual(['03', '02', '01'])
    expect([merges?.createdAt.slice(8, 10), merges?.updatedAt.slice(8, 10)]).toEqual(['01', '03'])
  })
})

describe('a world of several organisations', () => {
  it.each(worldsToTest('spy.json', 'k8s.json').map((world) => [world.name, world] as const))(
    'loads whole and answers quickly: %s',
    async (_, { size, load }) => {
      const world = load()
      expect([world.organizations.length, world.acts.count]).toEqual([size.organizations, size.acts])
      const github = await openGitHub(world)
      try {
        const org = world.organizations[0]
        const owner = org?.members.find((row) => row.role === 'admin')?.login ?? ''
        const started = Date.now()
        const answer = await fetch(`${github.url}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${github.tokenFor(owner)}` },
          body: JSON.stringify({
            query: `query ($org: String!) { organization(login: $org) { membersWithRole(first: 100) { nodes { contributionsCollection { hasAnyContributions } } }
            repositories(first: 20) { nodes { pushedAt pullRequests(first: 20, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { author { login } mergedBy { login } } } } } } }`,
            variables: { org: org?.login },
          }),
        })
        expect(await answer.json()).not.toHaveProperty('errors')
        expect(Date.now() - started).toBeLessThan(5000)
      } finally {
        await github.close()
      }
    },
  )
})
