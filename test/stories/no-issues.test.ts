/** Stories of a repository whose issues are switched off: GitHub refuses the lists of issues for its pull requests as well. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow, AuditView } from '../../local/api.ts'
import { LONG_AGO, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

describe.each(['shown', 'refused'] as const)('where issues are off and timelines are %s', (timelines) => {
  let chatelaine: Chatelaine
  let audit: AuditView
  let accounts: readonly AccountRow[]
  const verdictOf = (login: string) => accounts.find((account) => account.login === login)?.verdict

  beforeAll(async () => {
    chatelaine = await startChatelaine({ world: patchesWorld() })
    if (timelines === 'refused')
      chatelaine.github.faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 1000)
    audit = await chatelaine.audited('fair')
    accounts = await chatelaine.accounts('fair')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('whoever commented on a pull request is active', () => {
    expect(verdictOf('commenter')).toBe('active')
  })

  it('whoever only closed one is never inactive', () => {
    expect(verdictOf('closer')).toBe(timelines === 'shown' ? 'active' : 'unknown')
  })

  it('whoever did nothing is inactive only where that was read', () => {
    expect(verdictOf('silent')).toBe(timelines === 'shown' ? 'inactive' : 'unknown')
  })

  it('the coverage names the repository only where something of it was not read', () => {
    const unread = audit.coverage.find(({ source }) => source === 'issue_events')?.unread ?? []
    expect(unread.map(({ where }) => where)).toEqual(timelines === 'shown' ? [] : ['patches'])
  })
})

it('a repository without issues and pull requests has nothing to read, whatever is refused', async () => {
  const small = smallWorld()
  const fair = small.organization('fair')
  fair.repository('mirror', { has_issues: false, has_pull_requests: false })
  fair.member('silent')
  fair.act('silent', 'push', { at: LONG_AGO })
  const chatelaine = await startChatelaine({ world: small.world() })
  try {
    chatelaine.github.faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 1000)
    await chatelaine.audited('fair')
    const accounts = await chatelaine.accounts('fair')
    expect(accounts.find(({ login }) => login === 'silent')?.verdict).toBe('inactive')
  } finally {
    await chatelaine.close()
  }
})

function patchesWorld() {
  const small = smallWorld()
  const fair = small.organization('fair')
  fair.repository('patches', { has_issues: false })
  for (const login of ['commenter', 'closer', 'silent']) fair.member(login)
  fair.act('fair-warden', 'pull_request', { repo: 'patches', n: 9, at: LONG_AGO })
  fair.act('commenter', 'issue_comment', { repo: 'patches', n: 9 })
  fair.act('closer', 'close', { repo: 'patches', n: 9 })
  fair.act('silent', 'push', { at: LONG_AGO })
  return small.world()
}
