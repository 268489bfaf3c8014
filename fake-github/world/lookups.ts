/** Finds accounts, organisations and repositories by name or id. */
import { repositoryKey } from './acts.ts'
import type { Account, Organization, Repository, Team, WorldRows } from './format.ts'

export type Lookups = {
  account(login: string): Account | undefined
  accountById(id: number): Account | undefined
  organization(login: string): Organization | undefined
  organizationById(id: number): Organization | undefined
  repository(owner: string, name: string): Repository | undefined
  repositoryById(id: number): Repository | undefined
  repositoriesOf(owner: string): readonly Repository[]
  /** A number that no object of the world has yet. */
  newId(): number
  /** Give an account another login everywhere; ids stay. The acts are renamed by the caller. */
  renameEverywhere(from: string, to: string): void
  /** Give a repository another name; the old one leads to it from then on. The acts are renamed by the caller. */
  renameRepository(repository: Repository, to: string): void
}

/** Add the look-ups to the rows. Arrays may be pushed to and spliced; the maps notice by length. */
export function lookupsOf<Rows extends WorldRows>(rows: Rows): Rows & Lookups {
  const accounts = keyed(
    () => rows.accounts,
    (row) => row.login.toLowerCase(),
  )
  const accountIds = keyed(
    () => rows.accounts,
    (row) => row.id,
  )
  const organizations = keyed(
    () => rows.organizations,
    (row) => row.login.toLowerCase(),
  )
  const organizationIds = keyed(
    () => rows.organizations,
    (row) => row.id,
  )
  const repositories = keyed(
    () => rows.repositories,
    (row) => repositoryKey(row.owner, row.name),
  )
  const repositoryIds = keyed(
    () => rows.repositories,
    (row) => row.id,
  )
  const owned = grouped(
    () => rows.repositories,
    (row) => row.owner.toLowerCase(),
  )
  let lastId = 8_000_000
  return Object.assign(rows, {
    account: (login: string) => accounts(login.toLowerCase()),
    accountById: (id: number) => accountIds(id),
    organization: (login: string) => organizations(login.toLowerCase()),
    organizationById: (id: number) => organizationIds(id),
    repository: (owner: string, name: string) => repositories(repositoryKey(owner, name)),
    repositoryById: (id: number) => repositoryIds(id),
    repositoriesOf: (owner: string) => owned(owner.toLowerCase()),
    newId: () => ++lastId,
    renameRepository: (repository: Repository, to: string) => {
      const from = repository.name
      const org = organizations(repository.owner.toLowerCase())
      for (const team of org?.teams ?? [])
        for (const row of team.repositories) if (same(row.name, from)) row.name = to
      for (const installation of org?.installations ?? [])
        installation.repositories = installation.repositories.map((name) => (same(name, from) ? to : name))
      repository.former_names.push(from)
      repository.name = to
      repositories.forget()
    },
    renameEverywhere: (from: string, to: string) => {
      const swap = <K extends string>(list: readonly { [P in K]?: string | null | undefined }[], key: K) => {
        for (const row of list) if (row[key]?.toLowerCase() === from.toLowerCase()) row[key] = to
      }
      for (const org of rows.organizations) {
        for (const list of [org.members, org.invitations, org.former_members, org.credential_authorizations])
          swap(list, 'login')
        for (const team of org.teams) swap(team.members, 'login')
        for (const list of [org.personal_access_tokens, org.personal_access_token_requests])
          swap(list, 'owner')
        swap(org.invitations, 'inviter')
        for (const role of org.organization_roles)
          role.users = role.users.map((login) => (login === from ? to : login))
      }
      for (const repo of rows.repositories) {
        swap([repo], 'owner')
        for (const list of [repo.collaborators, repo.invitations]) swap(list, 'login')
        swap(repo.invitations, 'inviter')
        swap(repo.deploy_keys, 'added_by')
      }
      swap(rows.tokens, 'login')
      swap(rows.accounts, 'login')
      accounts.forget()
      repositories.forget()
      owned.forget()
    },
  })
}

/** The team of that slug in the organisation. */
export function teamOf(org: Organization, slug: string): Team | undefined {
  return org.teams.find((team) => team.slug === slug.toLowerCase())
}

/** Whether two logins are the same person's; GitHub does not distinguish case. */
export function same(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase()
}

function keyed<Row, Key>(list: () => readonly Row[], key: (row: Row) => Key) {
  let map = new Map<Key, Row>()
  let built: readonly unknown[] = []
  const find = (wanted: Key): Row | undefined => {
    const rows = list()
    if (hasChanged(built, rows)) {
      map = new Map(rows.map((row) => [key(row), row]))
      built = markOf(rows)
    }
    return map.get(wanted)
  }
  return Object.assign(find, {
    forget: () => {
      built = []
    },
  })
}

function grouped<Row, Key>(list: () => readonly Row[], key: (row: Row) => Key) {
  let map = new Map<Key, Row[]>()
  let built: readonly unknown[] = []
  const find = (wanted: Key): readonly Row[] => {
    const rows = list()
    if (hasChanged(built, rows)) {
      map = Map.groupBy(rows, key)
      built = markOf(rows)
    }
    return map.get(wanted) ?? []
  }
  return Object.assign(find, {
    forget: () => {
      built = []
    },
  })
}

/** Rows come and go at the ends, or one goes from the middle: the length and both ends tell of each, and of two at once. */
function markOf(rows: readonly unknown[]): readonly unknown[] {
  return [rows.length, rows[0], rows.at(-1)]
}

function hasChanged(built: readonly unknown[], rows: readonly unknown[]): boolean {
  return built.length === 0 || markOf(rows).some((part, i) => part !== built[i])
}
