/** An instance that was replaced, or whose audit has ended, while it waited for GitHub writes nothing more. */

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GitHub } from '../../src/github/http/client.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { finishAuditStatement, handOverToNextInstance } from '../../src/register/audits/checkpoint.ts'
import { together } from '../../src/register/open.ts'
import { audits, organizations } from '../../src/register/schema.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

let guild: SmallAudit
let auditId: string

beforeEach(async () => {
  const small = smallWorld()
  small.organization(GUILD).member('felix')
  guild = await openSmallAudit(small.world())
  auditId = await guild.begin(NOW)
})
afterEach(() => guild.close())

const written = async () => ({
  audits: await guild.register.select().from(audits).where(eq(audits.id, auditId)),
  organizations: await guild.register.select().from(organizations),
  accounts: await guild.register.query.accounts.findMany(),
  grants: await guild.register.query.grants.findMany(),
})

/** GitHub answers only after `deed`: what is read is written behind it. */
const answeringAfter =
  (deed: () => Promise<unknown>) =>
  (real: GitHub): GitHub => ({
    ...real,
    graphql: async (...asked) => {
      await deed()
      return real.graphql(...asked)
    },
  })

describe('while an instance waits for GitHub', () => {
  test('another takes over: the first one writes nothing of what it has read, and stops', async () => {
    let before: unknown
    const came = await guild.step(
      auditId,
      0,
      NOW,
      answeringAfter(async () => {
        await handOverToNextInstance(guild.register, { auditId, instance: 0 }, hoursAfter(NOW, 1))
        before ??= await written()
      }),
    )
    expect(came).toEqual({ kind: 'lost' })
    expect(before).toBeDefined()
    expect(await written()).toEqual(before)
  })

  test('its audit is ended: it writes nothing more, and the audit stays ended', async () => {
    let before: unknown
    const end = { status: 'failed' as const, finishedAt: NOW, counts: null, failure: 'It lay still.' }
    const came = await guild.step(
      auditId,
      0,
      NOW,
      answeringAfter(async () => {
        await together(guild.register, [finishAuditStatement(guild.register, { auditId, instance: 0 }, end)])
        before ??= await written()
      }),
    )
    expect(came).toEqual({ kind: 'lost' })
    expect(before).toMatchObject({ audits: [{ status: 'failed' }] })
    expect(await written()).toEqual(before)
  })
})

test('the instance that carries the audit writes what it has read', async () => {
  const before = await written()
  expect(await guild.step(auditId, 0, NOW)).toMatchObject({ kind: 'go_on' })
  expect(await written()).not.toEqual(before)
})
