/** A world of a few people in which one thing at a time is changed; it tests nothing itself. */
import { afterEach } from 'vitest'
import { type FakeGitHub, type FakeGitHubOptions, openGitHub } from '../../fake-github/github.ts'
import { parseWorld, type World } from '../../fake-github/world/world.ts'

const now = '2026-11-22T06:00:00Z'
const since = '2020-01-01T00:00:00Z'
const person = (login: string, id: number, more: object = {}) => ({
  login,
  id,
  created_at: since,
  ...more,
})
const added = { added_at: since }

/** An owner `ada`, members `bo` and `cy`, the outsider `dee`, a stranger `eve`; two repositories, a team with a child. */
export function smallWorld(change: (world: Record<string, unknown[]>) => void = () => undefined): World {
  const world: Record<string, unknown[]> & { now?: string } = {
    accounts: ['ada', 'bo', 'cy', 'dee', 'eve'].map((login, i) => person(login, i + 1)),
    organizations: [
      {
        login: 'acme',
        id: 100,
        created_at: since,
        members: [
          { login: 'ada', role: 'admin', ...added },
          { login: 'bo', role: 'member', ...added },
          { login: 'cy', role: 'member', ...added },
        ],
        teams: [
          {
            slug: 'core',
            name: 'Core',
            id: 201,
            members: [{ login: 'bo', role: 'maintainer' }],
            repositories: [{ name: 'lib', permission: 'push' }],
          },
          {
            slug: 'core-docs',
            name: 'Core docs',
            id: 202,
            parent: 'core',
            members: [{ login: 'cy', role: 'member' }],
          },
        ],
        invitations: [
          { id: 301, login: 'eve', role: 'direct_member', created_at: '2026-11-20T00:00:00Z', inviter: 'bo' },
        ],
      },
    ],
    repositories: [
      {
        owner: 'acme',
        name: 'lib',
        id: 401,
        created_at: since,
        pushed_at: now,
        updated_at: now,
        former_names: ['library'],
        collaborators: [
          { login: 'bo', role: 'admin', ...added },
          { login: 'dee', role: 'write', ...added },
        ],
      },
      {
        owner: 'acme',
        name: 'secret',
        id: 402,
        private: true,
        created_at: since,
        pushed_at: since,
        updated_at: since,
      },
    ],
    activity: [
      { actor: 'bo', kind: 'pull_request', owner: 'acme', repo: 'lib', at: '2026-10-01T10:00:00Z', n: 7 },
      { actor: 'cy', kind: 'review', owner: 'acme', repo: 'lib', at: '2026-10-02T10:00:00Z', n: 7 },
      { actor: 'dee', kind: 'issue_comment', owner: 'acme', repo: 'lib', at: '2026-10-03T10:00:00Z', n: 7 },
      { actor: 'ada', kind: 'merge', owner: 'acme', repo: 'lib', at: '2026-10-04T10:00:00Z', n: 7 },
      {
        actor: 'bo',
        kind: 'commit',
        owner: 'acme',
        repo: 'lib',
        at: '2026-10-01T09:00:00Z',
        n: 7,
        sha: 'b'.repeat(40),
      },
      { actor: 'ada', kind: 'push', owner: 'acme', repo: 'lib', at: '2026-10-05T10:00:00Z' },
      { actor: 'cy', kind: 'label', owner: 'acme', repo: 'lib', at: '2026-10-06T10:00:00Z', n: 7 },
      { actor: 'ada', kind: 'release', owner: 'acme', repo: 'lib', at: '2026-10-07T10:00:00Z' },
    ],
  }
  change(world)
  return parseWorld({ now, ...world })
}

const opened: FakeGitHub[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((github) => github.close()))
})

/** A GitHub on the small world, closed after the test, with ways to ask as somebody. */
export async function smallGitHub(
  change?: (world: Record<string, unknown[]>) => void,
  options: FakeGitHubOptions = {},
) {
  const github = await openGitHub(smallWorld(change), options)
  opened.push(github)
  const ask = async (
    login: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const token = login.includes('_') || login === '' ? login : github.tokenFor(login)
    const answer = await fetch(`${github.apiUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(token !== '' && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    // Tests look into answers freely; a field that is not there fails them.
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? null : JSON.parse(text),
    }
  }
  const graph = async (query: string, variables: object = {}, login = 'ada') => {
    const answer = await ask(login, 'POST', '/../graphql', { query, variables })
    return answer.body
  }
  return { github, world: github.world, ask, graph }
}
