/** Reads what a review's proposals are drafted from, in a few queries. */

import { and, eq, sql } from 'drizzle-orm'
import { withoutLeave } from '../../policy/people/leave.ts'
import type { JudgedAccount } from '../../policy/proposals/draft.ts'
import type { Names } from '../../policy/words/names.ts'
import { type Id, subjectKeyOf, type TwoFactor } from '../../policy/words.ts'
import { findNewestActsOfMany } from '../activity/newest-acts.ts'
import type { Register } from '../open.ts'
import { accounts, twoFactor, verdicts } from '../schema.ts'

/** Every judged account of the organisation, with its acts when it is inactive, or would be but for leave, and its subject key is not in `excluded`. */
export async function findJudgedAccounts(
  register: Register,
  orgId: Id,
  excluded: ReadonlySet<string>,
): Promise<readonly JudgedAccount[]> {
  const rows = await register
    .select({
      id: accounts.id,
      login: accounts.login,
      type: accounts.type,
      facts: verdicts.facts,
      twoFactor: sql<TwoFactor>`coalesce(${twoFactor.state}, 'unknown')`,
    })
    .from(verdicts)
    .innerJoin(accounts, eq(accounts.id, verdicts.accountId))
    .leftJoin(
      twoFactor,
      and(eq(twoFactor.orgId, verdicts.orgId), eq(twoFactor.accountId, verdicts.accountId)),
    )
    .where(eq(verdicts.orgId, orgId))
    .orderBy(accounts.id)
  const judged = rows.map(({ id, login, type, facts, twoFactor }) => ({
    account: { id, login, type },
    verdict: facts,
    twoFactor,
  }))
  const candidates = judged.flatMap(({ account: { id }, verdict }) =>
    withoutLeave(verdict).verdict === 'inactive' && !excluded.has(subjectKeyOf({ kind: 'account', id }))
      ? [id]
      : [],
  )
  const evidence = await findNewestActsOfMany(register, orgId, candidates)
  return judged.map((each) => ({ ...each, evidence: evidence.get(each.account.id) ?? [] }))
}

/** The ids of the organisation's open repositories. */
export async function findRepositoryIds(register: Register, orgId: Id): Promise<readonly Id[]> {
  const rows = await register.rows<{ id: Id }>(
    sql`select id from repositories where org_id = ${orgId} and closed_at is null order by id`,
  )
  return rows.map(({ id }) => id)
}

/** The names of repositories (`owner/name`), teams and accounts, including closed ones. */
export async function findNames(
  register: Register,
  organization: { readonly id: Id; readonly login: string },
  webUrl: string,
): Promise<Names> {
  const rows = await register.rows<{ kind: 'repository' | 'team' | 'account'; id: Id; name: string }>(sql`
    select 'repository' as kind, id, name from repositories where org_id = ${organization.id}
    union all select 'team', id, slug from teams where org_id = ${organization.id}
    union all select 'account', id, login from accounts
      where id in (select account_id from grants where org_id = ${organization.id}
        union select owner_id from credentials where org_id = ${organization.id})`)
  const names = {
    repository: new Map<Id, string>(),
    team: new Map<Id, string>(),
    account: new Map<Id, string>(),
  }
  for (const { kind, id, name } of rows) names[kind].set(id, name)
  const repository = (id: Id) => {
    const name = names.repository.get(id)
    return name === undefined ? null : `${organization.login}/${name}`
  }
  return {
    organization: organization.login,
    webUrl,
    repository,
    team: (id) => names.team.get(id) ?? null,
    login: (id) => names.account.get(id) ?? null,
  }
}
