/** Stories of one person each: what happens to somebody, or in somebody's name, is not their act. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow, AuditView } from '../../local/api.ts'
import {
  LONG_AGO,
  NOW,
  type OrganizationBuilder,
  RECENTLY,
  smallWorld,
} from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Dossier {
  readonly verdict: string
  readonly reason: string
  readonly grants: readonly {
    readonly kind: string
    readonly repositories: readonly string[] | null
    readonly verdict: string
    readonly lastUsed: string | null
  }[]
}

let chatelaine: Chatelaine
let audit: AuditView
let accounts: Map<string, AccountRow>

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  addEventsAboutPeople(guild)
  addEventsInTheirName(guild)
  addCommitsWithAnyDate(guild)
  small.person('gone', { deleted: true })
  guild.act('gone', 'issue')
  guild.act('gone', 'issue_comment', { n: 1 })
  guild.act('ghost', 'workflow_dispatch')
  chatelaine = await startChatelaine({ world: small.world() })
  audit = await chatelaine.audited('guild')
  accounts = new Map((await chatelaine.accounts('guild')).map((account) => [account.login, account]))
}, 60_000)

afterAll(() => chatelaine.close())

/** Events on an old issue and an old pull request. */
function addEventsAboutPeople(guild: OrganizationBuilder): void {
  guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
  guild.act('passer-by', 'pull_request', { n: 2, at: LONG_AGO })
  for (const login of ['mentioned', 'assigned', 'asked', 'added', 'invited', 'answered', 'token-holder']) {
    guild.member(login)
  }
  guild.act('mentioned', 'mention', { n: 1 })
  guild.act('guild-warden', 'assign', { n: 1, subject: 'assigned' })
  guild.act('guild-warden', 'review_request', { n: 2, subject: 'asked' })
  guild.act('added', 'audit', { action: 'team.add_member' })
  guild.repository('sibling', {
    invitations: [
      { id: 71, login: 'invited', permissions: 'write', created_at: NOW, inviter: 'guild-warden' },
    ],
  })
  guild.act('answered', 'issue', { n: 3, at: LONG_AGO })
  guild.act('guild-warden', 'issue_comment', { n: 3 })
  guild.has('personal_access_tokens', {
    id: 81,
    owner: 'token-holder',
    token_id: 82,
    token_name: 'nightly upload',
    repository_selection: 'all',
    permissions: { repository: { contents: 'write' } },
    access_granted_at: LONG_AGO,
    token_expired: false,
    token_expires_at: '2027-01-01T00:00:00.000Z',
    token_last_used_at: '2026-11-21T03:00:00.000Z',
  })
}

function addEventsInTheirName(guild: OrganizationBuilder): void {
  for (const login of ['scheduled', 'deployed-for', 'silent-machine']) guild.member(login)
  guild.act('scheduled', 'scheduled_run')
  guild.act('deployed-for', 'deployment', { via_app: true })
}

function addCommitsWithAnyDate(guild: OrganizationBuilder): void {
  for (const login of [
    'futurist',
    'futurist-at-work',
    'backdater',
    'pusher',
    'founder',
    'importer',
    'second-author',
  ]) {
    guild.member(login)
  }
  guild.member('squashed')
  guild.member('squasher')
  guild.repository('newborn', { created_at: '2026-11-01T00:00:00.000Z' })
  guild.act('futurist', 'commit', { at: '2031-01-01T00:00:00.000Z', committed_at: RECENTLY })
  guild.act('futurist-at-work', 'commit', { at: '2031-01-01T00:00:00.000Z', committed_at: RECENTLY })
  guild.act('futurist-at-work', 'commit')
  guild.act('backdater', 'commit', { at: '2019-06-01T10:00:00.000Z', committed_at: RECENTLY })
  guild.act('pusher', 'push')
  guild.act('founder', 'commit', { repo: 'newborn', at: '2026-08-01T10:00:00.000Z' })
  guild.act('importer', 'commit', { repo: 'newborn', at: '2012-08-01T10:00:00.000Z' })
  guild.act('passer-by', 'commit', { co_authors: ['second-author'] })
  guild.collaborator('second-author', 'atlas', 'write')
  guild.act('squashed', 'pull_request', { n: 9, at: LONG_AGO })
  guild.act('squashed', 'commit', { n: 9 })
  guild.act('squasher', 'merge', { n: 9 })
}

