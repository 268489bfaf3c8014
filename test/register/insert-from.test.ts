/** A row that a SELECT inserts has every value in its own column, whatever the order in which they are written. */

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { instant } from '../../src/policy/calendar.ts'
import { insertFrom } from '../../src/register/open.ts'
import { leaves } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LEAVE = {
  id: 'leave-1',
  accountId: 7,
  orgId: null,
  since: instant('2026-11-01T00:00:00Z'),
  until: instant('2026-12-01T00:00:00Z'),
  by: { kind: 'calendar' as const },
  setAt: instant('2026-11-02T00:00:00Z'),
  endedAt: null,
}

test('values are told apart by the name of their column', async () => {
  const register = await freshRegister()
  const { until, since, id, ...others } = LEAVE
  const values = { until, since, ...others, by: JSON.stringify(LEAVE.by), id: sql`${'leave-'} || one.value` }
  await insertFrom(register, leaves, values, sql`from json_each('[1]') as one`)
  expect(await register.select().from(leaves)).toEqual([LEAVE])
})

test('nothing in src inserts by the order of columns', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: projectRoot })
  const byOrder = /\.insert\([^)]*\)\s*\.select\(|insert (or \w+ )?into \w+\s+(select|values)\b/i
  const found = files.filter((file) => byOrder.test(readFileSync(join(projectRoot, file), 'utf8')))
  expect(found).toEqual(['src/register/open.ts'])
})
