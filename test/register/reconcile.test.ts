/** What the history tells and what the register holds are the same: whatever is added, taken away or changed in one of them shows. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OutcomeStatus } from '../../src/policy/words.ts'
import type { TextedLink } from '../../src/register/history/chain.ts'
import { differences, OUTCOME_ACTS, untoldTokens } from '../../src/register/history/compare/reconcile.ts'
import type { RegisterRows } from '../../src/register/history/compare/register-rows.ts'

const AT = '2026-11-22T06:00:00.000Z'
const NOTHING: RegisterRows = {
  ...{ until: 100, decisions: [], revocations: [], outcomes: [], rules: [], tokens: [] },
  ...{ firstAuditEnd: null, strayTexts: 0 },
}

/** Entries in a chain that holds: `facts` null where the text was erased. */
const history = (...told: readonly (readonly [act: string, facts: object | null])[]): TextedLink[] =>
  told.map(([act, facts], n) => ({
    ...{ seq: n + 1, at: AT, act, ref: `${n}`, digest: '', previous: '', hash: '', form: 2, salt: '' },
    text: facts === null ? null : JSON.stringify({ actor: { kind: 'person', id: 7, login: 'mara' }, facts }),
  }))

const decision = {
  ...{ id: 'd1', proposal: 'p1', voter: 'person:7', kind: 'keep', until: '2027-03-01T23:59:59.000Z' },
  ...{ role: null, at: AT, confirmedAt: null },
}
const decided = { decision: 'd1', proposal: 'p1', kind: 'keep', until: decision.until, role: null }

describe('a decision', () => {
  const rows = { ...NOTHING, decisions: [decision] }

  test('with its entry is no difference, also where an earlier version wrote its moments', () => {
    expect(differences(history(['decided', decided]), rows)).toEqual([])
    const earlier = { ...decided, until: '2027-03-01T23:59:59Z' }
    expect(differences(history(['decided', earlier]), rows)).toEqual([])
  })

  test.each([
    ['kind', 'revoke'],
    ['until', '2029-03-01T23:59:59.000Z'],
    ['role', 'triage'],
    ['voter', 'person:8'],
    ['proposal', 'p2'],
    ['at', '2026-11-01T06:00:00.000Z'],
  ])('with another %s than its entry tells is one', (field, value) => {
    const changed = { ...rows, decisions: [{ ...decision, [field]: value }] }
    expect(differences(history(['decided', decided]), changed)).toEqual([
      'The register has decision d1 otherwise than entry 1 tells it.',
    ])
  })

  test('that was confirmed has the entry of that, by its voter', () => {
    const confirmed = { ...rows, decisions: [{ ...decision, confirmedAt: AT }] }
    const told = ['decided', decided] as const
    expect(differences(history(told, ['confirmed', decided]), confirmed)).toEqual([])
    expect(differences(history(told), confirmed)).toHaveLength(1)
    expect(differences(history(told, ['confirmed', decided]), rows)).toHaveLength(1)
  })

  test('whose entry’s text was erased is none; a further one without an entry is', () => {
    expect(differences(history(['decided', null]), rows)).toEqual([])
    const two = { ...rows, decisions: [decision, { ...decision, id: 'd2' }] }
    expect(differences(history(['decided', null]), two)).toHaveLength(2)
  })

  test('that came after the rows were read is not held against the history', () => {
    expect(differences(history(['decided', decided]), { ...NOTHING, until: 0 })).toEqual([])
    expect(differences(history(['decided', decided]), NOTHING)).toHaveLength(1)
  })
})

describe('a step of a revocation', () => {
  const ended = Object.keys(OUTCOME_ACTS).filter((status) => status !== 'attempting') as OutcomeStatus[]

  test.each(ended)('that ended as %s has the entry of that ending', (status) => {
    const rows = { ...NOTHING, outcomes: [{ proposal: 'p1', step: 0, status }] }
    const facts = { proposal: 'p1', step: 0 }
    const failed: readonly [string, object] = ['removal_failed', facts]
    expect(differences(history(failed, [OUTCOME_ACTS[status], facts]), rows)).toEqual([])
    expect(differences([], rows)).toHaveLength(1)
    expect(differences(history(['attempting', facts]), rows)).toHaveLength(1)
  })

  test('under way needs none yet; a removal that was told has its row', () => {
    const rows = { ...NOTHING, outcomes: [{ proposal: 'p1', step: 0, status: 'attempting' as const }] }
    expect(differences([], rows)).toEqual([])
    expect(differences(history(['removed', { proposal: 'p1', step: 1 }]), rows)).toEqual([
      'Entry 1 tells of an outcome of proposal p1, step 1, which the register does not have.',
    ])
  })
})

describe('rules, revocations and tokens', () => {
  test('a version of the rules has its entry: by number, or of an earlier version by its moment', () => {
    const rows = { ...NOTHING, rules: [{ version: 3, at: AT }] }
    expect(differences(history(['rules_changed', { version: 3 }]), rows)).toEqual([])
    expect(differences(history(['rules_changed', {}]), rows)).toEqual([])
    expect(differences(history(['rules_changed', { version: 4 }]), rows)).toEqual([
      'The register has version 3 of the rules, of which no entry tells.',
      'Entry 1 tells of version 4 of the rules, which the register does not have.',
    ])
  })

  test('a revocation has the entry of its start, and the other way round', () => {
    const rows = { ...NOTHING, revocations: [{ id: 'p1' }] }
    expect(differences(history(['revocation_started', { proposal: 'p1' }]), rows)).toEqual([])
    expect(differences(history(['revocation_started', { proposal: 'p2' }]), rows)).toHaveLength(2)
  })

  test('a token that an entry tells of is there; one made since all histories tell of tokens stands in one', () => {
    expect(differences(history(['token_made', { token: 't1' }]), NOTHING)).toHaveLength(1)
    expect(differences([], { ...NOTHING, tokens: [{ id: 't1' }] })).toEqual([])
    const token = { id: 't1', login: 'mara', at: '2026-11-23T06:00:00.000Z' }
    expect(untoldTokens([token], new Set(['t1']), AT)).toEqual([])
    expect(untoldTokens([token], new Set(), '2026-11-24T06:00:00.000Z')).toEqual([])
    expect(untoldTokens([token], new Set(), AT)).toHaveLength(1)
  })
})

test('whatever was decided, told and read back is no difference, and each decision taken out of one of both is one', () => {
  const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(ids, fc.nat(), (made, at) => {
      const rows = { ...NOTHING, decisions: made.map((id) => ({ ...decision, id })) }
      const entries = history(...made.map((id) => ['decided', { ...decided, decision: id }] as const))
      expect(differences(entries, rows)).toEqual([])
      const gone = at % made.length
      const without = <Of>(all: readonly Of[]) => all.filter((_, n) => n !== gone)
      expect(differences(without(entries), rows)).toHaveLength(1)
      expect(differences(entries, { ...rows, decisions: without(rows.decisions) })).toHaveLength(1)
    }),
  )
})

test('a text that is not of our making is told', () => {
  const [entry] = history(['decided', decided])
  const forged = [{ ...entry, text: '{"sentence":"forged"}' } as TextedLink]
  expect(differences(forged, NOTHING)).toEqual(['The text of entry 1 is not of our making.'])
})
