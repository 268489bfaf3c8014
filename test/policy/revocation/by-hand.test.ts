/** What a person does by hand: the exact pages, the lines for a terminal, when they are shown, and what is owed to nobody. */

import { describe, expect, it } from 'vitest'
import {
  byHandItem,
  type KnownForHands,
  type LeftToPeople,
} from '../../../src/policy/revocation/by-hand/item.ts'
import { linkOf } from '../../../src/policy/revocation/by-hand/links.ts'
import { type Touching, touchesNobody } from '../../../src/policy/revocation/by-hand/touches-nobody.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import type { Names } from '../../../src/policy/words/names.ts'
import type { Instant, PlanStep } from '../../../src/policy/words.ts'

const OPENED: Instant = '2026-11-01T06:00:00.000Z'
const DECIDED: Instant = '2026-11-02T06:00:00.000Z'
const DUE: Instant = '2026-11-15T06:00:00.000Z'
const cleo = { kind: 'account', id: 3, login: 'cleo' } as const
const ada = { kind: 'person', id: 1, login: 'ada' } as const

const names: Names = {
  organization: 'lab',
  webUrl: 'https://github.com',
  repository: (id) => (id === 501 ? 'lab/atlas' : null),
  team: (id) => (id === 20 ? 'core' : null),
  login: () => "cleo's",
}

describe('the page and the line for a terminal of', () => {
  const account = 3
  const target = ''
  it.each<[string, PlanStep, string, string | null]>([
    [
      'a membership',
      { action: 'remove_membership', target, account },
      "/orgs/lab/people?query=cleo's",
      `gh api -X DELETE '/orgs/lab/memberships/cleo'\\''s'`,
    ],
    [
      'a role in a repository',
      { action: 'lower_repository_role', target, account, repository: 501, role: 'triage' },
      "/lab/atlas/settings/access?query=cleo's",
      `gh api -X PUT '/repos/lab/atlas/collaborators/cleo'\\''s' -f permission=triage`,
    ],
    [
      'a team',
      { action: 'remove_team_membership', target, account, team: 20 },
      "/orgs/lab/teams/core/members?query=cleo's",
      `gh api -X DELETE '/orgs/lab/teams/core/memberships/cleo'\\''s'`,
    ],
    [
      'a repository whose name is not known any more',
      { action: 'remove_repository_role', target, account, repository: 502 },
      "/orgs/lab/repositories?query=cleo's",
      null,
    ],
    [
      'a deploy key',
      { action: 'delete_deploy_key', target, repository: 501, key: '71' },
      '/lab/atlas/settings/keys',
      'gh api -X DELETE /repos/lab/atlas/keys/71',
    ],
    [
      'an invitation',
      { action: 'cancel_invitation', target, invitation: 91 },
      '/orgs/lab/people/pending_invitations',
      'gh api -X DELETE /orgs/lab/invitations/91',
    ],
    [
      'a token',
      { action: 'revoke_fine_grained_token', target, token: '61' },
      '/organizations/lab/settings/personal-access-tokens/active',
      'gh api -X POST /orgs/lab/personal-access-tokens/61 -f action=revoke',
    ],
  ])('%s', (_, step, page, gh) => {
    expect(linkOf(step, names)).toEqual({ url: `https://github.com${page}`, gh })
  })

  it('names the host where it is not github.com', () => {
    const step = { action: 'cancel_invitation', target: '', invitation: 91 } as const
    expect(linkOf(step, { ...names, webUrl: 'https://code.example' }).gh).toBe(
      'gh api --hostname code.example -X DELETE /orgs/lab/invitations/91',
    )
  })
})

