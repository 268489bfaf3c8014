/** The grown world as of an earlier day, and what comes of it between two days. Whoever was removed meanwhile stays away. */
import type { ActRow } from '../../fake-github/world/act.ts'
import type { Organization, Repository } from '../../fake-github/world/format.ts'
import { parseWorld, type World } from '../../fake-github/world/world.ts'

const DAY = 86_400_000
const PUSHES = ['push', 'merge', 'commit', 'tag', 'branch']

/** What stood there on that day; `whole` stays as it is. */
export function worldAsOf(whole: World, at: string): World {
  const { accounts, organizations, repositories } = whole
  const rows = {
    ...{ now: at, accounts, activity: actsBetween(whole, '', at) },
    organizations: organizations.map((org) => ({ ...org, ...cameInto(whole, org, '', at) })),
    repositories: repositories.map((repo) => ({ ...repo, ...cameTo(repo, '', at) })),
  }
  const early = parseWorld(JSON.parse(JSON.stringify(rows)), undefined, 'the sample world')
  setDates(early, whole, at)
  return early
}

/** Brings the live world to a later day: people and keys that came, acts, uses of credentials. */
export function passTo(live: World, whole: World, from: string, to: string): void {
  for (const act of actsBetween(whole, from, to)) live.acts.add(act)
  for (const org of whole.organizations) {
    const here = live.organization(org.login)
    if (here === undefined) continue
    const came = structuredClone(cameInto(whole, org, from, to))
    here.members.push(...came.members)
    here.invitations.push(...came.invitations)
    here.personal_access_tokens.push(...came.personal_access_tokens)
    here.personal_access_token_requests.push(...came.personal_access_token_requests)
    here.secrets.push(...came.secrets)
    for (const team of came.teams)
      here.teams.find(({ slug }) => slug === team.slug)?.members.push(...team.members)
  }
  for (const repo of whole.repositories) {
    const here = live.repository(repo.owner, repo.name)
    const came = structuredClone(cameTo(repo, from, to))
    here?.collaborators.push(...came.collaborators)
    here?.invitations.push(...came.invitations)
    here?.deploy_keys.push(...came.deploy_keys)
    here?.secrets.push(...came.secrets)
  }
  setDates(live, whole, to)
}

function actsBetween(whole: World, from: string, to: string): readonly ActRow[] {
  return whole.repositories
    .flatMap(({ owner, name }) => whole.acts.inRepository(owner, name).all)
    .filter(({ at }) => from < at && at <= to)
    .map(({ id: _, ...row }) => row)
    .toSorted((a, b) => a.at.localeCompare(b.at))
}

/** A team's member comes with their membership. */
function cameInto(whole: World, org: Organization, from: string, to: string) {
  const since = new Map(
    org.members.map(({ login, added_at }) => [
      login,
      [added_at, whole.account(login)?.created_at ?? ''].toSorted().at(-1) ?? '',
    ]),
  )
  const isCome = (at: string | null | undefined) => (at ?? '') > from && (at ?? '') <= to
  return {
    members: org.members.filter(({ login }) => isCome(since.get(login))),
    invitations: org.invitations.filter(({ created_at }) => isCome(created_at)),
    personal_access_tokens: org.personal_access_tokens.filter((row) => isCome(row.access_granted_at)),
    personal_access_token_requests: org.personal_access_token_requests.filter((row) =>
      isCome(row.created_at),
    ),
    secrets: org.secrets.filter(({ created_at }) => isCome(created_at)),
    teams: org.teams.map((team) => ({
      ...team,
      members: team.members.filter(({ login }) => isCome(since.get(login))),
    })),
  }
}

function cameTo(repo: Repository, from: string, to: string) {
  const isCome = (at: string | null) => (at ?? '') > from && (at ?? '') <= to
  return {
    collaborators: repo.collaborators.filter(({ added_at }) => isCome(added_at)),
    invitations: repo.invitations.filter(({ created_at }) => isCome(created_at)),
    deploy_keys: repo.deploy_keys.filter(({ created_at }) => isCome(created_at ?? '2019-06-01')),
    secrets: repo.secrets.filter(({ created_at }) => isCome(created_at)),
  }
}

/** When keys and tokens were used last, what has expired or lapsed, and when a repository moved, as of that day. */
function setDates(live: World, whole: World, at: string): void {
  for (const org of live.organizations) {
    const known = whole.organization(org.login)
    for (const row of org.personal_access_tokens) {
      const last = known?.personal_access_tokens.find(({ id }) => id === row.id)?.token_last_used_at ?? null
      row.token_last_used_at = usedBy(last, at)
      row.token_expired = row.token_expires_at !== null && row.token_expires_at <= at
    }
    for (const row of org.invitations) {
      const end = known?.invitations.find(({ id }) => id === row.id)
      if (end?.failed_at === undefined || end.failed_at > at) delete row.failed_at
      else row.failed_at = end.failed_at
    }
  }
  for (const repo of live.repositories) {
    const known = whole.repository(repo.owner, repo.name)
    for (const row of repo.deploy_keys)
      row.last_used = usedBy(known?.deploy_keys.find(({ id }) => id === row.id)?.last_used ?? null, at)
    const acts = live.acts.inRepository(repo.owner, repo.name)
    repo.updated_at = acts.all[0]?.at ?? repo.created_at
    repo.pushed_at = acts.all.find(({ kind }) => PUSHES.includes(kind))?.at ?? repo.created_at
  }
}

/** What was used later was used all along: three days before. */
function usedBy(last: string | null, at: string): string | null {
  if (last === null || last <= at) return last
  return new Date(Date.parse(at) - 3 * DAY).toISOString().replace(/\.\d+Z$/, 'Z')
}
