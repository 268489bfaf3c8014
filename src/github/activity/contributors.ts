/** Who has written commits lately, as far as it takes to know whether there are more than a few. It counts nobody's work. */

import type { AccountType, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble, isGone } from '../http/errors.ts'
import { hasNextPage, PAGE } from '../http/numbered-pages.ts'

/** Requests that counting may spend: the busiest repositories come first, so it ends far earlier where many take part. */
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
  // The newest commits of each come first; one busy hand must not hide the others for long.
  const left = repositories.map((repository) => ({ repository, page: 1 }))
  for (let requests = 0; requests < MOST_REQUESTS && people() < enough; requests++) {
    const next = left.shift()
    if (next === undefined) break
    const { rows, more } = await commitsOf(github, next.repository, since, next.page)
    for (const contributor of rows.flatMap(contributorOf)) {
      const known = found.get(contributor.id)
      if (known === undefined || known.at < contributor.at) found.set(contributor.id, contributor)
    }
    if (more) left.push({ ...next, page: next.page + 1 })
  }
  return [...found.values()]
}

interface Contributor {
  readonly id: Id
  readonly type: AccountType
  /** Of the newest of their commits that was seen. */
  readonly at: Instant
}

function contributorOf({ author, commit }: CommitRow): Contributor[] {
  if (author === null || author.id === undefined) return []
  return [{ id: author.id, type: author.type === 'Bot' ? 'Bot' : 'User', at: commit.author.date }]
}

interface CommitRow {
  readonly author: { readonly id?: Id; readonly type?: string } | null
  readonly commit: { readonly author: { readonly date: Instant } }
}

async function commitsOf(
  github: GitHub,
  repository: string,
  since: Instant,
  page: number,
): Promise<{ readonly rows: readonly CommitRow[]; readonly more: boolean }> {
  const [owner, repo] = repository.split('/')
  const asked = { owner, repo, since, per_page: PAGE, page }
  try {
    const { data, headers } = await github.rest<CommitRow[]>('GET /repos/{owner}/{repo}/commits', asked)
    return { rows: data, more: hasNextPage(headers, data.length) }
  } catch (error) {
    // 404: gone since the audit; 409 (not accepted): the repository is empty. Neither hides a contributor.
    if (isGone(error) || (error instanceof GitHubTrouble && error.trouble.kind === 'invalid'))
      return { rows: [], more: false }
    throw error
  }
}
