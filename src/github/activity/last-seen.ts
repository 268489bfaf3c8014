/** Reads the exact dates of people's newest commits, issues, pull requests, reviews and comments, however old. */

import type { Activity, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble } from '../http/errors.ts'
import { ACTOR_FRAGMENT, type Actor, act } from './actors.ts'

interface Person {
  readonly id: Id
  readonly login: string
  readonly nodeId: string
}

interface Repository {
  readonly id: Id
  readonly nodeId: string
}

/** The newest commit on the default branch by each pair of person and repository, with its author date. */
export async function readNewestCommits(
  github: GitHub,
  pairs: readonly { person: Person; repository: Repository }[],
): Promise<readonly Activity[]> {
  if (pairs.length === 0) return []
  const aliases = pairs.map(
    ({ person, repository }, i) =>
      `p${i}: node(id: ${JSON.stringify(repository.nodeId)}) { ... on Repository { defaultBranchRef { target { ... on Commit {
        history(first: 1, author: { id: ${JSON.stringify(person.nodeId)} }) { nodes { url authoredDate } } } } } } }`,
  )
  const { data } = await github.graphql<Record<string, CommitNode | null>>(
    `query NewestCommits { rateLimit { cost } ${aliases.join('\n')} }`,
  )
  return pairs.flatMap(({ person, repository }, i) =>
    (data[`p${i}`]?.defaultBranchRef?.target?.history?.nodes ?? []).flatMap((commit) =>
      act('newest_act', 'commit', repository.id, {
        who: { databaseId: person.id },
        at: commit.authoredDate,
        url: commit.url,
      }),
    ),
  )
}

/** People per query; each costs three searches. */
export const PEOPLE_PER_SEARCH = 8

/** The newest issue, pull request, review and comment of these people in the organisation. Throws where a search is answered in part. */
export async function readNewestComments(
  github: GitHub,
  org: string,
  people: readonly Pick<Person, 'id' | 'login'>[],
): Promise<readonly Activity[]> {
  const aliases = people.flatMap((person, i) => {
    const search = (qualifier: string, first: number, fields: string) =>
      `search(type: ISSUE, first: ${first}, query: ${JSON.stringify(`org:${org} ${qualifier}`)}) { nodes { ${fields} } }`
    return [
      `opened${i}: ${search(`author:${person.login} sort:created-desc`, 1, '...Opened')}`,
      `reviewed${i}: ${search(`is:pr reviewed-by:${person.login} sort:updated-desc`, 5, `... on PullRequest { repository { databaseId } reviews(author: ${JSON.stringify(person.login)}, last: 1) { nodes { url submittedAt author { ...ActorFields } } } }`)}`,
      `commented${i}: ${search(`commenter:${person.login} sort:updated-desc`, 5, '...Commented')}`,
    ]
  })
  const { data, errors } = await github.graphql<Record<string, { nodes: readonly (Found | null)[] } | null>>(
    `query NewestComments { rateLimit { cost } ${aliases.join('\n')} } ${SEARCH_FRAGMENTS}`,
  )
  if (errors[0] !== undefined) {
    throw new GitHubTrouble(
      { kind: 'invalid' },
      `GitHub did not answer the search in full: ${errors[0].message}`,
    )
  }
  return people.flatMap((person, i) => {
    const found = (name: string) =>
      (data[`${name}${i}`]?.nodes ?? []).flatMap((node) => (node === null ? [] : [node]))
    const isTheirs = (who: Actor | null) => who?.databaseId === person.id
    return [
      ...found('opened').flatMap((node) =>
        isTheirs(node.author ?? null)
          ? act(
              'newest_act',
              node.__typename === 'PullRequest' ? 'pull_request' : 'issue',
              node.repository.databaseId,
              { who: node.author, at: node.createdAt, url: node.url },
            )
          : [],
      ),
      ...found('reviewed').flatMap((node) =>
        (node.reviews?.nodes ?? [])
          .filter((review) => isTheirs(review.author))
          .flatMap((review) =>
            act('newest_act', 'review', node.repository.databaseId, {
              who: review.author,
              at: review.submittedAt,
              url: review.url,
            }),
          ),
      ),
      ...found('commented').flatMap((node) =>
        (node.comments?.nodes ?? [])
          .filter((comment) => isTheirs(comment.author))
          .flatMap((comment) =>
            act('newest_act', 'issue_comment', node.repository.databaseId, {
              who: comment.author,
              at: comment.createdAt,
              url: comment.url,
            }),
          ),
      ),
    ]
  })
}

interface CommitNode {
  readonly defaultBranchRef: {
    readonly target: {
      readonly history?: { readonly nodes: readonly { url: string; authoredDate: string }[] } | null
    } | null
  } | null
}

interface Found {
  readonly __typename?: string
  readonly url?: string
  readonly createdAt?: string
  readonly author?: Actor | null
  readonly repository: { readonly databaseId: number }
  readonly reviews?: {
    readonly nodes: readonly { author: Actor | null; submittedAt: string | null; url: string }[]
  }
  readonly comments?: { readonly nodes: readonly { author: Actor | null; createdAt: string; url: string }[] }
}

const SEARCH_FRAGMENTS = `fragment Opened on SearchResultItem {
  __typename
  ... on Issue { url createdAt author { ...ActorFields } repository { databaseId } }
  ... on PullRequest { url createdAt author { ...ActorFields } repository { databaseId } }
}
fragment Commented on SearchResultItem {
  __typename
  ... on Issue { repository { databaseId } comments(last: 100) { nodes { url createdAt author { ...ActorFields } } } }
  ... on PullRequest { repository { databaseId } comments(last: 100) { nodes { url createdAt author { ...ActorFields } } } }
}
${ACTOR_FRAGMENT}`
