/** GitHub's own words, by the key under which each occurs. Everything that is not listed here is replaced in a recording. */

const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin', 'pull', 'push']
const MEMBERSHIPS = [
  'member',
  'owner',
  'maintainer',
  'direct_member',
  'billing_manager',
  'hiring_manager',
  'reinstate',
  'direct',
  'outside',
]
const ALL_ROLES = upperToo([...ROLES, ...MEMBERSHIPS])
const STATES = upperToo([
  'active',
  'pending',
  'open',
  'closed',
  'merged',
  'draft',
  'published',
  'triage',
  'withdrawn',
  'approved',
  'rejected',
  'commented',
  'changes_requested',
  'dismissed',
  'completed',
  'queued',
  'in_progress',
  'requested',
  'waiting',
  'success',
  'failure',
  'error',
  'cancelled',
  'skipped',
  'neutral',
  'inactive',
])

/** Words, or the form of words where GitHub alone chooses them and adds new ones. */
const KEPT: Readonly<Record<string, readonly string[] | RegExp>> = {
  __typename: /^[A-Z][A-Za-z]*$/,
  // Events of issues and workflow runs, and kinds of pushes.
  event: /^[a-z_]{1,40}$/,
  activity_type: /^[a-z_]{1,40}$/,
  type: ['User', 'Bot', 'Organization', 'Mannequin', 'EnterpriseUserAccount'],
  target_type: ['Organization', 'User'],
  role: ALL_ROLES,
  role_name: ROLES,
  roleName: ROLES,
  permission: ALL_ROLES,
  permissions: ALL_ROLES,
  default_repository_permission: ROLES,
  state: STATES,
  status: STATES,
  conclusion: STATES,
  privacy: upperToo(['secret', 'closed', 'visible']),
  visibility: upperToo(['public', 'private', 'internal']),
  repository_selection: ['all', 'selected', 'subset', 'none'],
  // Deployments of GitHub Pages wait for nobody; other environments have names of the owners' own.
  environment: ['github-pages'],
  code: ['missing', 'missing_field', 'invalid', 'already_exists', 'unprocessable', 'custom'],
}

/** Whole sentences of GitHub's, and below the parts of sentences by which Chatelaine tells failures apart. */
const MESSAGES = new Set([
  'Not Found',
  'Bad credentials',
  'Forbidden',
  'Server Error',
  'Validation Failed',
  'Git Repository is empty.',
  'Repository access blocked',
  'Resource not accessible by integration',
  'Resource not accessible by personal access token',
  'Must have admin rights to Repository.',
])
const PHRASES =
  /secondary rate|abuse|access blocked|has been disabled|unavailable|resource limits for this query|something went wrong while executing your query/gi

/** Parents under which keys are the owners' own words. */
export const OWN_KEYS = ['custom_properties', 'files', 'payload', 'client_payload', 'inputs', 'languages']

/** Parameters of requests whose values are words of GitHub's API. */
export const WORD_PARAMETERS = [
  'sort',
  'direction',
  'filter',
  'event',
  'state',
  'affiliation',
  'role',
  'type',
  'visibility',
  'exclude_pull_requests',
  'page',
  'per_page',
]

/** Texts that stand in Chatelaine's queries, the same for every organisation. */
export const QUERY_TEXTS = ['refs/tags/', 'refs/heads/']

/** Of a search: the qualifiers that may stay, and those of them whose value is a word of GitHub's too. */
export const SEARCH_QUALIFIERS = ['org', 'repo', 'author', 'commenter', 'reviewed-by', 'is', 'sort', 'type']
export const WORD_QUALIFIERS = ['is', 'sort', 'type']

/** Whether a text under these keys (outermost first) is a word of GitHub's. */
export function isGitHubsWord(trail: readonly string[], text: string): boolean {
  const [parent, key] = [trail.at(-2), trail.at(-1) ?? '']
  // A problem of GraphQL: its type, and the aliases and fields that lead to what it is about.
  if (parent === 'errors' && key === 'type') return /^[A-Z_]{1,60}$/.test(text)
  if (parent === 'errors' && key === 'path') return /^[A-Za-z]\w{0,60}$/.test(text)
  if (parent === 'plan' && key === 'name') return PLANS.includes(text)
  if (trail.includes('permissions')) return ALL_ROLES.includes(text)
  const kept = Object.hasOwn(KEPT, key) ? KEPT[key] : undefined
  return kept instanceof RegExp ? kept.test(text) : kept?.includes(text) === true
}

const PLANS = ['free', 'team', 'business', 'business_plus', 'enterprise', 'bronze', 'silver', 'gold']

/** What may stay of a failure's message: all of a known one, the phrases of every other. */
export function knownPartOf(message: string): {
  readonly whole: boolean
  readonly phrases: readonly string[]
} {
  return { whole: MESSAGES.has(message), phrases: message.toLowerCase().match(PHRASES) ?? [] }
}

function upperToo(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [word, word.toUpperCase()])
}
