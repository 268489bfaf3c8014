/** Stories of an audit for which GitHub refuses the query that clears most people: other sources clear them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow } from '../../local/api.ts'
import { LONG_AGO, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

describe('where timelines are too large for GitHub, however few are asked for', () => {
  let chatelaine: Chatelaine
  let accounts: Map<string, AccountRow>

  beforeAll(async () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
    guild.act('passer-by', 'pull_request', { n: 2, at: LONG_AGO })
    for (const login of ['committer', 'futurist', 'approver', 'labeller', 'commenter', 'silent'])
      guild.member(login)
    guild.act('committer', 'commit')
    // The newest commit that a branch shows of theirs is dated in the future; the real one comes after it.
    guild.act('futurist', 'commit')
    guild.act('futurist', 'commit', {
      at: '2031-01-01T00:00:00.000Z',
      committed_at: '2026-10-13T10:00:00.000Z',
    })
    guild.act('approver', 'review', { n: 2 })
    guild.act('labeller', 'label', { n: 1 })
    guild.act('commenter', 'issue_comment', { n: 1 })
    chatelaine = await startChatelaine({ world: small.world() })
    chatelaine.github.faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 1000)
    await chatelaine.audited('guild')
    accounts = new Map((await chatelaine.accounts('guild')).map((account) => [account.login, account]))
  }, 60_000)

  afterAll(() => chatelaine.close())

  it.each(['committer', 'approver', 'labeller', 'commenter'])('%s is active all the same', (login) => {
    const { verdict, lastActivity } = accounts.get(login) ?? {}
    expect([verdict, lastActivity?.at]).toEqual(['active', RECENTLY])
  })

  it('a commit dated in the future does not hide the real one', () => {
    const { verdict, lastActivity } = accounts.get('futurist') ?? {}
    expect([verdict, lastActivity?.at.slice(0, 10)]).toEqual(['active', RECENTLY.slice(0, 10)])
  })

  it('somebody who did nothing is not called active', () => {
    expect(['inactive', 'unknown']).toContain(accounts.get('silent')?.verdict)
  })
})
