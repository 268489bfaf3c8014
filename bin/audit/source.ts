/** Where a terminal audit reads from: the real GitHub by a token, or the demo. */
import { readWorld, type World } from '../../fake-github/world/world.ts'

export interface Source {
  readonly organization: string
  /** What the Worker needs to read from it. */
  readonly vars: Readonly<Record<string, string>>
  /** The moment that the audit judges as of (ISO-8601). */
  readonly now: string
  /** Whether the database is kept for the next audit. */
  readonly keep: boolean
  close(): Promise<void>
}

/** GitHub, by GITHUB_TOKEN. Asks for the organisation once, so that a wrong token or name is told in a sentence. */
export async function sourceFromEnvironment(organization: string): Promise<Source> {
  const token = process.env.GITHUB_TOKEN?.trim() ?? ''
  const api = (process.env.GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/, '')
  if (token === '')
    throw new Error(
      'GITHUB_TOKEN is not set, so nothing was read. Make a token (docs/install.md says with which rights) and run: GITHUB_TOKEN=… npm run audit -- ORG. Without one, try --demo.',
    )
  await mustKnow(api, organization, token)
  return {
    organization,
    vars: { GITHUB_API_URL: api, GITHUB_TOKEN: token },
    now: new Date().toISOString(),
    keep: true,
    close: async () => undefined,
  }
}

/** The demo GitHub with its sample world or another; `organization` absent: the world's first. */
export async function openFakeGitHub(
  organization: string | undefined,
  file: string | undefined,
): Promise<Source> {
  // Loaded here, because a real audit needs no demo.
  const [{ openGitHub }, { grownWorld }] = await Promise.all([
    import('../../fake-github/github.ts'),
    import('../../sample/grown/world.ts'),
  ])
  const world = file === undefined ? grownWorld() : readWorld(file)
  const name = organization ?? world.organizations[0]?.login ?? ''
  const owner = ownerOf(world, name)
  const github = await openGitHub(world)
  const token = github.tokenFor(owner)
  return {
    organization: name,
    vars: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_WEB_URL: github.url,
      GITHUB_TOKEN: token,
      CLOCK: world.now,
    },
    now: world.now,
    keep: false,
    close: async () => github.close(),
  }
}

/** The organisation's first owner. */
function ownerOf(world: World, organization: string): string {
  const found = world.organization(organization)
  if (found === undefined) {
    const known = world.organizations.map(({ login }) => login).join(', ')
    throw new Error(
      `There is no organisation ${organization} in this world, so nothing was read. It has: ${known}.`,
    )
  }
  const owner = found.members.find(({ role }) => role === 'admin')
  if (owner === undefined) throw new Error(`${organization} has no owner in this world, so nothing was read.`)
  return owner.login
}

async function mustKnow(api: string, organization: string, token: string): Promise<void> {
  const url = `${api}/orgs/${encodeURIComponent(organization)}`
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'user-agent': 'chatelaine',
  }
  const answer = await fetch(url, { headers, redirect: 'error' }).catch((cause: unknown) => {
    throw new Error(
      `${api} could not be reached, so nothing was read. Check the network and GITHUB_API_URL.`,
      { cause },
    )
  })
  await answer.body?.cancel()
  if (answer.ok) return
  throw new Error(refusal(answer.status, organization, api))
}

function refusal(status: number, organization: string, api: string): string {
  switch (status) {
    case 401:
      return 'GitHub does not accept the token in GITHUB_TOKEN (401), so nothing was read. It may be revoked or expired: make a new one as docs/install.md says.'
    case 404:
      return `GitHub shows this token no organisation ${organization} (404), so nothing was read. Check the name, and that the token may read that organisation.`
    case 403:
    case 429:
      return `GitHub refuses to answer this token for now (${status}), so nothing was read. Its rate limit may be spent, or the organisation may not admit it: try again in an hour.`
    default:
      return `${api} answered ${status} when asked for ${organization}, so nothing was read. Try again later.`
  }
}
