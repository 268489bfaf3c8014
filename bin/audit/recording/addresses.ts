/** Replaces the names in paths, links and other addresses, segment by segment, and keeps GitHub's own words in them. */
import { isPublicGitHub } from '../../../src/policy/words/addresses.ts'
import type { Replacing } from './pseudonyms.ts'
import { WORD_PARAMETERS } from './vocabulary.ts'

const DATE = String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?`
const MOMENT = new RegExp(`^(?:[<>]=?)?${DATE}(?:\\.\\.${DATE})?$`)

/** A date, a moment, or a range of them as GitHub takes it in parameters (`>=2026-11-22`). */
export function isMoment(text: string): boolean {
  return MOMENT.test(text)
}

/** A request's path with its query, below the API's address. */
export function replacePath(path: string, replacing: Replacing): string {
  const [place = '', query] = path.split(/\?(.*)/s)
  const segments = replaceSegments(place.split('/').map(decoded), [], replacing)
  const replaced = segments.map(encodeURIComponent).join('/')
  return query === undefined ? replaced : `${replaced}?${replaceQuery(query, replacing)}`
}

/** An address on the web. Below GitHub's API it is a path as above, elsewhere it begins with owner and repository. */
export function replaceAddress(address: string, replacing: Replacing): string {
  if (!URL.canParse(address)) return replacing.word(address)
  const { protocol, host, pathname, search, hash, origin } = new URL(address)
  const isApi = isPublicGitHub(origin) || /^\/api\/(v3|graphql)(\/|$)/.test(pathname)
  const base = /^\/api\/v3(?=\/|$)/.exec(pathname)?.[0] ?? ''
  const place = replaceSegments(
    pathname.slice(base.length).split('/').map(decoded),
    isApi ? [] : OWNER,
    replacing,
  )
  const where = GITHUBS_HOSTS.includes(host) ? host : `${replacing.word(host).toLowerCase()}.invalid`
  const query = search === '' ? '' : `?${replaceQuery(search.slice(1), replacing)}`
  const anchor = hash === '' ? '' : `#${replaceAnchor(hash.slice(1), replacing)}`
  return `${protocol}//${where}${base}${place.map(encodeURIComponent).join('/')}${query}${anchor}`
}

/** `/owner/repository/issues/5` without a host. */
export function replaceResourcePath(path: string, replacing: Replacing): string {
  return replaceAddress(`https://github.com${path}`, replacing).slice('https://github.com'.length)
}

const GITHUBS_HOSTS = ['github.com', 'api.github.com', 'docs.github.com', 'avatars.githubusercontent.com']

/** What a segment is that no word of GitHub's is expected for. */
type Expected = 'name' | 'id' | 'number'

/** GitHub's words in paths, each with what follows it. The number of an issue stays, as every number that is no id. */
const WORDS: ReadonlyMap<string, readonly Expected[]> = new Map([
  ['repos', ['name', 'name']],
  ...words(
    'orgs users teams members memberships collaborators outside_collaborators public_members people apps ' +
      'commits commit tag tags branches trees blob tree advisories security-advisories',
    ['name'],
  ),
  ...words('organizations user installations invitations keys runs repositories u', ['id']),
  ...words('issues pull pulls discussions attempts', ['number']),
  ...words(
    'comments events activity releases deployments actions installation security settings personal-access-tokens ' +
      'personal-access-token-requests failed_invitations audit-log hooks secrets variables rulesets properties values ' +
      'environments workflows jobs approvals pending_deployments reviews timeline statuses contributors stats graphql app access_tokens rate_limit',
    [],
  ),
])

/** What a web address begins with where its first segment is no word. */
const OWNER: readonly Expected[] = ['name', 'name']
const FIRST_WORDS = ['orgs', 'organizations', 'users', 'apps', 'u', 'advisories']

function replaceSegments(
  segments: readonly string[],
  first: readonly Expected[],
  replacing: Replacing,
): string[] {
  let expected = FIRST_WORDS.includes(segments[1] ?? '') ? [] : [...first]
  return segments.map((segment) => {
    if (segment === '') return ''
    // After the word for issues another word may follow, as in the list of their comments.
    const follows = expected[0] === undefined || expected[0] === 'number' ? WORDS.get(segment) : undefined
    if (follows !== undefined) {
      expected = [...follows]
      return segment
    }
    const kind = expected.shift()
    if (kind === 'number' && isDigits(segment)) return segment
    return kind === 'name' && isDigits(segment) ? replacing.word(segment) : replaceName(segment, replacing)
  })
}

function words(names: string, follows: readonly Expected[]): [string, readonly Expected[]][] {
  return names.split(' ').map((name) => [name, follows])
}

/** A name, an id or a SHA standing alone; a bot's suffix stays. */
export function replaceName(name: string, replacing: Replacing): string {
  if (isDigits(name) && isId(Number(name))) return String(replacing.id(Number(name)))
  if (/^0{40}$/.test(name)) return name
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) return replacing.hex(name)
  const bot = /^(.+)\[bot\]$/.exec(name)?.[1]
  return bot === undefined ? replacing.word(name) : `${replacing.word(bot)}[bot]`
}

/** `issuecomment-123`, `discussion_r123`. */
function replaceAnchor(anchor: string, replacing: Replacing): string {
  const [, word, digits] =
    /^(issuecomment-|commitcomment-|discussion_r|discussioncomment-|pullrequestreview-|event-)(\d+)$/.exec(
      anchor,
    ) ?? []
  return word === undefined ? replacing.word(anchor) : `${word}${replaceName(digits ?? '', replacing)}`
}

function replaceQuery(query: string, replacing: Replacing): string {
  const parameters = [...new URLSearchParams(query)].map(([key, value]) => [
    key,
    value === '' || isMoment(value) || (WORD_PARAMETERS.includes(key) && /^\w+$/.test(value))
      ? value
      : isDigits(value)
        ? replacing.word(value)
        : replaceName(value, replacing),
  ])
  return new URLSearchParams(parameters).toString()
}

/** A positive whole number that GitHub could give as an id. */
export function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A percent sign that encodes nothing.
    return segment
  }
}
