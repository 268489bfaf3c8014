/** Says what would stop, or live on, once somebody's access is removed: to be seen before deciding. */

import type { AccessMap } from '../access/access-map.ts'
import { writableBy } from '../access/effective-access.ts'
import { linesOfSoleOwners, type PlacedMention } from '../access/writing-owners.ts'
import { counted, listed } from '../english.ts'
import type { Id } from '../words.ts'

/** One thing that somebody should look at, with the line on GitHub where it stands. */
export interface WouldStopItem {
  readonly sentence: string
  readonly url?: string
}

/** Everything that would stop with one person's access. */
export interface WouldStop {
  readonly items: readonly WouldStopItem[]
  /** What was not read, as sentences; null where everything was: only then is an empty list the whole answer. */
  readonly notRead: string | null
}

/** What is known of an organisation. */
export interface WouldStopFacts {
  readonly map: AccessMap
  /** Names, without their owner, of the repositories that are not archived. */
  readonly repositories: ReadonlyMap<Id, string>
  readonly mentions: readonly PlacedMention[]
  /** A team by `organization/slug`. */
  readonly teamOf: (name: string) => Id | null
  readonly credentials: readonly {
    readonly kind: 'deploy_key' | 'fine_grained_token'
    readonly name: string
    readonly owner: Id
    readonly repository: Id | null
  }[]
  /** Who must let deployments go on, where it is known. */
  readonly reviewers: readonly { readonly repository: Id; readonly users: readonly Id[] }[]
  /** The repositories whose files were read for this review, with what was not read in each. */
  readonly filesRead: ReadonlyMap<Id, readonly string[]>
}

/** Returns a lookup by account; what all share is computed once. */
export function wouldStopOf(facts: WouldStopFacts): (account: Id) => WouldStop {
  const soleOwners = linesOfSoleOwners(
    facts.mentions.filter(({ kind }) => kind === 'code_owner'),
    facts.map,
    facts.teamOf,
  )
  const writable = writableBy(facts.map)
  return (account) => ({
    items: [
      ...schedulesOf(facts, account),
      ...codeOwnerItems(facts, soleOwners.get(account) ?? []),
      ...credentialItems(facts, account),
      ...reviewerItems(facts, account),
    ],
    notRead: notReadIn(facts, [...writable(account)]),
  })
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule says no; its earlier form said yes, and so do reports. */
function schedulesOf({ mentions, repositories }: WouldStopFacts, account: Id): readonly WouldStopItem[] {
  return mentions
    .filter((mention) => mention.kind === 'scheduled_workflow' && mention.account === account)
    .map(({ path, repository, url }) => ({
      sentence: `${path.split('/').at(-1)} in ${nameIn(repositories, repository)} runs on a schedule, last edited by them: GitHub's documentation disagrees with itself on whether it stops; look at it after the removal.`,
      url,
    }))
}

function codeOwnerItems(
  { repositories }: WouldStopFacts,
  lines: readonly PlacedMention[],
): readonly WouldStopItem[] {
  return [...Map.groupBy(lines, ({ repository }) => repository)].flatMap(([repository, inIt]) => {
    const where = nameIn(repositories, repository)
    const more = inIt.length - MOST_LINES
    return inIt.slice(0, MOST_LINES).map(({ line, text, url }, at) => ({
      sentence: `Line ${line} of CODEOWNERS in ${where} (${text}) would name nobody who can write${at === MOST_LINES - 1 && more > 0 ? `, and so would ${counted(more, 'more line')} there` : ''}: nobody would be asked for a review.`,
      url,
    }))
  })
}

/** Of a repository's CODEOWNERS. */
const MOST_LINES = 3

function credentialItems({ credentials, repositories }: WouldStopFacts, account: Id) {
  return credentials
    .filter(({ owner }) => owner === account)
    .map(({ kind, name, repository }): WouldStopItem => {
      if (kind === 'fine_grained_token')
        return {
          sentence: `Their fine-grained token ${name} ends with their access; whatever uses it stops.`,
        }
      const where = repository === null ? '' : ` of ${nameIn(repositories, repository)}`
      return {
        sentence: `The deploy key ${name}${where}, which they added, does not stop: it works on until somebody deletes it.`,
      }
    })
}

function reviewerItems({ reviewers, repositories }: WouldStopFacts, account: Id) {
  return reviewers
    .filter(({ users }) => users.includes(account))
    .map(({ repository }) => ({
      sentence: `They are a required reviewer of deployments in ${nameIn(repositories, repository)}: GitHub does not say whether they stay one; look at its environments after the removal.`,
    }))
}

function notReadIn({ repositories, filesRead }: WouldStopFacts, writable: readonly Id[]): string | null {
  const theirs = writable.filter((id) => repositories.has(id))
  const unread = theirs.filter((id) => !filesRead.has(id)).map((id) => nameIn(repositories, id))
  const partly = theirs.flatMap((id) => {
    const sentences = filesRead.get(id) ?? []
    return sentences.length === 0 ? [] : [`${nameIn(repositories, id)}: ${sentences.join('; ')}`]
  })
  const sentences = [
    ...(unread.length === 0
      ? []
      : [`Not read so far for this review: the workflows and CODEOWNERS of ${shortList(unread)}.`]),
    ...(partly.length === 0 ? [] : [`Not read in ${shortList(partly)}.`]),
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return listed([...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])])
}

const MOST_NAMES = 3

function nameIn(repositories: ReadonlyMap<Id, string>, repository: Id): string {
  return repositories.get(repository) ?? `repository ${repository}`
}
