/** A few pages, so that a person can look where a link leads. */

import type { GitHubState } from '../state.ts'
import {
  accessSources,
  effectiveRole,
  membershipRole,
  outsideCollaborators,
  peopleWithAccess,
} from '../world/access.ts'
import type { Act } from '../world/act.ts'
import type { Organization, Repository } from '../world/format.ts'
import { document, type Html, html } from './html.ts'

export type Page = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The most people or acts that a page lists. */
const most = 200

/** The page at the address, or one that says that there is none. */
export function page(state: GitHubState, url: URL): Page {
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  const found = pageOf(state, parts)
  return found
    ? answer(200, found.title, found.body)
    : answer(
        404,
        'Not found',
        html`<h1>Not found</h1><p>This invented GitHub has nothing at ${url.pathname}.</p>`,
      )
}

/** An HTML answer. */
export function answer(status: number, title: string, body: Html): Page {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: document(title, body) }
}

type Found = { readonly title: string; readonly body: Html }

function pageOf(state: GitHubState, parts: readonly string[]): Found | null {
  const { world } = state
  const [first = '', second, third, fourth] = parts
  if (parts.length === 0) return home(state)
  if (first === 'orgs' || first === 'organizations') {
    const org = world.organization(second ?? '')
    return org ? people(state, org) : null
  }
  if (first === 'apps') return { title: second ?? '', body: html`<h1>The App ${second}</h1>` }
  if (second === undefined) {
    const org = world.organization(first)
    return org ? people(state, org) : profile(state, first)
  }
  const repo = world.repository(first, second)
  if (!repo) return null
  if ((third === 'pull' || third === 'issues' || third === 'discussions') && fourth)
    return thread(state, repo, Number(fourth))
  if (third === 'commit' && fourth) return commit(state, repo, fourth)
  return repository(state, repo)
}

function home(state: GitHubState): Found {
  const { organizations } = state.world
  const rows = organizations.map(
    (org) =>
      html`<li><a href="/orgs/${org.login}/people">${org.login}</a>: ${org.members.length} members</li>`,
  )
  return {
    title: 'An invented GitHub',
    body: html`<h1>An invented GitHub</h1><ul>${rows}</ul><p>It is ${state.clock()}.</p>`,
  }
}

function people(state: GitHubState, org: Organization): Found {
  const rows = org.members.slice(0, most).map((row) => {
    const teams = org.teams.filter((team) => team.members.some((member) => member.login === row.login))
    return html`<tr><td><a href="/${row.login}">${row.login}</a></td><td>${row.role === 'admin' ? 'owner' : 'member'}</td><td>${teams.map((team) => team.slug).join(', ')}</td></tr>`
  })
  const collaborators = outsideCollaborators(state.world, org).map(
    (login) => html`<li><a href="/${login}">${login}</a></li>`,
  )
  const repos = state.world
    .repositoriesOf(org.login)
    .slice(0, most)
    .map(
      (repo) =>
        html`<li><a href="/${repo.owner}/${repo.name}">${repo.name}</a>${repo.archived ? ' (archived)' : ''}</li>`,
    )
  const invited = org.invitations.map(
    (row) => html`<li>${row.login ?? row.email}, since ${row.created_at}</li>`,
  )
  return {
    title: `People of ${org.login}`,
    body: html`<h1>${org.login}</h1><h2>${org.members.length} members</h2><table><tr><th>Who</th><th>Role</th><th>Teams</th></tr>${rows}</table>
<h2>Outside collaborators</h2><ul>${collaborators}</ul><h2>Invited</h2><ul>${invited}</ul><h2>Repositories</h2><ul>${repos}</ul>`,
  }
}

function profile(state: GitHubState, login: string): Found | null {
  const account = state.world.account(login)
  if (!account || account.deleted) return null
  const roles = state.world.organizations.flatMap((org) => {
    const role = membershipRole(org, account.login)
    return role
      ? [
          html`<li><a href="/orgs/${org.login}/people">${org.login}</a>: ${role === 'admin' ? 'owner' : 'member'}</li>`,
        ]
      : []
  })
  const direct = state.world.repositories.flatMap((repo) =>
    repo.collaborators
      .filter((row) => row.login === account.login)
      .map(
        (row) =>
          html`<li><a href="/${repo.owner}/${repo.name}">${repo.owner}/${repo.name}</a>: ${row.role}, directly</li>`,
      ),
  )
  return {
    title: account.login,
    body: html`<h1>${account.login} ${account.name ? html`<small>${account.name}</small>` : ''}</h1><p>Here since ${account.created_at}.</p>
<h2>Access</h2><ul>${roles}${direct}</ul>${roles.length + direct.length === 0 ? html`<p>None.</p>` : ''}<h2>Newest acts</h2>${acts(state.world.acts.by(account.login))}`,
  }
}

function repository(state: GitHubState, repo: Repository): Found {
  const { world } = state
  const rows = peopleWithAccess(world, repo)
    .slice(0, most)
    .map((login) => {
      const ways = accessSources(world, repo, login).map(
        (source) => `${source.role} by ${source.from === 'team' ? `team ${source.team.slug}` : source.from}`,
      )
      return html`<tr><td><a href="/${login}">${login}</a></td><td>${effectiveRole(world, repo, login)}</td><td>${ways.join('; ')}</td></tr>`
    })
  return {
    title: `${repo.owner}/${repo.name}`,
    body: html`<h1><a href="/orgs/${repo.owner}/people">${repo.owner}</a>/${repo.name}</h1><h2>Newest acts</h2>${acts(world.acts.inRepository(repo.owner, repo.name).all)}
<h2>Who has access</h2><table><tr><th>Who</th><th>Role</th><th>By what</th></tr>${rows}</table>`,
  }
}

function thread(state: GitHubState, repo: Repository, n: number): Found | null {
  const found = state.world.acts.inRepository(repo.owner, repo.name).threads.get(n)
  if (!found) return null
  const all = found.opened ? [...found.acts, found.opened] : found.acts
  return {
    title: `${repo.name} ${n}`,
    body: html`<h1><a href="/${repo.owner}/${repo.name}">${repo.name}</a> #${n}</h1>${acts(all)}`,
  }
}

function commit(state: GitHubState, repo: Repository, sha: string): Found | null {
  const all = state.world.acts.inRepository(repo.owner, repo.name).all.filter((act) => act.sha === sha)
  if (all.length === 0) return null
  return {
    title: sha.slice(0, 7),
    body: html`<h1><a href="/${repo.owner}/${repo.name}">${repo.name}</a> ${sha.slice(0, 12)}</h1>${acts(all)}`,
  }
}

function acts(all: readonly Act[]): Html {
  const rows = all
    .slice(0, 30)
    .map(
      (act) =>
        html`<tr id="event-${act.id}"><td>${act.at}</td><td><a href="/${act.actor}">${act.actor}</a></td><td>${act.kind.replaceAll('_', ' ')}</td><td><a href="/${act.owner}/${act.repo}">${act.owner}/${act.repo}</a>${act.n === null ? '' : ` #${act.n}`}</td></tr>`,
    )
  return html`<table><tr><th>When</th><th>Who</th><th>What</th><th>Where</th></tr>${rows}</table>`
}
