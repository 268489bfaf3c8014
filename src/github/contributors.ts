/** Who has written commits lately, as far as it takes to know whether there are more than a few. It counts nobody's work. */

import type { AccountType, Id, Instant } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { GitHubTrouble, isGone } from './trouble.ts'

/** Requests that counting may spend: the busiest repositories come first, so it ends far earlier where many take part. */
const MOST_REQUESTS = 20

/** Distinct commit authors of the default branches since `since`; stops when `enough` people (no bots) are found. */
export async function contributorsOf(
  github: GitHub,
  repositories: readonly string[],
  since: Instant,
  enough: number,
): Promise<readonly { readonly id: Id; readonly type: AccountType; readonly at: Instant }[]> {
  const found = new Map<Id, { readonly id: Id; readonly type: AccountType; readonly at: Instant }>()
  const people = () => [...found.values()].filter(({ type }) => type === 'User').length
  for (const repository of repositories.slice(0, MOST_REQUESTS)) {
    const [owner, repo] = repository.split('/')
    for (const { author, commit } of await commitsOf(github, { owner, repo, since })) {
      if (author === null || author.id === undefined) continue
      found.set(author.id, {
        id: author.id,
        type: author.type === 'Bot' ? 'Bot' : 'User',
        at: commit.author.date,
      })
    }
    if (people() >= enough) break
  }
  return [...found.values()]
}

interface CommitRow {
  readonly author: { readonly id?: Id; readonly type?: string } | null
  readonly commit: { readonly author: { readonly date: Instant } }
}

async function commitsOf(github: GitHub, asked: Record<string, unknown>): Promise<readonly CommitRow[]> {
  try {
    return (await github.rest<CommitRow[]>('GET /repos/{owner}/{repo}/commits', { ...asked, per_page: 100 }))
      .data
  } catch (error) {
    // 404: gone since the audit; 409 (not accepted): the repository is empty. Neither hides a contributor.
    if (isGone(error) || (error instanceof GitHubTrouble && error.trouble.kind === 'invalid')) return []
    throw error
  }
}
