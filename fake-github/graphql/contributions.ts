/** `contributionsCollection`: what GitHub counts on a profile. */
import { sees } from '../rest/gate.ts'
import type { Act } from '../world/act.ts'
import type { Account, Repository } from '../world/format.ts'
import { nodeId, readNodeId } from '../world/node-ids.ts'
import { userView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import { type ContributionArgs, type GraphContext, graphError, mayRead, type View } from './context.ts'
import { threadView } from './threads.ts'

const day = 86_400_000
/** 365 days flat: a leap year's span is refused. */
const longest = 365 * day

/** The collection of one account; a span above a year is an error. */
export function contributions(context: GraphContext, account: Account, args: ContributionArgs): View {
  const now = Date.parse(context.state.clock())
  const from = args.from ? Date.parse(args.from) : args.to ? Date.parse(args.to) - longest : now - longest
  const to = args.to ? Date.parse(args.to) : Math.min(now, from + longest)
  if (Math.abs(to - from) > longest)
    throw graphError('ARGUMENT_ERROR', "The total time spanned by 'from' and 'to' must not exceed 1 year")
  const most = account.contributions_for_days
  if (most !== undefined && to - from > most * day)
    throw graphError('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.')
  return collection(
    context,
    account,
    allOf(context, account, args.organizationID ?? null),
    isoOf(from),
    isoOf(to),
  )
}

/** Everything that counts, of all times, newest first. */
function allOf(context: GraphContext, account: Account, organizationId: string | null): readonly Counted[] {
  const { world } = context.state
  const key = organizationId === null ? null : readNodeId(organizationId)
  if (organizationId !== null && key?.type !== 'Organization')
    throw graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${organizationId}'`)
  const owner = key?.type === 'Organization' ? world.organizationById(key.id)?.login : undefined
  const named = world.acts.coAuthoredBy(account.login).filter((act) => !owner || act.owner === owner)
  const own = world.acts.by(account.login, owner)
  const counted = [...own, ...named].flatMap((act) => {
    const repo = world.repository(act.owner, act.repo)
    return repo && countsIn(act, repo) && sees(context, repo) && mayRead(context, repo, 'contents=read')
      ? [{ act, repo }]
      : []
  })
  return named.length > 0 ? counted.sort((a, b) => (a.act.at < b.act.at ? 1 : -1)) : counted
}

type Counted = { readonly act: Act; readonly repo: Repository }

function countsIn(act: Act, repo: Repository): boolean {
  if (repo.fork) return false
  if (act.kind === 'commit')
    return !act.unlinked && (act.branch ?? repo.default_branch) === repo.default_branch
  return act.kind === 'issue' || act.kind === 'pull_request' || act.kind === 'review'
}

function collection(
  context: GraphContext,
  account: Account,
  all: readonly Counted[],
  from: string,
  to: string,
): View {
  const inside = all.filter(({ act }) => within(act, from, to))
  const commits = inside.filter(({ act }) => act.kind === 'commit')
  const of = (kind: Act['kind']) => inside.filter(({ act }) => act.kind === kind)
  const reviews = newestPerPull(of('review'))
  const before = all.find(({ act }) => act.at < from)
  const dated = (rows: readonly Counted[], typename: string, subject: string) => (args: PageArgs & Ordered) =>
    connection(ordered(rows, args), args, ({ act, repo }) => ({
      __typename: typename,
      occurredAt: act.at,
      isRestricted: false,
      url: `${context.web}/${repo.owner}/${repo.name}`,
      resourcePath: `/${repo.owner}/${repo.name}`,
      [subject]: () => threadOf(context, repo, act),
      ...(typename === 'CreatedPullRequestReviewContribution' && {
        pullRequestReview: () => reviewOf(context, account, repo, act),
        repository: () => context.views.repository(repo),
      }),
    }))
  return {
    startedAt: from,
    endedAt: to,
    hasAnyContributions: inside.length > 0,
    hasAnyRestrictedContributions: false,
    hasActivityInThePast: before !== undefined,
    restrictedContributionsCount: 0,
    totalCommitContributions: commits.length,
    totalIssueContributions: of('issue').length,
    totalPullRequestContributions: of('pull_request').length,
    totalPullRequestReviewContributions: reviews.length,
    totalRepositoryContributions: 0,
    totalRepositoriesWithContributedCommits: new Set(commits.map(({ repo }) => repo)).size,
    commitContributionsByRepository: (args: { readonly maxRepositories: number }) =>
      byRepository(commits, args.maxRepositories).map(([repo, rows]) =>
        commitsOf(context, account, repo, rows),
      ),
    issueContributions: dated(of('issue'), 'CreatedIssueContribution', 'issue'),
    pullRequestContributions: dated(of('pull_request'), 'CreatedPullRequestContribution', 'pullRequest'),
    pullRequestReviewContributions: dated(reviews, 'CreatedPullRequestReviewContribution', 'pullRequest'),
    mostRecentCollectionWithActivity: () => {
      if (!before) return null
      const end = Date.parse(before.act.at)
      return collection(context, account, all, isoOf(end - longest + day), isoOf(end))
    },
  }
}

type Ordered = { readonly orderBy?: { readonly direction: string } | null }

function ordered<Row>(rows: readonly Row[], args: Ordered): readonly Row[] {
  return args.orderBy?.direction === 'ASC' ? rows.toReversed() : rows
}

/** Commits are counted by the day on which they were written, so the whole first day is inside. */
function within(act: Act, from: string, to: string): boolean {
  if (act.kind === 'commit')
    return act.at.slice(0, 10) >= from.slice(0, 10) && act.at.slice(0, 10) <= to.slice(0, 10)
  return act.at >= from && act.at <= to
}

function newestPerPull(rows: readonly Counted[]): readonly Counted[] {
  const seen = new Set<string>()
  return rows.filter(({ act, repo }) => {
    const key = `${repo.id} ${act.n}`
    if (act.n !== null && seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function byRepository(
  rows: readonly Counted[],
  most: number,
): readonly (readonly [Repository, readonly Act[]])[] {
  const groups = Map.groupBy(rows, ({ repo }) => repo)
  return [...groups]
    .map(([repo, counted]) => [repo, counted.map(({ act }) => act)] as const)
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, most)
}

function commitsOf(context: GraphContext, account: Account, repo: Repository, acts: readonly Act[]): View {
  const days = [...Map.groupBy(acts, (act) => act.at.slice(0, 10))]
  const path = `/${repo.owner}/${repo.name}/commits?author=${account.login}`
  return {
    url: `${context.web}${path}`,
    resourcePath: path,
    repository: () => context.views.repository(repo),
    contributions: (args: PageArgs & Ordered) =>
      connection(ordered(days, args), args, ([date, rows]) => ({
        // GitHub gives the day only, as its midnight on the Pacific coast.
        occurredAt: `${date}T07:00:00Z`,
        commitCount: rows.length,
        isRestricted: false,
        url: `${context.web}${path}`,
        resourcePath: path,
        repository: () => context.views.repository(repo),
      })),
  }
}

function threadOf(context: GraphContext, repo: Repository, act: Act): View | null {
  const { threads } = context.state.world.acts.inRepository(repo.owner, repo.name)
  const thread = threads.get(act.n ?? 0)
  return thread ? threadView(context, repo, thread) : null
}

function reviewOf(context: GraphContext, account: Account, repo: Repository, act: Act): View {
  const { threads } = context.state.world.acts.inRepository(repo.owner, repo.name)
  const n = threads.get(act.n ?? 0)?.n ?? 0
  return {
    __typename: 'PullRequestReview',
    id: nodeId('E', act.id),
    author: () => userView(context, account),
    repository: () => context.views.repository(repo),
    pullRequest: () => threadOf(context, repo, act),
    databaseId: act.id,
    submittedAt: act.at,
    createdAt: act.at,
    state: act.state ?? 'APPROVED',
    url: `${context.web}/${repo.owner}/${repo.name}/pull/${n}#pullrequestreview-${act.id}`,
  }
}

function isoOf(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
