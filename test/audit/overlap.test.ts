/** What is read again although it was read already, so that nobody active is called inactive. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { organizations } from '../../src/register/schema.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

const EIGHT_MONTHS_BEFORE = '2026-03-22T06:00:00.000Z'
const THREE_HOURS_BEFORE = '2026-11-22T03:00:00.000Z'
const AN_HOUR_LATER = '2026-11-22T07:00:00.000Z'
const NEXT_DAY = '2026-11-23T06:00:00.000Z'

let guild: SmallAudit

beforeEach(async () => {
  const small = smallWorld()
  small.organization(GUILD).member('late-shown')
  guild = await openSmallAudit(small.world())
})
afterEach(() => guild.close())

const does = (actor: string, kind: 'issue' | 'issue_comment' | 'label', at: string, n: number) =>
  guild.demo.act({ actor, kind, at, n, owner: GUILD, repo: 'atlas' })

describe('an audit has read a repository up to its own moment', () => {
  test('what GitHub showed only later, though it was done before, is found by the next audit', async () => {
    does('guild-warden', 'issue', '2026-10-01T10:00:00.000Z', 1)
    await guild.audit(NOW)
    expect(await guild.verdictOf('late-shown')).toBe('inactive')
    does('late-shown', 'issue_comment', THREE_HOURS_BEFORE, 1)
    does('guild-warden', 'issue', AN_HOUR_LATER, 2)
    await guild.audit(NEXT_DAY)
    expect(await guild.verdictOf('late-shown')).toBe('active')
  })

  test('where nothing has moved since, the next audit does not read it again', async () => {
    await guild.audit(NOW)
    expect(await guild.audit(NEXT_DAY)).not.toContain('Timelines')
  })

  test('where the owners make the window longer, what lies before the old one is read, though nothing has moved', async () => {
    does('guild-warden', 'issue', EIGHT_MONTHS_BEFORE, 1)
    does('late-shown', 'label', EIGHT_MONTHS_BEFORE, 1)
    await guild.audit(NOW)
    expect(await guild.verdictOf('late-shown')).toBe('inactive')
    await guild.register.update(organizations).set({ rules: JSON.stringify({ windowMonths: 12 }) })
    await guild.audit(NEXT_DAY)
    expect(await guild.verdictOf('late-shown')).toBe('active')
  })
})
