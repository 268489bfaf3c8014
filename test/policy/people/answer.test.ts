/** What an answer makes of a proposal, whatever its status. */

import { describe, expect, it } from 'vitest'
import type { Vote } from '../../../src/policy/decisions/votes.ts'
import { type AnswerFacts, effectOf, effectOfWithdrawal } from '../../../src/policy/people/answer.ts'
import type { AnswerKind, Choice, ProposalStatus } from '../../../src/policy/words.ts'
import { ANSWERS } from '../../../src/policy/words.ts'
import { NOW } from '../../fixtures/policy.ts'

const PLAN = [{ action: 'remove_membership', target: 'lichen-lab', account: 3 }] as const
const choice = (decision: Choice['decision']): Choice => ({
  decision,
  role: null,
  plan: decision === 'keep' ? [] : PLAN,
  lost: [],
  back: [],
})
const vote = (decision: Vote['decision'], id = 1): Vote => ({
  id: `vote-${id}`,
  by: { kind: 'person', id, login: `owner-${id}` },
  decision,
  ...{ role: null, repositories: null, until: null, at: NOW, confirmedAt: null },
})
const facts = (change: Partial<AnswerFacts> = {}): AnswerFacts => ({
  answer: 'still_needed',
  from: 'themselves',
  status: 'open',
  stale: null,
  privileged: false,
  needsTwo: false,
  votes: [],
  choices: [choice('keep'), choice('revoke')],
  hasRemoved: false,
  now: NOW,
  ...change,
})
const effect = (change: Partial<AnswerFacts> = {}): string => {
  const result = effectOf(facts(change))
  if (result.kind === 'own_vote') return `own_vote ${result.decision} ${result.status}`
  return result.kind
}

const STILL_ASKED: readonly ProposalStatus[] = [
  'open',
  'needs_second',
  'decided',
  'running',
  'failed',
  'by_hand',
]
const OVER: readonly ProposalStatus[] = ['done', 'stale', 'carried_over']

describe('SECURITY.md, row 4: an answer is one fresh decision of the owners', () => {
  it.each(STILL_ASKED)('still needed and wrong open what is %s again', (status) => {
    expect(effect({ status })).toBe('asked_again')
    expect(effect({ status, answer: 'wrong' })).toBe('asked_again')
  })

  it('away ends the question, but of owners, administrators and releasers it stays', () => {
    for (const status of STILL_ASKED) {
      expect(effect({ status, answer: 'away' })).toBe('ended')
      expect(effect({ status, answer: 'away', privileged: true })).toBe('asked_again')
    }
  })

  it.each(OVER)('what is %s takes none, and the refusal says why', (status) => {
    for (const answer of ANSWERS) expect(effect({ status, answer })).toBe('refused')
  })

  it('what was carried out says where to ask to come back', () => {
    const over = effectOf(facts({ status: 'done' }))
    expect(over.kind === 'refused' && over.refusal.sentence).toContain('ask to come back')
  })

  it.each(['still_needed', 'away', 'wrong'] satisfies AnswerKind[])(
    '%s leaves alone what is kept',
    (answer) => {
      expect(effect({ status: 'kept', answer })).toBe('recorded')
    },
  )

  it('where a part has gone it says that this is not given back by it', () => {
    for (const hasRemoved of [true, false]) {
      const result = effectOf(facts({ status: 'decided', hasRemoved }))
      const sentence = result.kind === 'refused' ? '' : result.sentence
      expect(sentence.includes('is not given back by this answer')).toBe(hasRemoved)
    }
  })

  it('never says what was answered where more people than owners see it', () => {
    for (const answer of ANSWERS)
      for (const privileged of [true, false]) {
        const result = effectOf(facts({ answer, privileged, from: 'owner' }))
        if (result.kind === 'asked_again' || result.kind === 'ended')
          expect(result.why).toMatch(
            /^(They answered on 22 November 2026\. The owners decide afresh|They are exempt by now)\.$/,
          )
      }
  })
})

describe('stepping down is their own vote', () => {
  it.each(STILL_ASKED)(
    'decided at once where the right is not an owner’s or administrator’s: %s',
    (status) => {
      expect(effect({ answer: 'step_down', status })).toBe('own_vote revoke decided')
    },
  )

  it('with one owner to agree where it is', () => {
    expect(effect({ answer: 'step_down', needsTwo: true, privileged: true })).toBe(
      'own_vote revoke needs_second',
    )
  })

  it('into the emeritus team where that is on offer', () => {
    const choices = [choice('keep'), choice('emeritus'), choice('revoke')]
    expect(effect({ answer: 'step_down', choices })).toBe('own_vote emeritus decided')
  })

  it('gives up what the owners had kept', () => {
    expect(effect({ answer: 'step_down', status: 'kept', votes: [vote('keep')] })).toBe(
      'own_vote revoke decided',
    )
  })

  it('changes nothing where the owners have decided the same', () => {
    expect(effect({ answer: 'step_down', status: 'decided', votes: [vote('revoke')] })).toBe('recorded')
    const two = [vote('revoke'), vote('revoke', 2)]
    expect(effect({ answer: 'step_down', status: 'decided', needsTwo: true, votes: two })).toBe('recorded')
    expect(
      effect({ answer: 'step_down', status: 'needs_second', needsTwo: true, votes: [vote('revoke')] }),
    ).toBe('own_vote revoke needs_second')
  })

  it('is nobody’s but theirs: what an owner was told asks the owners', () => {
    expect(effect({ answer: 'step_down', from: 'owner' })).toBe('asked_again')
    expect(effect({ answer: 'step_down', from: 'owner', privileged: true, needsTwo: true })).toBe(
      'asked_again',
    )
  })
})

describe('an answer taken back', () => {
  const back = (
    answer: AnswerKind,
    status: ProposalStatus,
    more: { stale?: string; isReviewOpen?: boolean } = {},
  ) =>
    effectOfWithdrawal({
      ...{ answer, status, stale: null, hasRemoved: false, isReviewOpen: true, now: NOW },
      ...more,
    }).kind

  it('leaves the question as it is, but takes their own vote along', () => {
    expect(back('still_needed', 'open')).toBe('recorded')
    expect(back('step_down', 'decided')).toBe('asked_again')
    expect(back('step_down', 'done')).toBe('refused')
  })

  it('asks again what being away had closed, as long as the review is open', () => {
    const closed = { stale: 'They are exempt by now.' }
    expect(back('away', 'stale', closed)).toBe('asked_again')
    expect(back('away', 'stale', { ...closed, isReviewOpen: false })).toBe('refused')
    expect(back('away', 'stale', { stale: 'They were active on 1 December 2026.' })).toBe('refused')
    expect(back('still_needed', 'stale', closed)).toBe('refused')
  })
})
