/** The smallest role that would do is a sentence with its reason, from what was seen within a year. */

import { describe, expect, it } from 'vitest'
import { smallestRole, type UseFacts } from '../../../src/policy/proposals/smallest-role.ts'
import type { ActivityKind, Instant } from '../../../src/policy/words.ts'
import { ATLAS, cleo, direct, effectiveAccess, member, NOW, named, owner } from '../../fixtures/policy.ts'

const acts = (kind: ActivityKind, at: Instant = '2026-02-03T10:00:00.000Z') => [named(at, { kind })]
const suggest = (change: Partial<UseFacts> = {}) =>
  smallestRole({
    access: effectiveAccess([member(cleo), direct(cleo, ATLAS, 'write')], cleo.id),
    acts: [],
    privateRepositories: new Set(),
    actsReadFrom: '2025-01-01T00:00:00.000Z',
    now: NOW,
    ...change,
  })
const admin = effectiveAccess([direct(cleo, ATLAS, 'admin')], cleo.id)

describe('the smallest role that would do', () => {
  it.each<[ActivityKind, string | null]>([
    ['issue', 'none'],
    ['pull_request', 'none'],
    ['commit', 'none'],
    ['triage', 'triage'],
    ['push', null],
    ['merge', null],
    ['review', null],
    ['release', null],
  ])('of somebody who can write and was seen with %s is %s', (kind, role) => {
    expect(suggest({ acts: acts(kind) })?.role ?? null).toBe(role)
  })

  it('says the act that needs it', () => {
    expect(suggest({ acts: acts('triage') })?.because).toBe(
      'The most that was seen of them in the last twelve months is triage (a label, an assignment, a closed issue) in lichen-lab/atlas on 3 February 2026; triage is enough for that.',
    )
  })

  it('is none where nothing was seen, or only longer than a year ago', () => {
    expect(suggest()?.because).toBe('Nothing was seen of them in the last twelve months.')
    expect(suggest({ acts: acts('push', '2025-11-21T06:00:00.000Z') })?.role).toBe('none')
    expect(suggest({ acts: acts('push', '2025-11-22T06:00:00.000Z') })).toBeNull()
  })

  it('says since when acts are known, where that is less than a year', () => {
    expect(suggest({ actsReadFrom: '2026-05-01T00:00:00.000Z' })?.because).toBe(
      'Nothing was seen of them since 1 May 2026.',
    )
  })

  it('takes read in a private repository, and nothing in a public one', () => {
    expect(suggest({ acts: acts('issue'), privateRepositories: new Set([ATLAS]) })?.role).toBe('read')
  })

  it('never says that admin was not used, but that no use was seen', () => {
    for (const access of [admin, effectiveAccess([owner(cleo)], cleo.id)]) {
      expect(suggest({ access, acts: acts('push') })).toMatchObject({
        role: 'write',
        because: expect.stringMatching(
          /no trace that can be read, so “not seen” does not mean “not used”\.$/,
        ),
      })
    }
  })

  it('is not told where acts were not read, or where somebody administers', () => {
    expect(suggest({ actsReadFrom: null })).toBeNull()
    expect(suggest({ access: admin, acts: acts('administration') })).toBeNull()
  })
})