describe('its links', () => {
  const left: LeftToPeople = {
    id: 'p',
    subject: cleo,
    status: 'by_hand',
    power: 'can_push',
    findings: [],
    evidence: [],
    grantsThen: {},
    risk: { privileged: false },
    openedAt: OPENED,
    notice: { kind: 'sent', at: OPENED, way: 'mail' },
    stopped: null,
    reopened: null,
    votes: [
      {
        ...{ id: 'v', by: ada, decision: 'revoke', role: null, repositories: null, until: null, at: DECIDED },
        confirmedAt: null,
        plan: [
          { action: 'remove_membership', target: 'lab', account: 3 },
          { action: 'remove_team_membership', target: 'team core', account: 3, team: 20 },
        ],
      },
    ],
    outcomes: [],
    lastUsed: null,
  }
  const known: KnownForHands = {
    rules: DEFAULT_RULES,
    versions: [],
    pausedAt: null,
    now: DUE,
    names,
    isArchived: () => false,
    acts: [],
    kept: [],
  }
  const item = (changes: Partial<LeftToPeople> = {}, facts: Partial<KnownForHands> = {}) =>
    byHandItem({ ...left, ...changes }, { ...known, ...facts })
  const shown = (of: ReturnType<typeof item>) => of.steps.map(({ link }) => link !== null)

  it('stand from the due day on, with the login to paste', () => {
    expect(shown(item())).toEqual([true, true])
    expect(item()).toMatchObject({ withheld: null, from: null, login: "cleo's", isDone: false })
    const early = item({}, { now: '2026-11-15T05:59:59.999Z' })
    expect(shown(early)).toEqual([false, false])
    expect(early).toMatchObject({ from: DUE, withheld: expect.stringContaining('15 November 2026') })
  })

  it('are gone from each step that an audit found gone, and from all once all are', () => {
    const done = item({ outcomes: [{ step: 0, status: 'done', at: DUE }] })
    expect(shown(done)).toEqual([false, true])
    expect(done.steps.map(({ doneAt }) => doneAt)).toEqual([DUE, null])
    expect(item({ status: 'done' })).toMatchObject({ isDone: true, withheld: null })
  })

  const act = { account: 3, repository: 501, kind: 'push', at: DUE, url: null, source: 'probe' } as const
  it.each<[string, Partial<LeftToPeople>, Partial<KnownForHands>, RegExp]>([
    [
      'they were active since',
      {},
      { acts: [{ ...act, repositoryName: 'lab/atlas' }] },
      /newer act.*take nothing away/,
    ],
    [
      'they are exempt by now',
      {},
      {
        rules: {
          ...DEFAULT_RULES,
          exemptions: [{ id: 3, login: 'cleo', reason: 'Exams.', until: '2027-01-01T00:00:00.000Z' }],
        },
      },
      /exempt by now/,
    ],
    ['an owner paused everything', {}, { pausedAt: DUE }, /paused every removal/],
    ['an owner stopped this one', { stopped: { by: ada, at: DUE } }, {}, /ada stopped it/],
    ['no answer stands any more', { votes: [] }, {}, /not decided any more/],
    ['a second vote is missing', { risk: { privileged: true } }, {}, /not decided any more/],
  ])('are looked at again when the page is opened: not shown where %s', (_, changes, facts, why) => {
    const of = item(changes, facts)
    expect(of.steps.every(({ link }) => link === null)).toBe(true)
    expect(of.withheld).toMatch(why)
  })

  it('stand with the line of the file that would put them back', () => {
    const line = {
      repository: 'org',
      path: 'teams.yaml',
      line: 3,
      login: 'cleo',
      url: 'https://github.com/x',
    }
    expect(item({}, { kept: [line] }).kept).toEqual([line])
  })
})

describe('it touches nobody', () => {
  const key: Touching = {
    subject: { kind: 'credential', credentialKind: 'deploy_key', id: '71', name: 'mirror' },
    power: 'credentials',
    findings: [],
    plan: [{ action: 'delete_deploy_key', target: 'mirror', repository: 501, key: '71' }],
    isArchived: () => false,
  }
  const invitation = { kind: 'invitation', id: 91, login: null, name: 'invitation' } as const
  it.each<[string, Partial<Touching>]>([
    ['where a key has expired', { findings: [{ code: 'expired' }] }],
    ['where an App is suspended', { findings: [{ code: 'suspended' }] }],
    ['where the owner of a key is gone', { findings: [{ code: 'owner_gone' }] }],
    ['where its repository is archived', { isArchived: () => true }],
    ['where an invitation has lapsed', { subject: invitation, findings: [{ code: 'invitation_lapsed' }] }],
  ])('%s', (_, changes) => {
    expect(touchesNobody({ ...key, ...changes })).toBe(true)
  })
  it.each<[string, Partial<Touching>]>([
    ['a key that still opens something', {}],
    ['an invitation that can still be accepted', { subject: invitation, findings: [{ code: 'owner_gone' }] }],
    [
      'a person, whatever else is true',
      { subject: cleo, findings: [{ code: 'expired' }], isArchived: () => true },
    ],
  ])('but not %s', (_, changes) => {
    expect(touchesNobody({ ...key, ...changes })).toBe(false)
  })
})
