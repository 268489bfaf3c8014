/** Who may decide what: a table of answers and refusals. */

import { describe, expect, it } from 'vitest'
import {
  type DecisionToValidate,
  type ValidDecision,
  validateDecision,
} from '../../../src/policy/decisions/validate-decision.ts'
import { isOwnCase, voterOf } from '../../../src/policy/decisions/voters.ts'
import { Refusal } from '../../../src/policy/refusal.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import {
  decisionAbout as about,
  ada,
  decision as ask,
  bela,
  cleo,
  NOW,
  person,
} from '../../fixtures/policy.ts'

const answer = (admission: DecisionToValidate): ValidDecision['status'] | Refusal['code'] => {
  try {
    return validateDecision(admission).status
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.code
    throw refusal
  }
}
const privileged = about({ risk: { privileged: true }, highestRole: 'admin' })

describe('design §3.3: only those who may, and nobody on their own case', () => {
  it.each<[string, Partial<DecisionToValidate>, string]>([
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

describe('design §3.2: an owner or administrator does not go on one vote', () => {
  it.each<[string, Partial<DecisionToValidate>, string]>([
    ['revoking needs a second', { proposal: privileged }, 'needs_second'],
    [
      'lowering too',
      { proposal: privileged, decision: { kind: 'downgrade', reason: '', role: 'write' } },
      'needs_second',
    ],
    [
      'keeping removes nothing and needs none',
      { proposal: privileged, decision: { kind: 'keep', reason: '', until: '2027-01-01' } },
      'decided',
    ],
    [
      'until second votes are taken, another owner does not change that',
      {
        proposal: { ...privileged, status: 'needs_second' },
        by: person(bela),
        earlierVotes: [{ voter: 'person:1', decision: 'revoke' }],
      },
      'needs_second',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })
})

describe('design §3.4: what is out of date or answered is not decided again', () => {
  const voted = [{ voter: 'person:1', decision: 'revoke' }] as const
  it.each<[string, Partial<DecisionToValidate>, string]>([
    ['a stale proposal takes no answer', { proposal: about({ stale: 'They were active.' }) }, 'conflict'],
    ['the same voter again is refused', { earlierVotes: voted }, 'conflict'],
    [
      'even with another answer',
      {
        earlierVotes: voted,
        proposal: about({ status: 'decided' }),
        decision: { kind: 'keep', reason: '', until: '2027-01-01' },
      },
      'conflict',
    ],
    [
      'another owner may agree',
      { by: person(bela), earlierVotes: voted, proposal: about({ status: 'decided' }) },
      'decided',
    ],
    [
      'but not turn the decision round',
      {
        by: person(bela),
        earlierVotes: voted,
        proposal: about({ status: 'decided' }),
        decision: { kind: 'keep', reason: '', until: '2027-01-01' },
      },
      'conflict',
    ],
    [
      'what is carried out takes no answer',
      { by: person(bela), earlierVotes: voted, proposal: about({ status: 'done' }) },
      'conflict',
    ],
    ['what was carried over neither', { proposal: about({ status: 'carried_over' }) }, 'conflict'],
    [
      'what waits for a second vote waits on after another owner, for second votes are not taken yet',
      { by: person(bela), earlierVotes: voted, proposal: about({ status: 'needs_second' }) },
      'needs_second',
    ],
    [
      'and the operator is never the second vote',
      {
        by: { kind: 'operator' },
        voterRole: 'operator',
        earlierVotes: voted,
        proposal: about({ status: 'needs_second' }),
      },
      'forbidden',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })
})

describe('an answer', () => {
  it.each<[string, Partial<DecisionToValidate>, string]>([
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
      'decided',
    ],
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
          highestRole: null,
        }),
        decision: { kind: 'downgrade', reason: '', role: 'read' },
      },
      'invalid',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })

  it('is read into a moment and a role', () => {
    expect(validateDecision(ask({ decision: { kind: 'keep', reason: '', until: '2027-01-31' } }))).toEqual({
      status: 'decided',
      until: '2027-01-31T23:59:59.000Z',
      role: null,
    })
  })
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
