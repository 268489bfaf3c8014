/** Everything that anyone did, indexed by repository, account and thread. */
import { createHash } from 'node:crypto'
import type { Act, ActKind, ActRow } from './act.ts'
import { toInstant } from './instants.ts'
import { type Thread, threadsOf } from './threads.ts'

/** One repository's acts; every list is newest first. */
export type RepositoryActs = {
  readonly all: readonly Act[]
  kind(...kinds: readonly ActKind[]): readonly Act[]
  /** Commits on the branch; those that name none are on the default one. */
  commitsOn(branch: string, defaultBranch: string): readonly Act[]
  by(login: string): readonly Act[]
  readonly threads: ReadonlyMap<number, Thread>
  threadList(kind: Thread['kind'] | 'any', order: 'created' | 'updated'): readonly Thread[]
  commit(sha: string): Act | undefined
}

export type Acts = {
  readonly count: number
  inRepository(owner: string, name: string): RepositoryActs
  /** One account's acts in one organisation, newest first; in all of them where `owner` is left out. */
  by(login: string, owner?: string): readonly Act[]
  /** Commits of others that name the account in a trailer, newest first. */
  coAuthoredBy(login: string): readonly Act[]
  add(row: ActRow): Act
  rename(from: string, to: string): void
  renameRepository(owner: string, from: string, to: string): void
}

/** Index the rows; they may stand in any order. */
export function indexActs(rows: readonly ActRow[]): Acts {
  const byRepository = new Map<string, Act[]>()
  const perActor = new Map<string, Act[]>()
  const repositories = new Map<string, RepositoryActs>()
  const actorsInOwner = new Map<string, Map<string, readonly Act[]>>()
  const coAuthored = new Map<string, Act[]>()
  let count = 0

  const ordered = isOrdered(rows) ? rows : rows.toSorted((a, b) => compare(a.at, b.at))
  const put = (row: ActRow): Act => {
    count += 1
    const act = actOf(row, count)
    append(byRepository, repositoryKey(act.owner, act.repo), act)
    append(perActor, act.actor.toLowerCase(), act)
    for (const login of act.co_authors) append(coAuthored, login.toLowerCase(), act)
    return act
  }
  for (const row of ordered) put(row)

  return {
    get count() {
      return count
    },
    inRepository(owner, name) {
      const key = repositoryKey(owner, name)
      const known = repositories.get(key)
      if (known) return known
      const made = repositoryActs(newestFirst(byRepository.get(key) ?? []))
      repositories.set(key, made)
      return made
    },
    by(login, owner) {
      const actor = login.toLowerCase()
      let owners = actorsInOwner.get(actor)
      if (!owners) {
        const all = newestFirst(perActor.get(actor) ?? [])
        owners = new Map<string, readonly Act[]>(Map.groupBy(all, (act) => act.owner.toLowerCase()))
        owners.set('', all)
        actorsInOwner.set(actor, owners)
      }
      return owners.get(owner?.toLowerCase() ?? '') ?? []
    },
    coAuthoredBy: (login) => newestFirst(coAuthored.get(login.toLowerCase()) ?? []),
    add(row) {
      repositories.delete(repositoryKey(row.owner, row.repo))
      actorsInOwner.delete(row.actor.toLowerCase())
      return put(toTheSecond(row))
    },
    rename(from, to) {
      const acts = perActor.get(from.toLowerCase()) ?? []
      for (const act of acts) {
        act.actor = to
        repositories.delete(repositoryKey(act.owner, act.repo))
      }
      perActor.delete(from.toLowerCase())
      perActor.set(to.toLowerCase(), acts)
      actorsInOwner.delete(from.toLowerCase())
      actorsInOwner.delete(to.toLowerCase())
    },
    renameRepository(owner, from, to) {
      const [before, after] = [repositoryKey(owner, from), repositoryKey(owner, to)]
      const acts = byRepository.get(before) ?? []
      for (const act of acts) act.repo = to
      byRepository.delete(before)
      byRepository.set(after, acts)
      repositories.delete(before)
      repositories.delete(after)
    },
  }
}

