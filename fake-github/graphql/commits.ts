/** Commits and their history as GraphQL shows them; an author whose e-mail belongs to nobody has no user. */
import { grants } from '../rest/gate.ts'
import type { Act } from '../world/act.ts'
import type { Repository } from '../world/format.ts'
import { toInstant } from '../world/instants.ts'
import { readNodeId } from '../world/node-ids.ts'
import { actorView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import { type GraphContext, graphError, type View } from './context.ts'
import { threadView } from './threads.ts'

/** A commit. */
export function commitView(context: GraphContext, repo: Repository, act: Act): View {
  const path = `/${repo.owner}/${repo.name}/commit/${act.sha}`
  const committed = act.committed_at ?? act.at
  const author = gitActor(context, act.unlinked ? null : act.actor, act.at, act.actor)
  return {
    __typename: 'Commit',
    id: `C_${act.sha}`,
    oid: act.sha,
    abbreviatedOid: act.sha.slice(0, 7),
    url: `${context.web}${path}`,
    commitUrl: `${context.web}${path}`,
    resourcePath: path,
    commitResourcePath: path,
    message: 'Change',
    messageHeadline: 'Change',
    messageBody: act.co_authors.map((login) => `Co-authored-by: ${login}`).join('\n'),
    authoredDate: act.at,
    committedDate: committed,
    author,
    // Merged on the web, commits are committed by GitHub itself.
    committer: gitActor(context, null, committed, 'GitHub'),
    authoredByCommitter: false,
    committedViaWeb: true,
    authors: (args: PageArgs) =>
      connection(
        [author, ...act.co_authors.map((login) => gitActor(context, login, act.at, login))],
        args,
        (row) => row,
      ),
    associatedPullRequests: (args: PageArgs) => {
      const { threads } = context.state.world.acts.inRepository(repo.owner, repo.name)
      const thread = threads.get(act.n ?? 0)
      return connection(thread?.kind === 'pull_request' ? [thread] : [], args, (row) =>
        threadView(context, repo, row),
      )
    },
    checkSuites: (args: PageArgs) => mayReadChecks(context) && checkSuites(context, repo, act.sha, args),
    repository: () => context.views.repository(repo),
    history: historyView(context, repo, act.branch ?? repo.default_branch),
  }
}

/** True, or the refusal of whoever has no *Checks: read*, public as the repository may be; a fine-grained token cannot have it. */
function mayReadChecks({ caller }: GraphContext): true {
  const isRefused =
    caller.kind === 'installation'
      ? !grants(caller.permissions, 'checks=read')
      : caller.kind === 'user' && caller.scopes === null
  if (isRefused) throw graphError('FORBIDDEN', 'Resource not accessible by integration')
  return true
}

/** The runs on a commit, of which a world knows only those that waited for a review of their deployment. */
function checkSuites(context: GraphContext, repo: Repository, sha: string, args: PageArgs): View {
  const waited = context.state.world.acts
    .inRepository(repo.owner, repo.name)
    .kind('deployment_approval')
    .filter((act) => act.sha === sha)
  return connection(waited, args, (act) => ({
    __typename: 'CheckSuite',
    id: `CS_${act.id}`,
    workflowRun: {
      __typename: 'WorkflowRun',
      id: `WFR_${act.id}`,
      databaseId: act.id,
      event: 'release',
      url: `${context.web}/${repo.owner}/${repo.name}/actions/runs/${act.id}`,
      createdAt: act.at,
      updatedAt: act.at,
      deploymentReviews: (inner: PageArgs) =>
        connection([act], inner, (review) => ({
          __typename: 'DeploymentReview',
          id: `DR_${review.id}`,
          state: 'APPROVED',
          comment: '',
          user: () => actorView(context, review.actor),
        })),
    },
  }))
}

type HistoryArgs = PageArgs & {
  readonly path?: string | null
  readonly since?: string | null
  readonly until?: string | null
  readonly author?: { readonly id?: string | null; readonly emails?: readonly string[] | null } | null
}

/** The `history` field of a branch's commits, newest first by commit date. */
export function historyView(context: GraphContext, repo: Repository, branch: string) {
  return (args: HistoryArgs): View => {
    const acts = context.state.world.acts.inRepository(repo.owner, repo.name)
    if (args.path)
      return connection(editsOf(acts.commitsOn(branch, repo.default_branch), repo, args.path), args, (act) =>
        commitView(context, repo, act),
      )
    const key = args.author?.id ? readNodeId(args.author.id) : null
    const login =
      key?.type === 'User' || key?.type === 'Bot' ? context.state.world.accountById(key.id)?.login : undefined
    if (args.author?.id && login === undefined) return connection([], args, () => null)
    const since = toInstant(args.since, '')
    const until = toInstant(args.until, '9999')
    const pool =
      login === undefined
        ? acts.commitsOn(branch, repo.default_branch)
        : acts
            .by(login)
            .filter((act) => act.kind === 'commit' && (act.branch ?? repo.default_branch) === branch)
    const rows = pool.filter((act) => {
      const at = act.committed_at ?? act.at
      return at >= since && at <= until && (login === undefined || !act.unlinked)
    })
    return connection(rows, args, (act) => commitView(context, repo, act))
  }
}

/** The newest commit of a file, by whoever the world says edited it last. */
function editsOf(commits: readonly Act[], repo: Repository, path: string): readonly Act[] {
  const file = repo.files.find((row) => row.path === path)
  const [newest] = commits
  if (file === undefined || newest === undefined) return []
  return [{ ...newest, actor: file.edited_by ?? newest.actor, co_authors: [], unlinked: false }]
}

function gitActor(context: GraphContext, login: string | null, date: string, name: string): View {
  return {
    __typename: 'GitActor',
    name,
    date,
    email: login === null ? `${name.toLowerCase()}@localhost` : `${login}@users.noreply.github.com`,
    // A bot's commits have no user, since the field knows only people.
    user: () => {
      const view = actorView(context, login)
      return view?.__typename === 'User' ? view : null
    },
  }
}
