/** The demo answers GraphQL as GitHub does: grants with their sources, activity, prices and refusals. */
import { describe, expect, it } from 'vitest'
import { smallGitHub } from './small-world.ts'

const organization = '{ organization(login: "acme") { id } }'

describe('grants', () => {
  it('tell through what a person has access', async () => {
    const { graph } = await smallGitHub()
    const query = `query ($login: String!) { repository(owner: "acme", name: "lib") { collaborators(first: 5, affiliation: DIRECT, login: $login) { edges {
      node { databaseId } permissionSources { permission roleName source { __typename ... on Team { slug } } } } } } }`
    const { data } = await graph(query, { login: 'bo' })
    expect(data.repository.collaborators.edges).toMatchObject([
      {
        node: { databaseId: 2 },
        permissionSources: [
          { permission: 'READ', roleName: 'read', source: { __typename: 'Organization' } },
          { permission: 'WRITE', roleName: 'write', source: { __typename: 'Team', slug: 'core' } },
          { permission: 'ADMIN', roleName: 'admin', source: { __typename: 'Repository' } },
        ],
      },
    ])
  })
  it('are null with an error to those who may not see them, and the rest is answered', async () => {
    const { graph } = await smallGitHub()
    const { data, errors } = await graph(
      '{ repository(owner: "acme", name: "lib") { name collaborators(first: 1) { totalCount } } }',
      {},
      'eve',
    )
    expect(data.repository).toEqual({ name: 'lib', collaborators: null })
    expect(errors).toMatchObject([{ type: 'FORBIDDEN', path: ['repository', 'collaborators'] }])
  })
  it('two-factor state is null to those who are no owners', async () => {
    const { graph } = await smallGitHub()
    const query =
      '{ organization(login: "acme") { membersWithRole(first: 9) { edges { role hasTwoFactorEnabled } } } }'
    expect((await graph(query)).data.organization.membersWithRole.edges[0]).toEqual({
      role: 'ADMIN',
      hasTwoFactorEnabled: true,
    })
    expect(
      (await graph(query, {}, 'cy')).data.organization.membersWithRole.edges[0].hasTwoFactorEnabled,
    ).toBeNull()
  })
  it('team members are those of the team itself where that is asked', async () => {
    const { graph } = await smallGitHub()
    const { data } = await graph(
      '{ organization(login: "acme") { team(slug: "core") { all: members(first: 9) { totalCount } own: members(first: 9, membership: IMMEDIATE) { totalCount } } } }',
    )
    expect(data.organization.team).toEqual({ all: { totalCount: 2 }, own: { totalCount: 1 } })
  })
})

describe('contributions', () => {
  const query = `query ($login: String!, $org: ID!, $from: DateTime!, $to: DateTime) { user(login: $login) { contributionsCollection(organizationID: $org, from: $from, to: $to) {
    hasAnyContributions totalCommitContributions totalPullRequestReviewContributions
    commitContributionsByRepository(maxRepositories: 5) { repository { name } contributions(first: 1) { nodes { occurredAt } } }
    mostRecentCollectionWithActivity { hasAnyContributions } } } }`
  const ask = async (login: string, from = '2026-05-22T06:00:00Z', to: string | null = null) => {
    const { graph } = await smallGitHub()
    const org = (await graph(organization)).data.organization.id
    return graph(query, { login, org, from, to })
  }
  const of = async (...args: Parameters<typeof ask>) => (await ask(...args)).data.user.contributionsCollection

  it('count commits by their day', async () => {
    expect(await of('bo')).toMatchObject({
      totalCommitContributions: 1,
      commitContributionsByRepository: [
        { repository: { name: 'lib' }, contributions: { nodes: [{ occurredAt: '2026-10-01T07:00:00Z' }] } },
      ],
    })
  })
  it('count reviews, and know nothing of comments', async () => {
    expect(await of('cy')).toMatchObject({
      hasAnyContributions: true,
      totalPullRequestReviewContributions: 1,
    })
    expect(await of('dee')).toMatchObject({ hasAnyContributions: false })
  })
  it('refuse a span of more than a year', async () => {
    const { data, errors } = await ask('bo', '2025-11-21T00:00:00Z', '2026-11-22T00:00:00Z')
    expect(data.user).toBeNull()
    expect(errors[0].message).toMatch(/must not exceed 1 year/)
  })
  it('point to an earlier time with activity', async () => {
    expect(await of('bo', '2026-11-01T00:00:00Z')).toMatchObject({
      hasAnyContributions: false,
      mostRecentCollectionWithActivity: { hasAnyContributions: true },
    })
  })
})

