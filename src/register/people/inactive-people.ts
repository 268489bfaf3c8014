/** Lists the inactive accounts of an organisation, by the newest verdicts. */

import { and, eq } from 'drizzle-orm'
import type { Id, Verdict } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { accounts, verdicts } from '../schema.ts'

/** Somebody inactive, with the newest act that is known. */
export interface InactivePerson {
  readonly id: Id
  readonly login: string
  readonly name: string | null
  readonly newest: Extract<Verdict, { verdict: 'inactive' }>['newest']
}

/** The inactive accounts with their newest acts. */
export async function findInactivePeople(register: Register, orgId: Id): Promise<readonly InactivePerson[]> {
  const rows = await register
    .select({ id: accounts.id, login: accounts.login, name: accounts.name, facts: verdicts.facts })
    .from(verdicts)
    .innerJoin(accounts, eq(accounts.id, verdicts.accountId))
    .where(and(eq(verdicts.orgId, orgId), eq(verdicts.verdict, 'inactive')))
    .orderBy(accounts.login)
  return rows.map(({ facts, ...account }) => ({
    ...account,
    newest: facts.verdict === 'inactive' ? facts.newest : null,
  }))
}
