/** REST: the API about itself, and search. */
import { callerKey, hourlyLimit } from '../http/callers.ts'
import { searchCommits, searchThreads } from '../search.ts'
import { type Answer, type Call, ok, paged, pageSize, unprocessable } from './answers.ts'
import { type Route, sees } from './gate.ts'
import { commitShape, issueShape } from './shapes/acts.ts'
import { minimalRepository } from './shapes/repositories.ts'

export const metaRoutes: readonly Route[] = [
  { method: 'GET', path: '/', user: 'anyone', answer: root },
  {
    method: 'GET',
    path: '/meta',
    user: 'anyone',
    answer: () => ok({ verifiable_password_authentication: false }),
  },
  { method: 'GET', path: '/rate_limit', user: 'anyone', answer: rateLimit },
  { method: 'GET', path: '/search/issues', user: 'anyone', answer: issues },
  { method: 'GET', path: '/search/commits', user: 'anyone', answer: commits },
]

const names = [
  'current_user',
  'current_user_authorizations_html',
  'authorizations',
  'code_search',
  'commit_search',
  'emails',
  'emojis',
  'events',
  'feeds',
  'followers',
  'following',
  'gists',
  'hub',
  'issue_search',
  'issues',
  'keys',
  'label_search',
  'notifications',
  'organization',
  'organization_repositories',
  'organization_teams',
  'public_gists',
  'rate_limit',
  'repository',
  'repository_search',
  'current_user_repositories',
  'starred',
  'starred_gists',
  'topic_search',
  'user',
  'user_organizations',
  'user_repositories',
  'user_search',
]

function root(call: Call): Answer {
  return ok(Object.fromEntries(names.map((name) => [`${name}_url`, `${call.base}/${name}`])))
}

function rateLimit(call: Call): Answer {
  const bucket = (name: 'core' | 'graphql' | 'search') => {
    const usual = name === 'search' ? 30 : hourlyLimit(call.state, call.caller, name === 'graphql')
    const { limit, used, resetAt } = call.state.limits.bucket(callerKey(call.caller), name, usual, Date.now())
    return { limit, used, remaining: Math.max(0, limit - used), reset: resetOf(call, resetAt) }
  }
  const core = bucket('core')
  return ok({ resources: { core, graphql: bucket('graphql'), search: bucket('search') }, rate: core })
}

/** A real moment, told in the demo's time: epoch seconds. */
function resetOf(call: Call, resetAt: number): number {
  return Math.ceil((Date.parse(call.state.clock()) + resetAt - Date.now()) / 1000)
}

/** Search gives a thousand results at most, however many pages are asked for. */
const most = 1000

function issues(call: Call): Answer {
  const found = searchThreads(call.state, queryOf(call), (repo) => sees(call, repo))
  refuseBeyond(call)
  return paged(
    call,
    found.slice(0, most),
    ({ repo, thread }) => ({ ...issueShape(call, repo, thread), score: 1 }),
    (items) => ({ total_count: found.length, incomplete_results: false, search_type: 'lexical', items }),
  )
}

function commits(call: Call): Answer {
  const found = searchCommits(call.state, queryOf(call), (repo) => sees(call, repo))
  refuseBeyond(call)
  return paged(
    call,
    found.slice(0, most),
    ({ repo, act }) => ({
      ...commitShape(call, repo, act),
      repository: minimalRepository(call, repo),
      score: 1,
    }),
    (items) => ({ total_count: found.length, incomplete_results: false, items }),
  )
}

function refuseBeyond(call: Call): void {
  const page = Number(call.query.get('page') ?? 1)
  if ((page - 1) * pageSize(call) >= most)
    throw unprocessable('Only the first 1000 search results are available')
}

function queryOf(call: Call): string {
  const q = call.query.get('q')
  if (!q) throw unprocessable('Validation Failed')
  return q
}