describe('conversations', () => {
  it('a pull request tells each act with its own actor and time', async () => {
    const { graph } = await smallGitHub()
    const { data } =
      await graph(`{ repository(owner: "acme", name: "lib") { pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes {
      number updatedAt author { login } mergedBy { login } mergedAt comments(last: 1) { nodes { author { login } createdAt } } reviews(last: 1) { nodes { author { login } submittedAt } }
      timelineItems(last: 9, itemTypes: [LABELED_EVENT]) { nodes { __typename ... on LabeledEvent { actor { login } createdAt } } } } } } }`)
    expect(data.repository.pullRequests.nodes).toEqual([
      {
        number: 7,
        updatedAt: '2026-10-06T10:00:00Z',
        author: { login: 'bo' },
        mergedBy: { login: 'ada' },
        mergedAt: '2026-10-04T10:00:00Z',
        comments: { nodes: [{ author: { login: 'dee' }, createdAt: '2026-10-03T10:00:00Z' }] },
        reviews: { nodes: [{ author: { login: 'cy' }, submittedAt: '2026-10-02T10:00:00Z' }] },
        timelineItems: {
          nodes: [{ __typename: 'LabeledEvent', actor: { login: 'cy' }, createdAt: '2026-10-06T10:00:00Z' }],
        },
      },
    ])
  })
  it('a discussion tells its comments backwards, each with its replies, and both are found by their ids', async () => {
    const { graph } = await smallGitHub((world) => {
      const said = (actor: string, minute: number, more: object = {}) => {
        const at = `2026-10-08T10:0${minute}:00Z`
        world.activity?.push({
          actor,
          kind: 'discussion_comment',
          owner: 'acme',
          repo: 'lib',
          at,
          n: 8,
          ...more,
        })
      }
      said('ada', 0, { kind: 'discussion' })
      said('bo', 1)
      said('cy', 2, { action: 'reply' })
      said('dee', 3, { action: 'reply' })
      said('eve', 4)
    })
    const rows = 'pageInfo { hasPreviousPage startCursor } nodes { id author { login } }'
    const { discussion } = (
      await graph(
        `{ repository(owner: "acme", name: "lib") { discussion(number: 8) { id comments(last: 1) { ${rows} } } } }`,
      )
    ).data.repository
    expect(discussion.comments).toMatchObject({
      pageInfo: { hasPreviousPage: true },
      nodes: [{ author: { login: 'eve' } }],
    })
    const earlier = (id: string, type: string, field: string, cursor: string | null) =>
      graph(
        `query ($id: ID!, $before: String) { node(id: $id) { ... on ${type} { ${field}(last: 1, before: $before) { ${rows} } } } }`,
        { id, before: cursor },
      )
    const { startCursor } = discussion.comments.pageInfo
    const { comments } = (await earlier(discussion.id, 'Discussion', 'comments', startCursor)).data.node
    expect(comments).toMatchObject({
      pageInfo: { hasPreviousPage: false },
      nodes: [{ author: { login: 'bo' } }],
    })
    const [{ id }] = comments.nodes
    const newest = (await earlier(id, 'DiscussionComment', 'replies', null)).data.node.replies
    expect(newest.nodes).toMatchObject([{ author: { login: 'dee' } }])
    const older = await earlier(id, 'DiscussionComment', 'replies', newest.pageInfo.startCursor)
    expect(older.data.node.replies).toMatchObject({
      pageInfo: { hasPreviousPage: false },
      nodes: [{ author: { login: 'cy' } }],
    })
    const reply = await graph(
      'query ($id: ID!) { node(id: $id) { ... on DiscussionComment { replyTo { author { login } } } } }',
      { id: newest.nodes[0].id },
    )
    expect(reply.data.node.replyTo.author.login).toBe('bo')
  })
  it('search finds by commenter, and says so of nobody else', async () => {
    const { graph } = await smallGitHub()
    const count = async (q: string) =>
      (await graph('query ($q: String!) { search(type: ISSUE, query: $q, first: 1) { issueCount } }', { q }))
        .data.search.issueCount
    expect(await count('org:acme commenter:dee updated:>=2026-05-22')).toBe(1)
    expect(await count('org:acme commenter:bo updated:>=2026-05-22')).toBe(0)
    expect(await count('org:acme commenter:dee updated:>=2026-10-07')).toBe(0)
    expect(await count('repo:acme/lib reviewed-by:cy is:pr')).toBe(1)
    expect(await count('org:acme author:bo type:issue')).toBe(0)
  })
  it('a commit is on its branch as soon as it is made, and follows the default branch', async () => {
    const { graph, github, world } = await smallGitHub()
    const newest = async (ref: string) => {
      const { data } = await graph(
        `{ repository(owner: "acme", name: "lib") { ${ref} { target { ... on Commit { oid history(first: 9) { totalCount } } } } } }`,
      )
      const { target } = data.repository.defaultBranchRef ?? data.repository.ref
      return [target.oid[0], target.history.totalCount]
    }
    expect(await newest('defaultBranchRef')).toEqual(['b', 1])
    github.act({ actor: 'cy', kind: 'commit', owner: 'acme', repo: 'lib', sha: 'c'.repeat(40) })
    github.act({
      actor: 'cy',
      kind: 'commit',
      owner: 'acme',
      repo: 'lib',
      sha: 'd'.repeat(40),
      branch: 'next',
    })
    expect(await newest('defaultBranchRef')).toEqual(['c', 2])
    expect(await newest('ref(qualifiedName: "refs/heads/next")')).toEqual(['d', 1])
    const lib = world.repository('acme', 'lib')
    if (lib) lib.default_branch = 'next'
    expect(await newest('defaultBranchRef')).toEqual(['d', 3])
  })
  it('history is asked by author', async () => {
    const { graph } = await smallGitHub()
    const { data } = await graph('{ user(login: "bo") { id } }')
    const query = `query ($id: ID!) { repository(owner: "acme", name: "lib") { defaultBranchRef { target { ... on Commit { history(first: 5, author: { id: $id }) { nodes { oid author { user { databaseId } } associatedPullRequests(first: 1) { nodes { number } } } } } } } } }`
    const { nodes } = (await graph(query, { id: data.user.id })).data.repository.defaultBranchRef.target
      .history
    expect(nodes).toEqual([
      {
        oid: 'b'.repeat(40),
        author: { user: { databaseId: 2 } },
        associatedPullRequests: { nodes: [{ number: 7 }] },
      },
    ])
  })
})

