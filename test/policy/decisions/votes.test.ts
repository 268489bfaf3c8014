/** What answers come to that are confirmed, changed, agreed with or contradicted. */

import { describe, expect, it } from 'vitest'
import { type DecisionToMake, decideOn } from '../../../src/policy/decisions/decide.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import {
  decisionAbout as about,
  ada,
  decision as ask,
  bela,
  cleo,
  knownOwner,
  NOW,
  person,
  voteOf,
} from '../../fixtures/policy.ts'

const answer = (given: DecisionToMake): string => {
  const result = decideOn(given)
  return result.kind === 'refused' ? result.refusal.code : result.status
}
const privileged = about({ needsTwo: true })
const keep = { kind: 'keep', reason: '', until: '2027-01-01' } as const

describe('one owner alone confirms their own vote', () => {
  const alone = {
    proposal: { ...privileged, status: 'needs_second' },
    votes: [voteOf(ada, { at: '2026-11-19T06:00:00.000Z' })],
    owners: [knownOwner(ada), knownOwner(bela, { verdict: 'inactive' })],
  } as const
  it.each<[string, Partial<DecisionToMake>, string]>([
    ['72 hours after it, where no other owner is active', alone, 'decided'],
    ['not earlier', { ...alone, now: '2026-11-22T05:59:59.000Z' }, 'conflict'],
    ['newly signed in', { ...alone, signIn: 'old' }, 'sign_in_again'],
    ['never by token', { ...alone, signIn: 'token' }, 'forbidden'],
    [
      'where another owner may be active, only once they had 14 days to answer',
      { ...alone, owners: [knownOwner(ada), knownOwner(bela, { verdict: 'unknown' })] },
      'conflict',
    ],
    [
      'after those 14 days',
      {
        ...alone,
        owners: [knownOwner(ada), knownOwner(bela)],
        now: '2026-12-03T06:00:00.000Z',
      },
      'decided',
    ],
    [
      'the owner whom it is about is no other owner',
      {
        ...alone,
        owners: [knownOwner(ada), knownOwner(cleo, { verdict: 'active' })],
      },
      'decided',
    ],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })
})

describe('answers that change, agree and differ', () => {
  const decided = { proposal: about({ status: 'decided' }), votes: [voteOf(ada)] }
  it.each<[string, Partial<DecisionToMake>, string]>([
    ['the very same answer again is refused', decided, 'conflict'],
    ['another answer of theirs replaces it', { ...decided, decision: keep }, 'kept'],
    [
      'so does another day of keeping',
      {
        proposal: about({ status: 'kept' }),
        votes: [voteOf(ada, { decision: 'keep', until: '2026-12-31T23:59:59.000Z' })],
        decision: keep,
      },
      'kept',
    ],
    ['another owner may agree', { ...decided, by: person(bela) }, 'decided'],
    [
      'where another owner answers differently nothing is decided',
      { ...decided, by: person(bela), decision: keep },
      'open',
    ],
    [
      'a downgrade to another role is another answer',
      {
        proposal: about({ status: 'decided' }),
        votes: [voteOf(ada, { decision: 'downgrade', role: 'read' })],
        by: person(bela),
        decision: { kind: 'downgrade', reason: '', role: 'triage' },
      },
      'open',
    ],
    [
      'once they agree, it is decided',
      {
        votes: [voteOf(ada), voteOf(bela, { id: 'answer-0', decision: 'keep' })],
        by: person(bela),
      },
      'decided',
    ],
    ['a stale proposal takes no answer', { proposal: about({ stale: 'They were active.' }) }, 'conflict'],
    ['news of an owner is looked at first', { proposal: about({ news: 'They pushed.' }) }, 'conflict'],
    ['what is carried out takes no answer', { proposal: about({ status: 'done' }) }, 'conflict'],
    ['what was carried over neither', { proposal: about({ status: 'carried_over' }) }, 'conflict'],
  ])('%s', (_, change, outcome) => {
    expect(answer(ask(change))).toBe(outcome)
  })

  it('cooling time begins again with a changed answer, and of two votes with the second', () => {
    expect(decideOn(ask({ ...decided, decision: { kind: 'emeritus', reason: '' }, rules }))).toMatchObject({
      as: 'changed',
      decidedAt: NOW,
    })
    expect(decideOn(ask({ ...decided, by: person(bela) }))).toMatchObject({ decidedAt: voteOf(ada).at })
    const second = { proposal: { ...privileged, status: 'needs_second' as const }, votes: [voteOf(ada)] }
    expect(decideOn(ask({ ...second, by: person(bela) }))).toMatchObject({ decidedAt: NOW })
  })
})

const rules = { ...DEFAULT_RULES, emeritusTeam: 'alumni' }
