/** Reads what one account has contributed to an organisation lately, by GitHub's contributions. */

import type { Activity, Id, Instant } from '../../policy/words.ts'
import { act, gitHubTime } from '../activity/actors.ts'
import { actsOf, commitDaysOf, newest, newestFragment } from '../activity/newest-contributions.ts'
import type { GitHub } from '../http/client.ts'
import { fields, whole } from '../http/decode.ts'
import { readWithoutErrors } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'

/** The newest issue, pull request and review, and the newest commit day of each repository, since `since`. Throws on a partial answer. */
export async function readContributionsSince(
  github: GitHub,
  person: { organizationNodeId: string; account: Id; login: string; since: Instant; now: Instant },
): Promise<readonly Activity[]> {
  const variables = {
    login: person.login,
    organization: person.organizationNodeId,
    from: gitHubTime(person.since),
    to: gitHubTime(person.now),
  }
  const { user } = await readWithoutErrors(
    github,
    QUERY,
    variables,
    ANSWER,
    `the contributions of ${person.login}`,
  )
  // Bots have no contributions, and a login that belongs to somebody else by now says nothing of this account.
  if (user === null || user.databaseId !== person.account) return []
  const contributions = user.contributionsCollection
  const who = { databaseId: person.account }
  return [
    ...actsOf(person.account, contributions),
    ...commitDaysOf(person.account, contributions).flatMap(({ repository, day }) =>
      act('contributions', 'commit', repository, { who, at: day, url: null }),
    ),
  ]
}

const ANSWER = fields({ user: orNull(fields({ databaseId: whole, contributionsCollection: newest })) })

/** GitHub's default: those in which the person commits most. */
const MOST_REPOSITORIES = 25

const QUERY = `query RecentContributions($login: String!, $organization: ID!, $from: DateTime!, $to: DateTime!) {
  user(login: $login) {
    databaseId
    contributionsCollection(organizationID: $organization, from: $from, to: $to) { ...Newest }
  }
}
${newestFragment(MOST_REPOSITORIES)}`
