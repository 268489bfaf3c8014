/** Reads the exact dates of people's newest commits, issues, pull requests, reviews and comments, however old. */

import type { Activity, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoder, fields, moment, nullable, oneOf, rows, text, whole } from '../http/decode.ts'
import { GitHubTrouble } from '../http/errors.ts'
import { ACTOR_FRAGMENT, type Actor, act, actor } from './actors.ts'

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
  const { data, errors } = await github.graphql(
    `query NewestCommits { rateLimit { cost } ${aliases.join('\n')} }`,
    {},
    eachUnder('p', pairs.length, REPOSITORY),
  )
  // Without them the day stands in for the moment of a commit.
  github.tellRefused('NewestCommits', errors)
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
    const search = (qualifier: string, first: number, selection: string) =>
      `search(type: ISSUE, first: ${first}, query: ${JSON.stringify(`org:${org} ${qualifier}`)}) { nodes { ${selection} } }`
    return [
      `opened${i}: ${search(`author:${person.login} sort:created-desc`, 1, '...Opened')}`,
      `reviewed${i}: ${search(`is:pr reviewed-by:${person.login} sort:updated-desc`, 5, `... on PullRequest { repository { databaseId } reviews(author: ${JSON.stringify(person.login)}, last: 1) { nodes { url submittedAt author { ...ActorFields } } } }`)}`,
      `commented${i}: ${search(`commenter:${person.login} sort:updated-desc`, 5, '...Commented')}`,
    ]
  })
  const { data, errors } = await github.graphql(
    `query NewestComments { rateLimit { cost } ${aliases.join('\n')} } ${SEARCH_FRAGMENTS}`,
    {},
    searches(people.length),
  )
  if (errors[0] !== undefined) {
    throw new GitHubTrouble(
      { kind: 'invalid' },
      `GitHub did not answer the search in full: ${errors[0].message}`,
    )
  }
  return people.flatMap((person, i) => {
    const isTheirs = (who: Actor | null) => who?.databaseId === person.id
    return [
      ...(data.opened[`opened${i}`]?.nodes ?? []).flatMap((node) =>
        isTheirs(node.author)
          ? act('newest_act', node.__typename, node.repository.databaseId, {
              who: node.author,
              at: node.createdAt,
              url: node.url,
            })
          : [],
      ),
      ...(data.reviewed[`reviewed${i}`]?.nodes ?? []).flatMap((node) =>
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
      ...(data.commented[`commented${i}`]?.nodes ?? []).flatMap((node) =>
        node.comments.nodes
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

function searches(people: number) {
  const opened = eachUnder('opened', people, OPENED)
  const reviewed = eachUnder('reviewed', people, REVIEWED)
  const commented = eachUnder('commented', people, COMMENTED)
  return (...answer: Parameters<Decoder<unknown>>) => ({
    opened: opened(...answer),
    reviewed: reviewed(...answer),
    commented: commented(...answer),
  })
}

/** So many answers under the aliases `name0`, `name1` and so on. */
function eachUnder<T>(name: string, many: number, decode: Decoder<T>) {
  return fields(Object.fromEntries(Array.from({ length: many }, (_, i) => [`${name}${i}`, decode])))
}

const HISTORY = fields({ nodes: rows(fields({ url: text, authoredDate: moment })) })
/** A repository without commits has no default branch. */
const REPOSITORY = nullable(
  fields({
    defaultBranchRef: nullable(fields({ target: nullable(fields({ history: nullable(HISTORY) })) })),
  }),
)

const SIGNED = { author: actor, createdAt: moment, url: text }
const IN_REPOSITORY = { repository: fields({ databaseId: whole }) }
const OPENED = nullable(
  fields({
    nodes: rows(
      fields({
        __typename: oneOf({ Issue: 'issue', PullRequest: 'pull_request' }),
        ...SIGNED,
        ...IN_REPOSITORY,
      }),
    ),
  }),
)
const REVIEW = fields({ author: actor, submittedAt: nullable(moment), url: text })
const REVIEWED = nullable(
  fields({
    nodes: rows(fields({ ...IN_REPOSITORY, reviews: nullable(fields({ nodes: rows(REVIEW) })) })),
  }),
)
const COMMENTED = nullable(
  fields({ nodes: rows(fields({ ...IN_REPOSITORY, comments: fields({ nodes: rows(fields(SIGNED)) }) })) }),
)

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
