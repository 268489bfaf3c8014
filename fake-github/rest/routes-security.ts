/** REST: security advisories, of an organisation for those who may write them, and of a repository. */

import { effectiveRole, reaches } from '../world/access.ts'
import type { Act } from '../world/act.ts'
import { compare } from '../world/acts.ts'
import type { Organization } from '../world/format.ts'
import type { Answer, Call, Json } from './answers.ts'
import { grants, orgOf, type Route, repoOf, sees } from './gate.ts'
import { byCursor } from './routes-acts.ts'
import { simpleUser } from './shapes/accounts.ts'

export const securityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/security-advisories',
    permission: 'repository_advisories=write',
    user: 'owner',
    answer: advisories,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/security-advisories',
    permission: 'repository_advisories=read',
    user: 'anyone',
    answer: advisoriesOf,
  },
]

/** Who may not read advisories sees those that were published. */
function advisoriesOf(call: Call): Answer {
  const repo = repoOf(call)
  const { caller } = call
  const isInside =
    caller.kind === 'installation'
      ? grants(caller.permissions, 'repository_advisories=read')
      : caller.kind === 'user' &&
        reaches(effectiveRole(call.state.world, repo, caller.account.login), 'write')
  const rows = call.state.world.acts
    .inRepository(repo.owner, repo.name)
    .kind('advisory')
    .filter((act) => isInside || act.action === 'published')
    .toSorted((a, b) => compare(b.at, a.at))
  const org = call.state.world.organization(repo.owner)
  return byCursor(call, rows, (act) => advisoryShape(call, org ?? { login: repo.owner }, act))
}

function advisories(call: Call): Answer {
  const org = orgOf(call)
  const rows = call.state.world
    .repositoriesOf(org.login)
    .filter((repo) => sees(call, repo))
    .flatMap((repo) => call.state.world.acts.inRepository(repo.owner, repo.name).kind('advisory'))
    .toSorted((a, b) => compare(b.at, a.at))
  return byCursor(call, call.query.get('direction') === 'asc' ? rows.reverse() : rows, (act) =>
    advisoryShape(call, org, act),
  )
}

/** A `repository-advisory`, with its author or its publisher, whichever the act tells of. */
function advisoryShape(call: Call, org: Pick<Organization, 'login'>, act: Act): Json {
  const ghsa = `GHSA-${String(act.id).padStart(4, '2')}-wxyz-2345`
  const published = act.action === 'published'
  const path = `${org.login}/${act.repo}`
  return {
    ghsa_id: ghsa,
    cve_id: null,
    url: `${call.base}/repos/${path}/security-advisories/${ghsa}`,
    html_url: `${call.web}/${path}/security/advisories/${ghsa}`,
    summary: 'An advisory',
    description: null,
    severity: 'low',
    author: published ? null : simpleUser(call, act.actor),
    publisher: published ? simpleUser(call, act.actor) : null,
    identifiers: [{ type: 'GHSA', value: ghsa }],
    state: published ? 'published' : 'draft',
    created_at: act.at,
    updated_at: act.at,
    published_at: published ? act.at : null,
    closed_at: null,
    withdrawn_at: null,
    submission: null,
    vulnerabilities: [],
    cvss: null,
    cwes: [],
    cwe_ids: [],
    credits: [],
    credits_detailed: [],
    collaborating_users: [],
    collaborating_teams: [],
    private_fork: null,
  }
}
