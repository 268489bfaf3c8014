/** Who may decide what: a table of answers and refusals. */

import { describe, expect, it } from 'vitest'
import { type DecisionToMake, decideOn } from '../../../src/policy/decisions/decide.ts'
import { proposedKeepDate } from '../../../src/policy/decisions/terms.ts'
import { isOwnCase, voterOf } from '../../../src/policy/decisions/voters.ts'
import { choicesOf } from '../../../src/policy/proposals/choices.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import {
  ATLAS,
  decisionAbout as about,
  ada,
  decision as ask,
  bela,
  CORE,
  cleo,
  direct,
  effectiveAccess,
  inTeam,
  knownOwner,
  MOSS,
  member,
  NOW,
  names,
  person,
  teamHolds,
  voteOf,
} from '../../fixtures/policy.ts'

const answer = (given: DecisionToMake): string => {
  const result = decideOn(given)
  return result.kind === 'refused' ? result.refusal.code : result.status
}
const privileged = about({ needsTwo: true })
const planFacts = {
  account: cleo,
  access: effectiveAccess([member(cleo), direct(cleo, ATLAS, 'write')], cleo.id),
  grants: [],
  names,
}

describe('SECURITY.md, row 3: only those who may, and nobody on their own case', () => {
  it.each<[string, Partial<DecisionToMake>, string]>([
    ['an owner decides', {}, 'decided'],
    ['nobody else does', { voterRole: 'none' }, 'forbidden'],
    ['the calendar never does', { by: { kind: 'calendar' } }, 'forbidden'],
    ['an owner does not on their own account', { by: person(cleo) }, 'forbidden'],
    [
      'nor on their own token',
      {
        by: person(cleo),
        proposal: about({
          subject: { kind: 'credential', credentialKind: 'deploy_key', id: '7', name: 'key' },
          subjectOwners: [cleo.id],
        }),
      },
      'forbidden',
    ],
    [
      'not even to keep it',
      { by: person(cleo), decision: { kind: 'keep', reason: 'mine', until: '2027-01-01' } },
      'forbidden',
    ],
    ['the operator has a vote', { by: { kind: 'operator' }, voterRole: 'operator' }, 'decided'],
    [
      "but none on an owner's or administrator's right",
      { by: { kind: 'operator' }, voterRole: 'operator', proposal: privileged },
      'forbidden',
    ],
    ['a person who claims to be the operator has none', { voterRole: 'operator' }, 'forbidden'],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })
})

const keep = { kind: 'keep', reason: '', until: '2027-01-01' } as const