/** The act with its times as GitHub has them: to the second. */
export function toTheSecond(row: ActRow): ActRow {
  const { at, committed_at } = row
  return {
    ...row,
    at: toInstant(at, at),
    committed_at: committed_at == null ? null : toInstant(committed_at, committed_at),
  }
}

function actOf(row: ActRow, id: number): Act {
  return {
    id,
    actor: row.actor,
    kind: row.kind,
    owner: row.owner,
    repo: row.repo,
    at: row.at,
    n: row.n ?? null,
    sha:
      row.sha ??
      createHash('sha1')
        .update(`${row.owner}/${row.repo}/${row.kind}/${row.at}/${row.actor}/${id}`)
        .digest('hex'),
    branch: row.branch ?? null,
    action: row.action ?? null,
    committed_at: row.committed_at ?? null,
    co_authors: row.co_authors ?? [],
    unlinked: row.unlinked ?? false,
    state: row.state ?? null,
    activity_type: row.activity_type ?? null,
    subject: row.subject ?? null,
    via_app: row.via_app ?? false,
  }
}

function repositoryActs(all: readonly Act[]): RepositoryActs {
  const kinds = new Map<string, readonly Act[]>()
  const branches = new Map<string, readonly Act[]>()
  const lists = new Map<string, readonly Thread[]>()
  let actors: Map<string, Act[]> | undefined
  let commits: Map<string, Act> | undefined
  let threads: Map<number, Thread> | undefined
  const allThreads = () => {
    threads ??= threadsOf(all)
    return threads
  }
  const ofKinds = (...wanted: readonly ActKind[]) => {
    const key = wanted.join()
    const known = kinds.get(key)
    if (known) return known
    const made = all.filter((act) => wanted.includes(act.kind))
    kinds.set(key, made)
    return made
  }
  return {
    all,
    kind: ofKinds,
    commitsOn(branch, defaultBranch) {
      const key = JSON.stringify([branch, defaultBranch])
      const known = branches.get(key)
      if (known) return known
      const made = ofKinds('commit').filter((act) => (act.branch ?? defaultBranch) === branch)
      branches.set(key, made)
      return made
    },
    by(login) {
      actors ??= Map.groupBy(all, (act) => act.actor.toLowerCase())
      return actors.get(login.toLowerCase()) ?? []
    },
    get threads() {
      return allThreads()
    },
    threadList(kind, order) {
      const key = `${kind} ${order}`
      const known = lists.get(key)
      if (known) return known
      const made = [...allThreads().values()]
        .filter((thread) => (kind === 'any' ? thread.kind !== 'discussion' : thread.kind === kind))
        .sort((a, b) =>
          order === 'created'
            ? compare(b.createdAt, a.createdAt) || b.n - a.n
            : compare(b.updatedAt, a.updatedAt) || b.n - a.n,
        )
      lists.set(key, made)
      return made
    },
    commit(sha) {
      commits ??= new Map(all.filter((act) => act.kind === 'commit').map((act) => [act.sha, act]))
      return commits.get(sha)
    },
  }
}

function newestFirst(acts: readonly Act[]): readonly Act[] {
  return acts.toSorted((a, b) => compare(b.at, a.at) || b.id - a.id)
}

function isOrdered(rows: readonly ActRow[]): boolean {
  return rows.every((row, i) => i === 0 || (rows[i - 1]?.at ?? '') <= row.at)
}

function append(map: Map<string, Act[]>, key: string, act: Act): void {
  const list = map.get(key)
  if (list) list.push(act)
  else map.set(key, [act])
}

/** The key under which a repository is found, whatever the case. */
export function repositoryKey(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase()
}

/** Orders ISO times and other ASCII text. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
