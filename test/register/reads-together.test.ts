/** Reads that are asked for at once reach the database as one request. */
import type { D1Database } from '@cloudflare/workers-types'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openRegister, type Register } from '../../src/register/open.ts'
import { emptyDatabase } from '../fixtures/register/register.ts'

describe('Reads of the register', () => {
  test('that are asked for at once are one request, and each has its own rows', async () => {
    const { register, requests } = counted()
    const answers = await Promise.all([number(register, 1), number(register, 2), number(register, 3)])

    expect(answers).toEqual([1, 2, 3])
    expect(requests).toEqual([3])
  })

  test('that wait for one another go one by one', async () => {
    const { register, requests } = counted()
    const first = await number(register, 1)
    const second = await number(register, first + 1)

    expect(second).toBe(2)
    expect(requests).toEqual([1, 1])
  })

  test('are told what was wrong with one that was asked for with them, and the next are answered', async () => {
    const { register } = counted()
    const asked = await Promise.allSettled([number(register, 1), register.rows(sql`select * from nowhere`)])

    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await number(register, 2)).toBe(2)
  })
})

/** A register, and how many statements each batch had that went to its database. */
function counted(): { readonly register: Register; readonly requests: readonly number[] } {
  const database = emptyDatabase()
  const batchOf = database.batch.bind(database)
  const requests: number[] = []
  const batch: D1Database['batch'] = (statements) => {
    requests.push(statements.length)
    return batchOf(statements)
  }
  return { register: openRegister(Object.assign(database, { batch })), requests }
}

async function number(register: Register, n: number): Promise<number> {
  const [row] = await register.rows<{ n: number }>(sql`select ${n} as n`)
  return row?.n ?? 0
}
