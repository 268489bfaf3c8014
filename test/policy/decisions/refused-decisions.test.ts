/** What owners are told where a decision is refused, word for word. */

import { expect, it } from 'vitest'
import { type DecisionToValidate, validateDecision } from '../../../src/policy/decisions/validate-decision.ts'
import { Refusal } from '../../../src/policy/refusal.ts'
import { decisionAbout as about, decision as ask, bela, cleo, person } from '../../fixtures/policy.ts'

const refusal = (change: Partial<DecisionToValidate>): string => {
  try {
    return `accepted as ${validateDecision(ask(change)).status}`
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
const keep = (until: string) => ({ decision: { kind: 'keep', reason: '', until } }) as const
const lower = (role: string) => ({ decision: { kind: 'downgrade', reason: '', role } }) as const
const invitation = about({ subject: { kind: 'invitation', id: 1, login: null, name: 'x' } })
const voted = [{ voter: 'person:1', decision: 'revoke' }] as const

it.each<[Partial<DecisionToValidate>, string]>([
  [
    { decision: { kind: 'revoke', reason: '', bulk: true } },
    'Deciding about several at once needs a reason. Nothing was decided.',
  ],
  [keep(''), 'Please say until which day to keep it, for example 2027-03-01. Nothing was decided.'],
  [
    keep('2026-11-21'),
    'Keeping until 21 November 2026 has no effect: that day has passed. Nothing was decided.',
  ],
  [
    { ...lower('read'), proposal: { ...invitation, highestRole: 'write' } },
    'Only the role of an account can be lowered. Nothing was decided.',
  ],
  [
    { ...lower('read'), proposal: about({ highestRole: null }) },
    'Only the role of an account can be lowered. Nothing was decided.',
  ],
  [
    lower('guest'),
    'Please say to which role: one of read, triage, write, maintain, admin. Nothing was decided.',
  ],
  [lower('admin'), 'admin is not lower than what is held (write). Nothing was decided.'],
  [
    { decision: { kind: 'emeritus', reason: '' }, proposal: invitation },
    'Only a person can become emeritus. Nothing was decided.',
  ],
  [
    { decision: { kind: 'emeritus', reason: '' } },
    'No emeritus team is set. Name one under Settings first; nothing was decided.',
  ],
  [{ voterRole: 'none' }, 'Only owners of the organisation decide. Nothing was decided.'],
  [{ by: person(cleo) }, 'Nobody decides on their own case. Please ask another owner; nothing was decided.'],
  [{ earlierVotes: voted }, 'You have decided about this already. The first answer stands.'],
  [
    {
      by: person(bela),
      earlierVotes: voted,
      proposal: about({ status: 'decided' }),
      ...keep('2027-01-01'),
    },
    'Another owner has decided otherwise already. Please talk to them; nothing was changed.',
  ],
  [
    { proposal: about({ status: 'carried_over' }) },
    'This proposal is carried over and takes no more answers.',
  ],
  [
    { proposal: about({ stale: 'They were active.' }) },
    'They were active. So this proposal no longer stands; nothing was decided.',
  ],
  [
    { proposal: about({ status: 'stale' }) },
    'Something changed since it was opened. So this proposal no longer stands; nothing was decided.',
  ],
])('%j', (change, sentence) => {
  expect(refusal(change)).toBe(sentence)
})
