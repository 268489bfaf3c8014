/** Stories of one person each: every act of their own that GitHub shows clears them, where other tools raised false alarms. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActRow } from '../../fake-github/world/act.ts'
import { type AccountRow, type AuditView, unreadIn } from '../../local/api.ts'
import { LONG_AGO, type OrganizationBuilder, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

type Act = Partial<Omit<ActRow, 'actor' | 'owner'>> & Pick<ActRow, 'kind'>

/** Each person is named by their place in the list, so that only the act tells them apart. */
const STORIES: readonly (readonly [story: string, act: Act, seenAs: string])[] = [
  [
    'approvals do not count (platform-samples#369): an approve-only reviewer stays active',
    { kind: 'review', n: 2, state: 'APPROVED' },
    'review',
  ],
  [
    'a reviewer who asked for changes stays active',
    { kind: 'review', n: 2, state: 'CHANGES_REQUESTED' },
    'review',
  ],
  [
    'comments in two quarters "my tooling did not pick up" (besu#2048): a commenter stays active',
    { kind: 'issue_comment', n: 1 },
    'issue_comment',
  ],
  [
    'somebody who comments on lines of a pull request stays active',
    { kind: 'review_comment', n: 2 },
    'review_comment',
  ],
  ['somebody who comments on a commit stays active', { kind: 'commit_comment' }, 'commit_comment'],
  [
    'the audit log does not record commits (operations-engineering#4743): a committer stays active',
    { kind: 'commit' },
    'commit',
  ],
  [
    'dormancy ignored git over SSH (GitLab#385923): a push to a side branch by an unknown email address counts for its pusher',
    { kind: 'push', branch: 'topic' },
    'push',
  ],
  [
    'works in sibling repositories (ebpf-profiler#1708): an act anywhere in the organisation counts',
    { kind: 'issue', repo: 'sibling' },
    'issue',
  ],
  [
    'active in a single internal repository (operations-engineering#5043): a private one counts where the App sees it',
    { kind: 'commit', repo: 'vault' },
    'commit',
  ],
  ['somebody who opens an issue stays active', { kind: 'issue' }, 'issue'],
  ['somebody who opens a pull request stays active', { kind: 'pull_request' }, 'pull_request'],
  ['somebody who only labels stays active', { kind: 'label', n: 1 }, 'triage'],
  ['somebody who only closes issues stays active', { kind: 'close', n: 4 }, 'triage'],
  [
    'somebody who only assigns others stays active',
    { kind: 'assign', n: 1, subject: 'guild-warden' },
    'triage',
  ],
  [
    'somebody who only asks others for reviews stays active',
    { kind: 'review_request', n: 2, subject: 'guild-warden' },
    'triage',
  ],
  [
    'somebody who only sorts into milestones stays active',
    { kind: 'label', n: 1, action: 'milestoned' },
    'triage',
  ],
  ['somebody who only merges the work of others stays active', { kind: 'merge', n: 3 }, 'merge'],
  ['somebody who only makes releases stays active', { kind: 'release', branch: 'v1.0' }, 'release'],
  ['somebody who only signs tags stays active', { kind: 'tag', branch: 'v1.0' }, 'tag'],
  ['somebody who only makes branches stays active', { kind: 'branch', branch: 'v1.x' }, 'branch'],
  ['somebody who only starts workflows by hand stays active', { kind: 'workflow_dispatch' }, 'workflow_run'],
  ['somebody who only runs failed workflows again stays active', { kind: 'workflow_rerun' }, 'workflow_run'],
  ['somebody who only approves deployments stays active', { kind: 'deployment_approval' }, 'deployment'],
  ['somebody who only deploys by hand stays active', { kind: 'deployment' }, 'deployment'],
  ['somebody who opens discussions stays active', { kind: 'discussion' }, 'discussion'],
  [
    'somebody who answers in discussions stays active',
    { kind: 'discussion_comment', n: 5 },
    'discussion_comment',
  ],
  ['somebody who writes security advisories stays active', { kind: 'advisory' }, 'advisory'],
  [
    'somebody who publishes security advisories stays active',
    { kind: 'advisory', action: 'published' },
    'advisory',
  ],
]

describe('one act of one kind inside the window', () => {
  let chatelaine: Chatelaine
  let audit: AuditView
  let accounts: Map<string, AccountRow>

  beforeAll(async () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    guild.repository('sibling')
    guild.repository('vault', { private: true })
    addOldThreads(guild)
    for (const [index, [, { repo = 'atlas', ...act }]] of STORIES.entries()) {
      guild.member(nameOf(index))
      guild.act(nameOf(index), act.kind, { ...act, repo })
    }
    guild.member('silent')
    chatelaine = await startChatelaine({ world: small.world() })
    audit = await chatelaine.audited('guild')
    accounts = new Map((await chatelaine.accounts('guild')).map((account) => [account.login, account]))
  }, 60_000)

  afterAll(() => chatelaine.close())

  it.each(STORIES.map(([story, , seenAs], index) => [story, nameOf(index), seenAs] as const))(
    '%s',
    (_, login, seenAs) => {
      const { verdict, lastActivity } = accounts.get(login) ?? {}
      expect({ verdict, at: lastActivity?.at, kind: lastActivity?.kind }).toEqual({
        verdict: 'active',
        at: RECENTLY,
        kind: seenAs,
      })
    },
  )

  it('somebody who did nothing of all this is inactive, since everything was read', () => {
    expect(unreadIn(audit)).toEqual([])
    expect(accounts.get('silent')?.verdict).toBe('inactive')
  })
})

/** The threads in which the acts happen, all started long ago and by others. */
function addOldThreads(guild: OrganizationBuilder): void {
  guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
  guild.act('passer-by', 'pull_request', { n: 2, at: LONG_AGO })
  guild.act('passer-by', 'pull_request', { n: 3, at: LONG_AGO })
  guild.act('guild-warden', 'issue', { n: 4, at: LONG_AGO })
  guild.act('guild-warden', 'discussion', { n: 5, at: LONG_AGO })
}

function nameOf(index: number): string {
  return `member-${index + 1}`
}
