/** What owners are told where a decision is refused, word for word. */

import { expect, it } from 'vitest'
import { type DecisionToMake, decideOn } from '../../../src/policy/decisions/decide.ts'
import { choicesWithoutRole } from '../../../src/policy/proposals/choices.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import {
  ATLAS,
  decisionAbout as about,
  ada,
  decision as ask,
  cleo,
  direct,
  effectiveAccess,
  names,
  person,
  voteOf,
} from '../../fixtures/policy.ts'

const refusal = (change: Partial<DecisionToMake>): string => {
  const result = decideOn(ask(change))
  return result.kind === 'refused' ? result.refusal.sentence : `accepted as ${result.status}`
}
const keep = (until: string) => ({ decision: { kind: 'keep', reason: '', until } }) as const
const lower = (role: string) => ({ decision: { kind: 'downgrade', reason: '', role } }) as const
const invitation = about({ subject: { kind: 'invitation', id: 1, login: null, name: 'x' } })

it.each<[Partial<DecisionToMake>, string]>([
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
    { ...lower('read'), proposal: invitation },
    'Only the role of an account can be lowered. Nothing was decided.',
  ],
  [
    { ...lower('read'), proposal: about({ choices: choicesWithoutRole([]) }) },
    'Nothing that Cleo holds can be lowered. Nothing was decided; keep it or revoke it.',
  ],
  [
    { decision: { kind: 'downgrade', reason: '' } },
    'Please say to which role; on offer for Cleo: triage and read. Nothing was decided.',
  ],
  [lower('guest'), 'guest is not on offer; on offer for Cleo: triage and read. Nothing was decided.'],
  [lower('admin'), 'admin is not on offer; on offer for Cleo: triage and read. Nothing was decided.'],
  [
    { decision: { kind: 'emeritus', reason: '' }, proposal: invitation },
    'Only a person can become emeritus. Nothing was decided.',
  ],
  [
    { decision: { kind: 'emeritus', reason: '' } },
    'No emeritus team is set. Name one under Settings first; nothing was decided.',
  ],
  [
    {
      decision: { kind: 'emeritus', reason: '' },
      rules: { ...DEFAULT_RULES, emeritusTeam: 'alumni' },
      planFacts: {
        account: cleo,
        access: effectiveAccess([direct(cleo, ATLAS, 'write')], cleo.id),
        grants: [],
        names,
      },
    },
    'Cleo is not a member of lichen-lab, and only members can be in a team. Nothing was decided; choose revoke instead.',
  ],
  [
    {
      decision: { kind: 'emeritus', reason: '' },
      rules: { ...DEFAULT_RULES, emeritusTeam: 'dogs' },
      emeritusTeam: null,
    },
    'The newest audit has not seen the team dogs, or it or a parent of it has a role in a repository. Nothing was decided; name another emeritus team under Settings.',
  ],
  [
    { decision: { kind: 'downgrade', reason: '', role: 'read', repositories: [ATLAS] } },
    'Repositories are chosen only for an outside collaborator. Nothing was decided.',
  ],
  [{ voterRole: 'none' }, 'Only owners of the organisation decide. Nothing was decided.'],
  [{ by: person(cleo) }, 'Nobody decides on their own case. Please ask another owner; nothing was decided.'],
  [
    { votes: [voteOf(ada)], proposal: about({ status: 'decided' }) },
    'You have given this very answer already. It stands; nothing was changed.',
  ],
  [
    { votes: [voteOf(ada)], proposal: about({ status: 'needs_second', needsTwo: true }) },
    "You have decided about this already, and another owner's vote is wanted. If none answers, you can confirm your own from 5 December 2026, 06:00 UTC on. Nothing was changed.",
  ],
  [
    keep('2027-11-23'),
    'It is kept for at most 12 months, until 22 November 2027: after that it is asked about again. Nothing was decided.',
  ],
  [
    { ...keep('2027-05-23'), proposal: about({ needsTwo: true }) },
    "An owner's or administrator's right is kept for at most 6 months, until 22 May 2027: after that it is asked about again. Nothing was decided.",
  ],
  [
    { proposal: about({ news: 'They pushed.' }) },
    "They pushed. The proposal is open again, for a key that wakes up may be in a thief's hands. Please look at it again; your answer was not recorded.",
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