describe('SECURITY.md, row 2: an owner or administrator does not go on one vote', () => {
  const waiting = { ...privileged, status: 'needs_second' } as const
  const second = { proposal: waiting, votes: [voteOf(ada)], by: person(bela) }
  it.each<[string, Partial<DecisionToMake>, string]>([
    ['revoking needs a second', { proposal: privileged }, 'needs_second'],
    [
      'lowering too',
      { proposal: privileged, decision: { kind: 'downgrade', reason: '', role: 'triage' } },
      'needs_second',
    ],
    ['keeping removes nothing and needs none', { proposal: privileged, decision: keep }, 'kept'],
    ["another owner's same answer is the second vote", second, 'decided'],
    ['the second voter has to have signed in lately', { ...second, signIn: 'old' }, 'sign_in_again'],
    ['and not to be a token', { ...second, signIn: 'token' }, 'forbidden'],
    [
      'nor an owner of less than 14 days',
      { ...second, owners: [knownOwner(ada), knownOwner(bela, { since: '2026-11-08T06:00:00.001Z' })] },
      'forbidden',
    ],
    [
      'an owner of 14 days is one',
      { ...second, owners: [knownOwner(ada), knownOwner(bela, { since: '2026-11-08T06:00:00.000Z' })] },
      'decided',
    ],
    [
      'an owner of the first complete audit is one, however young the organisation here',
      {
        ...second,
        firstCompleteAt: '2026-11-20T06:00:00.000Z',
        owners: [knownOwner(bela, { since: '2026-11-20T06:00:00.000Z' })],
      },
      'decided',
    ],
    ['whom no audit has seen as an owner is none', { ...second, owners: [knownOwner(ada)] }, 'forbidden'],
    [
      'another answer of the second owner is no second vote, but a second opinion',
      { ...second, decision: keep },
      'open',
    ],
    [
      'and the operator is never the second vote',
      { ...second, by: { kind: 'operator' }, voterRole: 'operator' },
      'forbidden',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })
})

describe('an answer', () => {
  it.each<[string, Partial<DecisionToMake>, string]>([
    [
      'for several at once needs a reason',
      { decision: { kind: 'revoke', reason: '  ', bulk: true } },
      'invalid',
    ],
    ['to keep needs a day', { decision: { kind: 'keep', reason: 'mentors' } }, 'invalid'],
    [
      'to keep needs one that exists',
      { decision: { kind: 'keep', reason: '', until: '2027-02-30' } },
      'invalid',
    ],
    ['to keep needs one in the future', { decision: { kind: 'keep', reason: '', until: NOW } }, 'invalid'],
    [
      'to keep until the end of today is one',
      { decision: { kind: 'keep', reason: '', until: '2026-11-22' } },
      'kept',
    ],
    ['to keep ends after twelve months', { decision: { ...keep, until: '2027-11-22' } }, 'kept'],
    ['and not later', { decision: { ...keep, until: '2027-11-23' } }, 'invalid'],
    [
      "an owner's or administrator's right after six",
      { proposal: privileged, decision: { ...keep, until: '2027-05-22' } },
      'kept',
    ],
    ['and not later either', { proposal: privileged, decision: { ...keep, until: '2027-05-23' } }, 'invalid'],
    ['to lower needs a role', { decision: { kind: 'downgrade', reason: '' } }, 'invalid'],
    [
      'to lower needs one that GitHub knows',
      { decision: { kind: 'downgrade', reason: '', role: 'guest' } },
      'invalid',
    ],
    [
      'to lower needs a strictly lower one',
      { decision: { kind: 'downgrade', reason: '', role: 'write' } },
      'invalid',
    ],
    [
      'to lower by one step is one',
      { decision: { kind: 'downgrade', reason: '', role: 'triage' } },
      'decided',
    ],
    ['emeritus needs a team', { decision: { kind: 'emeritus', reason: '' } }, 'invalid'],
    [
      'emeritus with a team is one',
      { decision: { kind: 'emeritus', reason: '' }, rules: { ...DEFAULT_RULES, emeritusTeam: 'alumni' } },
      'decided',
    ],
    [
      'to lower a credential is none',
      {
        proposal: about({
          subject: { kind: 'invitation', id: 1, login: null, name: 'x' },
        }),
        decision: { kind: 'downgrade', reason: '', role: 'read' },
      },
      'invalid',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })

  it('is read into a moment and a role', () => {
    expect(
      decideOn(ask({ decision: { kind: 'keep', reason: ' mentors ', until: '2027-01-31' } })),
    ).toMatchObject({
      as: 'first',
      status: 'kept',
      vote: { until: '2027-01-31T23:59:59.000Z', role: null, reason: 'mentors', plan: [] },
    })
  })

  it('is carried out by the plan that was shown, and computed only where none was', () => {
    const lower = { kind: 'downgrade', reason: '', role: 'read' } as const
    const shown = ask().proposal.choices?.find(({ role }) => role === 'read')?.plan
    const lessNow = { ...planFacts, access: effectiveAccess([member(cleo)], cleo.id) }
    const planOf = (change: Partial<DecisionToMake>) => {
      const result = decideOn(ask({ decision: lower, ...change }))
      return result.kind === 'decided' ? result.vote.plan : result.refusal.sentence
    }
    expect(shown).toMatchObject([{ action: 'lower_repository_role', role: 'read' }])
    expect(planOf({ planFacts: lessNow })).toEqual(shown)
    expect(planOf({ planFacts, proposal: about({ choices: null }) })).toEqual(shown)
  })

  it('is refused where it is not on offer, as a role that is held is not', () => {
    expect(answer(ask({ decision: { kind: 'downgrade', reason: '', role: 'maintain' } }))).toBe('invalid')
  })

  it('to make emeritus is by the plan of the team of today', () => {
    const emeritus = {
      decision: { kind: 'emeritus', reason: '' },
      planFacts,
      rules: { ...DEFAULT_RULES, emeritusTeam: 'honour' },
    } as const
    expect(decideOn(ask({ ...emeritus, emeritusTeam: 'honour' }))).toMatchObject({
      vote: { plan: [{ action: 'add_to_emeritus_team', team: 'honour' }, {}] },
    })
  })
})

describe('a member who becomes an outside collaborator', () => {
  const grants = [
    member(cleo),
    inTeam(cleo, CORE),
    teamHolds(CORE, ATLAS, 'write'),
    direct(cleo, MOSS, 'read'),
  ]
  const facts = { account: cleo, access: effectiveAccess(grants, cleo.id), grants, names }
  const leave = (repositories: readonly number[] | null, change: Partial<DecisionToMake> = {}) =>
    decideOn(
      ask({
        decision: { kind: 'downgrade', reason: '', role: 'outside_collaborator', repositories },
        planFacts: facts,
        proposal: about({ choices: choicesOf(facts, null) }),
        ...change,
      }),
    )
  it('keeps everything reached, or what is named: then the rest is taken back', () => {
    expect(leave(null)).toMatchObject({ vote: { repositories: null, plan: [{}] } })
    expect(leave([MOSS, ATLAS])).toMatchObject({ vote: { repositories: null, plan: [{}] } })
    expect(leave([ATLAS])).toMatchObject({
      vote: { repositories: [ATLAS], plan: [{}, { action: 'remove_repository_role', repository: MOSS }] },
    })
  })

  it('keeps nothing else, and not nothing', () => {
    expect(leave([999])).toMatchObject({ refusal: { code: 'invalid' } })
    expect(leave([])).toMatchObject({ refusal: { code: 'invalid' } })
  })

  it('of other repositories is another answer of a second owner', () => {
    const first = voteOf(ada, { decision: 'downgrade', role: 'outside_collaborator', repositories: [ATLAS] })
    const waiting = {
      by: person(bela),
      votes: [first],
      proposal: about({ choices: choicesOf(facts, null), needsTwo: true, status: 'needs_second' }),
    } as const
    expect(leave([ATLAS], waiting)).toMatchObject({ status: 'decided' })
    expect(leave([MOSS], waiting)).toMatchObject({ status: 'open' })
  })
})

it('a day to keep it until is proposed in six months, which is never too late', () => {
  for (const needsTwo of [false, true]) {
    const until = proposedKeepDate(NOW)
    expect(until).toBe('2027-05-22')
    expect(answer(ask({ proposal: about({ needsTwo }), decision: { ...keep, until } }))).toBe('kept')
  }
})

describe('a voter', () => {
  it('is the person, whatever they are called', () => {
    expect(voterOf(person(ada))).toBe('person:1')
    expect(voterOf({ kind: 'operator' })).toBe('operator')
    expect(isOwnCase({ subject: { kind: 'account', id: 3, login: 'renamed' } }, person(cleo))).toBe(true)
    expect(
      isOwnCase({ subject: { kind: 'invitation', id: 3, login: 'Cleo', name: 'x' } }, person(cleo)),
    ).toBe(false)
  })
})
