/** A register that writes down each time its database is asked. It answers as the real one does. */

import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { openRegister, type Register } from '../../src/register/open.ts'

interface Heard {
  readonly text: string
  readonly values: readonly unknown[]
}

type Listened = Heard & D1PreparedStatement

/**
 * `calls` holds one list of statements for each time that the database was asked: a batch is one call. `beforeBatch` is
 * awaited before every batch: what somebody else does between looking and writing.
 */
export function listenedTo(
  { $client }: Register,
  beforeBatch: () => Promise<void> = async () => {},
): { readonly register: Register; readonly calls: Heard[][] } {
  const calls: Heard[][] = []
  const listened = (real: D1PreparedStatement, heard: Heard): Listened => {
    const asked = <Answer>(answer: () => Promise<Answer>) => {
      calls.push([heard])
      return answer()
    }
    // The cast: of a statement this is what drizzle and the register use.
    return {
      ...heard,
      bind: (...values: unknown[]) => listened(real.bind(...values), { text: heard.text, values }),
      all: () => asked(() => real.all()),
      run: () => asked(() => real.run()),
      raw: () => asked(() => real.raw()),
    } as unknown as Listened
  }
  const database = {
    prepare: (text: string) => listened($client.prepare(text), { text, values: [] }),
    batch: async (statements: readonly Listened[]) => {
      calls.push([...statements])
      await beforeBatch()
      return $client.batch(statements.map(({ text, values }) => $client.prepare(text).bind(...values)))
    },
  }
  // The cast: the same of the database.
  return { register: openRegister(database as unknown as D1Database), calls }
}
