/** What somebody did until the very minute of the removal stops it, however old or fresh the newest audit is. */

import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { audits } from '../../src/register/schema.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  fixture,
  freshGitHub,
  organization,
  statusOf,
  untouched,
} from '../fixtures/github/revoking.ts'
import { anAudit } from '../fixtures/register/organization.ts'

freshGitHub()

describe('access is not removed', () => {
  /** The proposal is opened on 22 November and carried out four days later; audits in between found nothing. */
  const LATER: Instant = '2026-11-26T06:00:00.000Z'
  const BETWEEN: Instant = '2026-11-22T11:00:00.000Z'
  const auditedAt = (at: Instant) =>
    fixture.register.insert(audits).values({ ...anAudit('audit-2', at), orgId: organization().id })

  test('from someone who did anything in the minutes since an audit that has just ended', async () => {
    const id = await decided('felix-moreau')
    await auditedAt('2026-11-26T05:57:00.000Z')
    fixture.github.setNow('2026-11-26T06:00:00Z')
    fixture.github.act({
      actor: 'felix-moreau',
      kind: 'issue_comment',
      owner: LAB,
      repo: 'lichen',
      n: 3,
      at: '2026-11-26T05:59:00Z',
    })
    await fixture.carry(id, { now: LATER })
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('stale')
  })

  describe.each([
    ['some hours', '2026-11-26T01:00:00.000Z'],
    ['five minutes', '2026-11-26T05:55:00.000Z'],
  ] as const)('days after the proposal was opened, the newest audit being %s old,', (_, audited) => {
    test.each([
      ['started a workflow by hand', { kind: 'workflow_dispatch' }],
      ['deployed by hand', { kind: 'deployment' }],
      ['signed a tag', { kind: 'tag', branch: 'v9.1' }],
      ['written a security advisory', { kind: 'advisory' }],
    ] as const)('from someone who has %s in between', async (_, done) => {
      const id = await decided('felix-moreau')
      fixture.github.act({ actor: 'felix-moreau', owner: LAB, repo: 'website', at: BETWEEN, ...done })
      await auditedAt(audited)
      await fixture.carry(id, { now: LATER })
      expect((await untouched(id))?.status).toBe('withdrawn')
      expect(await statusOf(id)).toBe('stale')
    })
  })

  test.each([
    ['deployed by hand', { kind: 'deployment' }],
    ['signed a tag', { kind: 'tag', branch: 'v9.1' }],
  ] as const)(
    'from someone who has %s, where GitHub cannot show it for many repositories at once',
    async (_, done) => {
      const id = await decided('felix-moreau')
      fixture.github.act({ actor: 'felix-moreau', owner: LAB, repo: 'website', at: BETWEEN, ...done })
      await auditedAt('2026-11-26T01:00:00.000Z')
      fixture.github.faults.failMatching({ operation: 'UncommonActivity' }, 'RESOURCE_LIMITS_EXCEEDED', 99)
      await fixture.carry(id, { now: LATER })
      expect((await untouched(id))?.status).toBe('withdrawn')
    },
  )
})
