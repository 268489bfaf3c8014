/** Reads which repositories REST lists, the hidden ones included: unlike GraphQL it names what it shows nothing else of. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, list, whole } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'

interface ListedPage {
  readonly ids: ReadonlySet<Id>
  /** Number of the next page; null at the end. */
  readonly next: number | null
}

/** 100 a request. https://docs.github.com/rest/repos/repos#list-organization-repositories */
export async function* readListedRepositories(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<ListedPage> {
  // Oldest first, so that a repository that is made meanwhile moves nothing.
  const parameters = { org, type: 'all', sort: 'created', direction: 'asc' }
  for await (const { rows, next } of numberedPages(github, LIST, parameters, from, LISTED))
    yield { ids: new Set(rows.map(({ id }) => id)), next }
}

const LIST = 'GET /orgs/{org}/repos'
/** What is missing here is looked up as deleted, so the whole page must be as documented. */
const LISTED = list(fields({ id: whole }))
