/** Every moment is kept in one textual form, whose order is the order of time; what the previous version wrote gets it too. */

import type { D1Database } from '@cloudflare/workers-types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../local/migrate.ts'
import { instant, isBefore } from '../../src/policy/calendar.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { openRegister } from '../../src/register/open.ts'
import { findServedOrganizations } from '../../src/register/organizations.ts'
import { rewriteOldMoments, rewrites } from '../../src/register/schema/old-moments.ts'
import { previous, sendPrevious } from '../fixtures/register/previous-version.ts'
import { emptyDatabase, freshRegister } from '../fixtures/register/register.ts'

const FIRST_HOUR = '2026-12-01T00:05:00.000Z'
const OLD = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/

/** What is hashed, or append-only by its triggers. */
const UNTOUCHED = ['history', 'history_texts', 'rule_versions']
/** Texts for Slack and Discord, as they were written. */
const MESSAGES = ['letters']

async function filled(upTo?: string): Promise<D1Database> {
  const database = emptyDatabase()
  await migrate(database, upTo)
  await sendPrevious(database)
  return database
}

/** The rows of all tables, as `table` → rows. */
async function contents(
  database: D1Database,
): Promise<ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>> {
  const { results } = await database
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not glob 'sqlite_*' and name not glob '_cf_*' and name <> 'd1_migrations'`,
    )
    .all<{ name: string }>()
  const rows = await Promise.all(
    results.map(({ name }) =>
      database.prepare(`select * from ${name}`).all<Readonly<Record<string, unknown>>>(),
    ),
  )
  return new Map(results.map(({ name }, index) => [name, rows[index]?.results ?? []]))
}

/** `table.column: value` of every moment in the old form. */
async function oldMoments(database: D1Database, except: readonly string[]): Promise<readonly string[]> {
  return [...(await contents(database))].flatMap(([table, rows]) =>
    except.includes(table)
      ? []
      : rows.flatMap((row) =>
          Object.entries(row).flatMap(([column, value]) => {
            const old = typeof value === 'string' ? OLD.exec(value) : null
            return old === null ? [] : [`${table}.${column}: ${old[0]}`]
          }),
        ),
  )
}

const moments = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
/** A second, so that two moments are often close to each other. */
const close = fc.integer({ min: 0, max: 1000 }).map((ms) => new Date(Date.UTC(2026, 10, 22, 6) + ms))

describe('the form of a moment', () => {
  test('has its text order as the order of time', () => {
    fc.assert(
      fc.property(fc.oneof(moments, close), fc.oneof(moments, close), (a, b) => {
        const [first, second] = [instant(a), instant(b)]
        expect(first < second).toBe(a.getTime() < b.getTime())
        expect(isBefore(first, second)).toBe(first < second)
      }),
    )
  })

  test('is the same whether GitHub, the previous version or we wrote the moment', () => {
    fc.assert(
      fc.property(close, (date) => {
        const whole = new Date(Math.floor(date.getTime() / 1000) * 1000)
        expect(instant(whole.toISOString().replace('.000Z', 'Z'))).toBe(instant(whole))
      }),
    )
  })
})

describe('what the previous version wrote', () => {
  test('is in the old form, so that these tests show something', async () => {
    expect((await oldMoments(await filled(previous.migration), UNTOUCHED)).length).toBeGreaterThan(100)
  })

  test('has the one form after the migration, in columns and in JSON', async () => {
    const database = await filled(previous.migration)
    await migrate(database)
    expect(await oldMoments(database, [...UNTOUCHED, ...MESSAGES])).toEqual([])
  })

  test('has it after the first hour of the next day, when it was written after the migration', async () => {
    const database = await filled()
    await rewriteOldMoments(openRegister(database), '2026-11-30T23:05:00.000Z')
    expect(await oldMoments(database, [...UNTOUCHED, ...MESSAGES])).not.toEqual([])
    await rewriteOldMoments(openRegister(database), FIRST_HOUR)
    expect(await oldMoments(database, [...UNTOUCHED, ...MESSAGES])).toEqual([])
  })

  test('means the same moments as before, and nothing else of it has changed', async () => {
    const database = await filled(previous.migration)
    await migrate(database, '0006_audit_notes.sql')
    const before = await contents(database)
    await migrate(database, '0007_moments_have_one_form.sql')
    const after = await contents(database)
    const inOneForm = (value: unknown) =>
      typeof value === 'string' ? value.replaceAll(new RegExp(OLD, 'g'), (old) => instant(old)) : value
    for (const [table, rows] of before) {
      const expected = [...UNTOUCHED, ...MESSAGES].includes(table)
        ? rows
        : rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, inOneForm(v)])))
      expect(after.get(table), table).toEqual(expected)
    }
  })

  test('sorts among what this version writes: a moment of either is later in text if it is later in time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(close, { minLength: 2, maxLength: 12 }), async (dates) => {
        const register = await freshRegister()
        const database = register.$client
        for (const [id, date] of dates.entries()) {
          // The previous version left milliseconds out where they were zero.
          const text = id % 2 === 0 ? instant(date) : date.toISOString().replace('.000Z', 'Z')
          await database
            .prepare('insert into deliveries (id, received_at) values (?, ?)')
            .bind(`${id}`, text)
            .run()
        }
        await rewriteOldMoments(register, FIRST_HOUR)
        const sorted = await register.query.deliveries.findMany({
          orderBy: (t, { asc }) => asc(t.receivedAt),
        })
        const times = sorted.map(({ receivedAt }) => Date.parse(receivedAt))
        expect(times).toEqual([...times].sort((a, b) => a - b))
      }),
      { numRuns: 10 },
    )
  })

  test('leaves the history as it was hashed', async () => {
    const database = await filled(previous.migration)
    await migrate(database)
    const register = openRegister(database)
    const [organization] = await findServedOrganizations(register)
    expect(await verifyHistory(register, organization?.id ?? 0)).toMatchObject({ ok: true })
  })
})

test('where nothing is in the old form, nothing is written', async () => {
  const database = await filled()
  await rewriteOldMoments(openRegister(database), FIRST_HOUR)
  const results = await database.batch(rewrites().map((text) => database.prepare(text)))
  expect(results.map(({ meta }) => meta.changes)).toEqual(rewrites().map(() => 0))
})
