/** What asks something of an owner comes at once; what asks nothing of anybody waits for Monday. */

import { expect, test } from 'vitest'
import { MESSAGE_KINDS } from '../../src/notify/message.ts'
import { decided, givenBack, revoked, rulesChanged } from '../../src/notify/messages.ts'
import { TOLD, toldWhen } from '../../src/notify/told-when.ts'
import { back, history, ilse, maraVoss, withNames } from '../fixtures/messages.ts'

test('every kind of message has its row, and there is no row of another kind', () => {
  expect(Object.keys(TOLD).sort()).toEqual([...MESSAGE_KINDS].sort())
})

test('at once come what an owner has to do, removals, a new owner, what waits and what cannot be undone; nothing else does so always', () => {
  const always = MESSAGE_KINDS.filter((kind) => TOLD[kind].when === 'at_once')
  expect(always).toEqual([
    'new_owner',
    'review_opened',
    'reminder',
    'answered',
    'asked_back',
    'erased',
    'rule_change_pending',
    'weekly_head',
    'queue_day',
    'writer_asleep',
    'trouble',
  ])
})

const decision = {
  ...({ id: 'd-1', reviewId: 'review-3', by: maraVoss, decision: 'revoke', as: 'first' } as const),
  subjects: [ilse],
  ...{ needSecond: 0, twoOpinions: 0, toTell: 0, notBefore: null, history },
}

test('a decision waits for Monday, unless a second answer is wanted or two owners differ', () => {
  expect(toldWhen(decided(withNames, decision))).toBe('monday')
  expect(toldWhen(decided(withNames, { ...decision, needSecond: 1 }))).toBe('at_once')
  expect(toldWhen(decided(withNames, { ...decision, twoOpinions: 1 }))).toBe('at_once')
})

const outcomes = { done: 1, alreadyGone: 0, failed: 0, byHand: 0, rehearsed: 0, unanswered: 0 }
const revocation = {
  ...{ proposalId: 'p', reviewId: 'review-3', attempt: 1, subject: ilse, outcomes, reason: null, history },
} as const

test.each(['done', 'failed', 'by_hand', 'stopped', 'rehearsed'] as const)(
  'a removal that ended as %s is told at once',
  (status) => {
    expect(toldWhen(revoked(withNames, { ...revocation, status }))).toBe('at_once')
  },
)

test('a removal that left everything as it is waits for Monday', () => {
  expect(toldWhen(revoked(withNames, { ...revocation, status: 'withdrawn' }))).toBe('monday')
})

test('of a giving back comes at once what waits for a hand or failed', () => {
  const when = (status: 'done' | 'invited' | 'by_hand' | 'failed') =>
    toldWhen(givenBack(withNames, back(status)))
  expect([when('done'), when('invited'), when('by_hand'), when('failed')]).toEqual([
    'monday',
    'monday',
    'at_once',
    'at_once',
  ])
})

test('changed rules wait for Monday; a changed channel is told at once, to the one before it', () => {
  const change = (channels: boolean) =>
    toldWhen(rulesChanged(withNames, { version: 3, by: maraVoss, changed: ['a rule'], channels, history }))
  expect([change(false), change(true)]).toEqual(['monday', 'at_once'])
})
