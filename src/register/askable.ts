/** Everything that a review could ask about, read in a few queries. It judges nothing and leaves nothing out. */

import { eq, sql } from 'drizzle-orm'
import type { Names } from '../policy/names.ts'
import type {
  Account,
  ActivityKind,
  ActivitySource,
  Id,
  NamedActivity,
  TwoFactor,
  Verdict,
} from '../policy/words.ts'
import { type Register, rowsOf } from './open.ts'
import { accounts, repositories, teams, twoFactor } from './schema.ts'
import { verdictsOf } from './verdicts.ts'

/** An account with its verdict and, where it is inactive, its newest acts. */
export interface JudgedAccount {
  readonly account: Account
  readonly verdict: Verdict
  /** Newest first; one per kind and repository, however old. */
  readonly evidence: readonly NamedActivity[]
  readonly twoFactor: TwoFactor
}

/** Every judged account of the organisation. */
export async function judgedAccounts(
  register: Register,
  organization: { readonly id: Id; readonly login: string },
): Promise<readonly JudgedAccount[]> {
  const verdicts = await verdictsOf(register, organization.id)
  const ids = rowsOf([...verdicts.keys()])
  const rows = await register.select().from(accounts).where(sql`${accounts.id} in (select value from ${ids})`)
  const factors = await register.select().from(twoFactor).where(eq(twoFactor.orgId, organization.id))
  const factorOf = new Map(factors.map((row) => [row.accountId, row.state]))
  const silent = [...verdicts].flatMap(([id, verdict]) => (verdict.verdict === 'inactive' ? [id] : []))
  const evidence = await newestActsOf(register, organization, silent)
  return rows.flatMap(({ id, login, type }) => {
    const verdict = verdicts.get(id)
    if (verdict === undefined) return []
    return [
      {
        account: { id, login, type },
        verdict,
        evidence: evidence.get(id) ?? [],
        twoFactor: factorOf.get(id) ?? 'unknown',
      },
    ]
  })
}

/** What things are called in print, closed repositories and teams included. */
export async function namesIn(
  register: Register,
  organization: { readonly id: Id; readonly login: string },
  webUrl: string,
): Promise<Names> {
  const repositoryRows = await register
    .select({ id: repositories.id, name: repositories.name })
    .from(repositories)
    .where(eq(repositories.orgId, organization.id))
  const teamRows = await register
    .select({ id: teams.id, slug: teams.slug })
    .from(teams)
    .where(eq(teams.orgId, organization.id))
  const accountRows = await register.all<{ id: Id; login: string }>(sql`
    select id, login from accounts where id in (select account_id from grants where org_id = ${organization.id}
      union select owner_id from credentials where org_id = ${organization.id})`)
  const repositoryNames = new Map(repositoryRows.map(({ id, name }) => [id, `${organization.login}/${name}`]))
  const slugs = new Map(teamRows.map(({ id, slug }) => [id, slug]))
  const logins = new Map(accountRows.map(({ id, login }) => [id, login]))
  return {
    organization: organization.login,
    webUrl,
    repository: (id) => repositoryNames.get(id) ?? null,
    team: (id) => slugs.get(id) ?? null,
    login: (id) => logins.get(id) ?? null,
  }
}

async function newestActsOf(
  register: Register,
  organization: { readonly id: Id; readonly login: string },
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, readonly NamedActivity[]>> {
  const rows = await register.all<{
    account_id: Id
    repository_id: Id
    kind: string
    at: string
    url: string | null
    source: string
    name: string | null
  }>(sql`
    select a.*, r.name from activity a left join repositories r on r.id = a.repository_id
    where a.org_id = ${organization.id} and a.account_id in (select value from ${rowsOf(ids)})
    order by julianday(a.at) desc`)
  // The casts: recordActivity is the only writer of these columns.
  const acts = rows.map(
    (row): NamedActivity => ({
      account: row.account_id,
      repository: row.repository_id === 0 ? null : row.repository_id,
      kind: row.kind as ActivityKind,
      at: row.at,
      url: row.url,
      source: row.source as ActivitySource,
      repositoryName: row.name === null ? null : `${organization.login}/${row.name}`,
    }),
  )
  return Map.groupBy(acts, (act) => act.account)
}
