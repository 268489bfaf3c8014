/** What the end of an audit tells and answers, and the moment a new audit judges as of. */

import { describe, expect, test } from 'vitest'
import { notifyOfAudit } from '../../src/audit/notify.ts'
import { beginAuditOf } from '../../src/platform/begin-audit.ts'
import type { Instant } from '../../src/policy/words.ts'
import { findAudit } from '../../src/register/audits/audits.ts'
import { accounts, audits, webhookTriggers } from '../../src/register/schema.ts'
import {
  anAudit,
  aPlatform,
  fillRegister,
  give,
  LAB,
  NOW,
  PEOPLE,
} from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

test('a partial audit answers a webhook trigger too: what stays unread is not read again every hour', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  const at = '2026-11-23T06:00:00.000Z'
  await register.insert(audits).values({ ...anAudit('audit-2', at), status: 'partial' })
  await register.insert(webhookTriggers).values([
    { orgId: LAB.id, repositoryId: 101, at: '2026-11-23T05:00:00.000Z' },
    { orgId: LAB.id, repositoryId: 0, at: '2026-11-23T06:30:00.000Z' },
  ])
  await notifyOfAudit(aPlatform(register), 'audit-2')
  expect(await register.select().from(webhookTriggers)).toMatchObject([{ repositoryId: 0 }])
})

test('an audit is never as of an earlier moment than the one before, however late its cron event came', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  await register.insert(audits).values(anAudit('by-hand', '2026-11-22T08:02:00.000Z'))
  const { id } = await beginAuditOf(register, async () => undefined, LAB.id, { kind: 'calendar' }, NOW)
  expect((await findAudit(register, id))?.audit.asOf).toBe('2026-11-22T08:02:01.000Z')
})

/** The organisation of the fixture after its first complete audit, and the messages of further ones. */
async function audited() {
  const register = await freshRegister()
  await fillRegister(register)
  const platform = aPlatform(register)
  const ended = async (id: string, at: Instant, status: 'complete' | 'failed' = 'complete') => {
    const failure = status === 'failed' ? 'GitHub answered 401 Bad credentials.' : null
    await register.insert(audits).values({ ...anAudit(id, at), status, failure })
    await notifyOfAudit({ ...platform, now: at }, id)
  }
  const told = (kind: string) => platform.messages.filter((message) => message.kind === kind)
  return { register, platform, ended, told }
}

describe('a new owner', () => {
  const LATER = '2026-11-23T06:00:00.000Z'
  const owner = (account: number) => [{ kind: 'organization_role', account, role: 'admin' } as const]

  test('is told at once, by name where names are allowed, and once however often it is sent', async () => {
    const { register, ended, told, platform } = await audited()
    await give(register, owner(PEOPLE.felix), LAB.id, LATER)
    await ended('audit-2', LATER)
    expect(told('new_owner')).toMatchObject([{ dedupeKey: 'audit-2', title: 'lichen-lab: 1 owner is new' }])
    expect(told('new_owner')[0]?.lines.join()).not.toContain('felix')
    await notifyOfAudit(platform, 'audit-2')
    expect(new Set(told('new_owner').map(({ dedupeKey }) => dedupeKey)).size).toBe(1)
    await register.run(`update organizations set rules = '{"channels":{"names":true}}'`)
    await notifyOfAudit(platform, 'audit-2')
    expect(told('new_owner').at(-1)?.lines[0]).toBe('Owner now and not before: felix.')
  })

  test('is none whom the audit before saw as one, nor anybody of the first complete audit', async () => {
    const { register, ended, told, platform } = await audited()
    await notifyOfAudit(platform, 'audit-1')
    await ended('audit-2', LATER)
    expect(told('new_owner')).toEqual([])
    await give(register, owner(PEOPLE.felix), LAB.id, LATER)
    await ended('audit-3', '2026-11-24T06:00:00.000Z')
    expect(told('new_owner')).toEqual([])
  })

  test('is nobody who became a member', async () => {
    const { register, ended, told } = await audited()
    await give(register, [{ kind: 'organization_role', account: 77, role: 'member' }], LAB.id, LATER)
    await register.insert(accounts).values({ id: 77, login: 'nils', type: 'User' })
    await ended('audit-2', LATER)
    expect(told('new_owner')).toEqual([])
  })
})

describe('audits that fail', () => {
  test('are told after three days, once, and again only after one was finished', async () => {
    const { ended, told } = await audited()
    await ended('f1', '2026-11-23T06:00:00.000Z', 'failed')
    await ended('f2', '2026-11-24T06:00:00.000Z', 'failed')
    await ended('f3', '2026-11-26T05:59:00.000Z', 'failed')
    expect(told('trouble')).toEqual([])
    await ended('f4', '2026-11-26T06:00:00.000Z', 'failed')
    await ended('f5', '2026-11-27T06:00:00.000Z', 'failed')
    const keys = () => [...new Set(told('trouble').map(({ dedupeKey }) => dedupeKey))]
    expect(keys()).toEqual([`${LAB.id}:audits:2026-11-23T06:00:00.000Z`])
    expect(told('trouble')[0]?.lines[0]).toBe(
      'No audit could be finished since 23 November 2026. The newest: GitHub answered 401 Bad credentials.',
    )
    await ended('fine', '2026-11-28T06:00:00.000Z')
    await ended('g1', '2026-11-29T06:00:00.000Z', 'failed')
    await ended('g2', '2026-12-01T06:00:00.000Z', 'failed')
    expect(keys()).toHaveLength(1)
    await ended('g3', '2026-12-02T06:00:00.000Z', 'failed')
    expect(keys()).toHaveLength(2)
  })
})
