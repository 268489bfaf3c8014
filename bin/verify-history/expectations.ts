/** Reads what `--expect` says, and compares it with the histories in the database. */

import type { Ask } from '../../src/register/history/compare/register-rows.ts'

/** An organisation in the database. */
export interface Organization {
  readonly id: number
  readonly login: string
}

/** An entry that a message printed. `login`: of which organisation; null for any. */
export interface Expectation {
  readonly login: string | null
  readonly seq: number
  readonly hash: string
}

/** Reads `SEQ:HASH` or `ORG=SEQ:HASH`; throws where it is neither. */
export function expectationOf(text: string): Expectation {
  const read = /^(?:(?<login>[\w-]+)=)?(?<seq>[1-9]\d{0,14}):(?<hash>[0-9a-f]{64})$/i.exec(text)?.groups
  if (read === undefined)
    throw new Error(
      `--expect needs SEQ:HASH or ORG=SEQ:HASH, with number and hash as the message prints them, not "${text}". Nothing was verified.`,
    )
  return {
    login: read.login ?? null,
    seq: Number(read.seq),
    hash: `${read.hash}`.toLowerCase(),
  }
}

/** What is wrong with this expectation, as a sentence; null where an entry has that number and that hash. */
export async function unmet(
  ask: Ask,
  organizations: readonly Organization[],
  { login, seq, hash }: Expectation,
): Promise<string | null> {
  const named = organizations.filter(
    (each) => login === null || each.login.toLowerCase() === login.toLowerCase(),
  )
  if (login !== null && named.length === 0)
    return `Entry ${seq} was expected in the history of ${login}, which is not in this database.`
  const [entries] = await ask<[{ org: number; hash: string }]>([
    `select org_id as org, hash from history where seq = ${Number(seq)}`,
  ])
  const found = entries.filter(({ org }) => named.some(({ id }) => id === org))
  if (found.some((entry) => entry.hash === hash)) return null
  const history = login === null ? 'any history' : `the history of ${login}`
  return found.length === 0
    ? `There is no entry ${seq} in ${history}: what a message printed as its end was cut off.`
    : `Entry ${seq} has another hash in ${history} than a message printed: the history was rewritten since.`
}
