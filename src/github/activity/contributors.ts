/** Reads who wrote commits lately, until enough people are found. */

import { instant } from '../../policy/calendar.ts'
import type { AccountType, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble, isGone } from '../http/errors.ts'
import { hasNextPage, PAGE } from '../http/numbered-pages.ts'
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
    const { rows, more } = await readCommits(github, next.repository, since, next.page)
    for (const contributor of rows.flatMap(toContributor)) {
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

function toContributor({ author, commit }: CommitRow): Contributor[] {
  if (author === null || author.id === undefined) return []
  return [{ id: author.id, type: author.type === 'Bot' ? 'Bot' : 'User', at: instant(commit.author.date) }]
}

interface CommitRow {
  readonly author: { readonly id?: Id; readonly type?: string } | null
  readonly commit: { readonly author: { readonly date: string } }
}

async function readCommits(
  github: GitHub,
  repository: string,
  since: Instant,
  page: number,
): Promise<{ readonly rows: readonly CommitRow[]; readonly more: boolean }> {
  const [owner, repo] = repository.split('/')
  const parameters = { owner, repo, since: gitHubTime(since), per_page: PAGE, page }
  try {
    const { data, headers } = await github.rest<CommitRow[]>('GET /repos/{owner}/{repo}/commits', parameters)
    return { rows: data, more: hasNextPage(headers, data.length) }
  } catch (error) {
    // 404: gone since the audit; 409 (`invalid`): the repository is empty. Neither hides a contributor.
    if (isGone(error) || (error instanceof GitHubTrouble && error.trouble.kind === 'invalid'))
      return { rows: [], more: false }
    throw error
  }
}
