/** What one account has contributed to an organisation lately, asked of GitHub now. Silence of this source alone proves nothing. */

import type { Activity, Id, Instant } from '../../policy/words.ts'
import { act } from '../activity/actors.ts'
import { actsOf, commitDaysOf, type Newest, newestFragment } from '../activity/newest-contributions.ts'
import type { GitHub } from '../http/client.ts'
import { readWhole } from '../http/pages.ts'

/** The newest issue, pull request and review, and the newest commit of each repository, since `since`. Throws on a partial answer. */
export async function readContributionsSince(
  github: GitHub,
  asked: { organizationNodeId: string; account: Id; login: string; since: Instant; now: Instant },
): Promise<readonly Activity[]> {
  const variables = {
    login: asked.login,
    organization: asked.organizationNodeId,
    from: asked.since,
    to: asked.now,
  }
  const { user } = await readWhole<Answer>(github, QUERY, variables, `the contributions of ${asked.login}`)
  // Bots have no such collection; a login that has passed on to somebody else says nothing of this account.
  if (user === null || user.databaseId !== asked.account) return []
  const newest = user.contributionsCollection
  const who = { databaseId: asked.account }
  return [
    ...actsOf(asked.account, newest),
    ...commitDaysOf(asked.account, newest).flatMap(({ repository, day }) =>
      act('contributions', 'commit', repository, { who, at: day, url: null }),
    ),
  ]
}

interface Answer {
  readonly user: { readonly databaseId: Id; readonly contributionsCollection: Newest } | null
}

/** GitHub's own number: those in which the person commits most. */
const MOST_REPOSITORIES = 25

const QUERY = `query RecentContributions($login: String!, $organization: ID!, $from: DateTime!, $to: DateTime!) {
  user(login: $login) {
    databaseId
    contributionsCollection(organizationID: $organization, from: $from, to: $to) { ...Newest }
  }
}
${newestFragment(MOST_REPOSITORIES)}`