describe('not an act', () => {
  it.each([
    ['being mentioned', 'mentioned'],
    ['being assigned', 'assigned'],
    ['being asked for a review', 'asked'],
    ['being added to a team, though an audit log names them', 'added'],
    ['being invited', 'invited'],
    ['a scheduled run that carries the login of who last touched its file', 'scheduled'],
    ['a deployment that a workflow made in their name', 'deployed-for'],
    ['a commit dated in the future', 'futurist'],
    ['a commit dated years back, though it was pushed recently', 'backdater'],
    ['a commit older than its repository', 'founder'],
  ])('%s', (_, login) => {
    expect(accounts.get(login)?.verdict).not.toBe('active')
  })

  it('dates a person by their own act (nodejs/admin#1061): an answer on their old issue is not theirs', () => {
    const { verdict, lastActivity } = accounts.get('answered') ?? {}
    expect({ verdict, at: lastActivity?.at, kind: lastActivity?.kind }).toEqual({
      verdict: 'inactive',
      at: LONG_AGO,
      kind: 'issue',
    })
  })

  it.each(['futurist', 'founder'])('says in the evidence why the commit of %s does not count', (login) => {
    expect(accounts.get(login)?.reason).toMatch(/A commit in guild\/\w+ on .* does not count: it is dated/)
  })

  it('an imported history does not say when somebody was last active here', () => {
    const { lastActivity, reason } = accounts.get('importer') ?? {}
    expect(lastActivity).toBeNull()
    expect(reason).toContain('A commit in guild/newborn on 1 August 2012 does not count: it is dated before')
  })

  it('somebody who also has commits dated in the future is cleared by the others', () => {
    const { verdict, lastActivity } = accounts.get('futurist-at-work') ?? {}
    expect([verdict, lastActivity?.at]).toEqual(['active', RECENTLY])
  })

  it('whoever pushed the back-dated commit is active', () => {
    expect(accounts.get('pusher')?.verdict).toBe('active')
  })
})

describe('use of a token', () => {
  it('clears the token and not its owner', async () => {
    const credentials = await chatelaine.list<{ name: string; verdict: string }>(
      '/api/orgs/guild/credentials',
    )
    expect(credentials.find(({ name }) => name === 'nightly upload')?.verdict).toBe('active')
    expect(accounts.get('token-holder')?.verdict).toBe('inactive')
  })
})

describe('work with several authors', () => {
  it('a squash merge counts for its author and for whoever merged it', () => {
    const seen = ['squashed', 'squasher'].map((login) => accounts.get(login))
    expect(seen.map((account) => [account?.verdict, account?.lastActivity?.kind])).toEqual([
      ['active', 'commit'],
      ['active', 'merge'],
    ])
  })

  it('a co-author trailer shows presence, but no use of write access', async () => {
    const { body } = await chatelaine.api<Dossier>('/api/orgs/guild/accounts/second-author')
    expect(body.verdict).toBe('active')
    const direct = body.grants.find(({ kind }) => kind === 'repository_role')
    expect([direct?.verdict, direct?.lastUsed]).toEqual(['inactive', null])
  })
})

describe('deleted accounts and bots', () => {
  it('acts of deleted accounts count for nobody and break nothing', () => {
    expect(audit.status).toBe('complete')
    expect([...accounts.keys()].filter((login) => ['ghost', 'gone'].includes(login))).toEqual([])
  })

  it('a bot with a named sponsor is not judged (cf community#1628, scikit-learn#30263), in whatever case its login is written', async () => {
    expect(accounts.get('silent-machine')?.verdict).toBe('inactive')
    const sponsors = [{ login: 'Silent-Machine', sponsor: 'guild-warden' }]
    const { status } = await chatelaine.rulesBy('guild-warden', 'guild', { sponsors })
    expect(status).toBe(200)
    await chatelaine.audited('guild')
    const [machine] = (await chatelaine.accounts('guild')).filter(({ login }) => login === 'silent-machine')
    expect(machine).toMatchObject({ verdict: 'exempt', reason: 'A bot; guild-warden answers for it.' })
  })
})
