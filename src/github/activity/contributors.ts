/** Reads who wrote commits lately, until enough people are found. */

import type { AccountType, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text, whole } from '../http/decode.ts'
import { GitHubTrouble, isGone } from '../http/errors.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { gitHubTime } from './actors.ts'

/** At most so many requests. The busiest repositories come first, so it ends far earlier where many people contribute. */
const MOST_REQUESTS = 20

/** Distinct commit authors of the default branches since `since`; stops when `enough` people (no bots) are found. */
export async function readContributors(
  github: GitHub,
  repositories: readonly string[],
  since: Instant,
  enough: number,
): Promise<readonly Contributor[]> {
  const found = new Map<Id, Contributor>()
  const people = () => [...found.values()].filter(({ type }) => type === 'User').length
  // One page of each repository in turn: one busy author must not hide the others for long.
  const queue = repositories.map((repository) => ({ repository, page: 1 }))
  for (let requests = 0; requests < MOST_REQUESTS && people() < enough; requests++) {
    const next = queue.shift()
    if (next === undefined) break
    const { commits, more } = await readCommits(github, next.repository, since, next.page)
    for (const contributor of commits.flatMap(toContributor)) {
      const known = found.get(contributor.id)
      if (known === undefined || known.at < contributor.at) found.set(contributor.id, contributor)
    }
    if (more) queue.push({ ...next, page: next.page + 1 })
  }
  return [...found.values()]
}

interface Contributor {
  readonly id: Id
  readonly type: AccountType
  /** Author date of their newest commit that was read. */
  readonly at: Instant
}

function toContributor({ author, commit }: Commit): Contributor[] {
  const at = commit.author?.date ?? null
  if (author === null || author.id === null || at === null) return []
  return [{ id: author.id, type: author.type === 'Bot' ? 'Bot' : 'User', at }]
}

async function readCommits(
  github: GitHub,
  repository: string,
  since: Instant,
  page: number,
): Promise<{ readonly commits: readonly Commit[]; readonly more: boolean }> {
  const [owner, repo] = repository.split('/')
  const parameters = { owner, repo, since: gitHubTime(since) }
  const route = 'GET /repos/{owner}/{repo}/commits'
  try {
    for await (const { rows, next } of numberedPages(github, route, parameters, page, COMMITS))
      return { commits: rows, more: next !== null }
  } catch (error) {
    // 404: gone since the audit; 409 (`invalid`): the repository is empty. Neither hides a contributor.
    if (!isGone(error) && !(error instanceof GitHubTrouble && error.trouble.kind === 'invalid')) throw error
  }
  return { commits: [], more: false }
}

type Commit = Decoded<typeof COMMIT>

/** An e-mail address that belongs to no account has no author, or an empty one. */
const COMMIT = fields({
  author: nullable(fields({ id: nullable(whole), type: nullable(text) })),
  commit: fields({ author: nullable(fields({ date: nullable(moment) })) }),
})
const COMMITS = rows(COMMIT)