describe('prices and refusals', () => {
  it('a query costs the sum of its connections by hundreds, at least one', async () => {
    const { graph, github } = await smallGitHub()
    const cost = async (query: string) => (await graph(query)).data.rateLimit.cost
    expect(await cost('{ rateLimit { cost } }')).toBe(1)
    expect(
      await cost(
        '{ rateLimit { cost } organization(login: "acme") { repositories(first: 100) { nodes { issues(first: 10) { nodes { comments(first: 1) { totalCount } } } } } } }',
      ),
    ).toBe(11)
    expect(github.requests.graphqlPoints).toBe(12)
  })
  it('a query is judged by its own strings, however like another it looks', async () => {
    const { graph } = await smallGitHub()
    const two = (first: string, second: string) =>
      graph(
        `{ r: repository(owner: "acme", name: ${first}) { name } r: repository(owner: "acme", name: ${second}) { databaseId } }`,
      )
    expect((await two('"lib"', '"lib"')).data.r).toEqual({ name: 'lib', databaseId: 401 })
    expect((await two('"secret"', '"secret"')).data.r).toEqual({ name: 'secret', databaseId: 402 })
    expect((await two('"lib"', '"secret"')).errors[0].message).toContain('conflict')
    const noted = (name: string) => `${name} # or "\n`
    expect((await two(noted('"lib"'), noted('"lib"'))).data.r.name).toBe('lib')
    expect((await two(noted('"lib"'), noted('"secret"'))).errors[0].message).toContain('conflict')
  })
  it('a price follows the page sizes, in the text or in variables, never another query of the same look', async () => {
    const { graph } = await smallGitHub()
    const cost = async (query: string, variables: object = {}) =>
      (await graph(query, variables)).data.rateLimit.cost
    const page = (login: string, size: string, head = 'query') =>
      `${head} { rateLimit { cost } organization(login: "${login}") { repositories(first: ${size}) { nodes { issues(first: 10) { nodes { comments(first: 1) { totalCount } } } } } } }`
    expect(await cost(page('acme', '100'))).toBe(11)
    expect(await cost(page('Acme', '100'))).toBe(11)
    expect(await cost(page('Acme', '50'))).toBe(6)
    const varied = page('acme', '$size', 'query ($size: Int!)')
    expect([await cost(varied, { size: 100 }), await cost(varied, { size: 50 })]).toEqual([11, 6])
  })
  it('refuses more than 100 ids, 100 items or 500,000 nodes, and pages without bounds', async () => {
    const { graph } = await smallGitHub()
    const type = async (query: string) => (await graph(query)).errors[0].type
    expect(await type(`{ nodes(ids: [${'"x",'.repeat(101)}]) { id } }`)).toBe('ARGUMENT_LIMIT')
    expect(await type('{ organization(login: "acme") { teams(first: 101) { totalCount } } }')).toBe(
      'EXCESSIVE_PAGINATION',
    )
    expect(await type('{ organization(login: "acme") { teams { totalCount } } }')).toBe(
      'MISSING_PAGINATION_BOUNDARIES',
    )
    expect(
      await type(
        '{ organization(login: "acme") { repositories(first: 100) { nodes { issues(first: 100) { nodes { comments(first: 100) { totalCount } } } } } } }',
      ),
    ).toBe('MAX_NODE_LIMIT_EXCEEDED')
  })
  it('a node that is not there is null with an error of its own', async () => {
    const { graph } = await smallGitHub()
    const { data: known } = await graph(organization)
    const { data, errors } = await graph('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', {
      ids: [known.organization.id, 'U_kgDOAAAAYw'],
    })
    expect(data.nodes).toEqual([{ __typename: 'Organization' }, null])
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }])
  })
  it('a spent budget is 200 with RATE_LIMITED', async () => {
    const { graph } = await smallGitHub(undefined, { limits: { graphql: 1 } })
    await graph(organization)
    expect(await graph(organization)).toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] })
  })
  it('pages go on where they ended', async () => {
    const { graph } = await smallGitHub()
    const query =
      'query ($after: String) { organization(login: "acme") { membersWithRole(first: 2, after: $after) { nodes { login } pageInfo { hasNextPage endCursor } } } }'
    const first = (await graph(query)).data.organization.membersWithRole
    expect(first.nodes).toHaveLength(2)
    const second = (await graph(query, { after: first.pageInfo.endCursor })).data.organization.membersWithRole
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ login: 'cy' }], false])
  })
})
