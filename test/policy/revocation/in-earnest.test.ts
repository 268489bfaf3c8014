/** A removal is in earnest only where REHEARSAL is false and the rule says so. */
import { describe, expect, it } from 'vitest'
import { rehearsalReason } from '../../../src/policy/revocation/in-earnest.ts'

const CLOUD = ['https://api.github.com', 'https://api.lichen.ghe.com'] as const
const ENTERPRISE = 'https://github.lichen.example/api/v3'

describe('in earnest', () => {
  it.each(CLOUD)('%s: nothing is removed until owners switch removals on', (apiUrl) => {
    expect(rehearsalReason({ apiUrl, rehearsal: null }, { removals: null })).toContain('off')
    expect(rehearsalReason({ apiUrl, rehearsal: null }, { removals: 'on' })).toBeNull()
  })

  it('elsewhere removals are on until owners switch them off', () => {
    expect(rehearsalReason({ apiUrl: ENTERPRISE, rehearsal: null }, { removals: null })).toBeNull()
    expect(rehearsalReason({ apiUrl: ENTERPRISE, rehearsal: null }, { removals: 'off' })).toContain('off')
  })

  it('REHEARSAL is stronger than the rule', () => {
    const rehearsal = 'REHEARSAL is on.'
    expect(rehearsalReason({ apiUrl: ENTERPRISE, rehearsal }, { removals: 'on' })).toBe(rehearsal)
  })
})
