/** What the register says of notices in SQL is what the policy says of them. */

import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rngFrom } from '../../bench/world/rng.ts'
import { daysAfter } from '../../src/policy/calendar.ts'
import { NOTICE_KINDS, NOTICE_RESULTS } from '../../src/policy/words.ts'
import { findNoticePeriods, isToTell } from '../../src/register/people/notices.ts'
import { answers, proposals } from '../../src/register/schema.ts'
import { question } from '../fixtures/register/asked.ts'
import { freshRegister } from '../fixtures/register/register.ts'
import { NOW } from '../fixtures/register/site.ts'
import { tell } from '../fixtures/register/told.ts'

test('who is still to be told is the same to both, whatever was recorded', async () => {
  const register = await freshRegister()
  const rng = rngFrom(13)
  for (let n = 0; n < 120; n += 1) {
    const id = `p${n}`
    const grantsThen: Record<string, string> = rng.next() < 0.2 ? { 'outside_collaborator:5': '' } : {}
    const power = rng.pick(['membership_only', 'can_push', 'owners_and_admins'] as const)
    await register.insert(proposals).values(question(id, { power, grantsThen }))
    for (let told = rng.below(6); told > 0; told -= 1)
      await tell(register, {
        ...{ proposal: id, account: 5, at: daysAfter(NOW, rng.pick([0, 1, 13, 14, 30])) },
        ...{ kind: rng.pick([...NOTICE_KINDS]), result: rng.pick([...NOTICE_RESULTS]) },
        way: rng.pick(['mail', 'chat', 'phone']),
      })
    if (rng.next() < 0.2)
      await register.insert(answers).values({
        ...{ id, orgId: 100, proposalId: id, accountId: 5, at: NOW },
        answer: rng.pick(['step_down', 'wrong'] as const),
        by: { kind: 'person', id: 5, login: 'x' },
        endedAt: rng.next() < 0.3 ? NOW : null,
      })
  }
  const ids = Array.from({ length: 120 }, (_, n) => `p${n}`)
  const periods = await findNoticePeriods(register, ids)
  const rows = await register.all<{ id: string; toTell: number }>(
    sql`select id, ${isToTell(sql`proposals`)} as toTell from proposals`,
  )
  const byPolicy = ids.map((id) => [id, ['owed', 'tried'].includes(periods.get(id)?.kind ?? '')])
  expect(rows.map(({ id, toTell }) => [id, toTell === 1]).sort()).toEqual(byPolicy.sort())
  const kinds = new Set([...periods.values()].map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['none', 'owed', 'sent', 'tried', 'unreachable'])
})
