/** The organisations of this deployment. */

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../policy/words.ts'
import { builtOnce, type Register, rowsOf, type Statement } from './open.ts'
import { organizations } from './schema.ts'

type Row = typeof organizations.$inferSelect

/** An organisation. `rules`: all of them, as JSON; null until an owner changes the defaults. */
export type Organization = Omit<Row, 'currentRules' | 'currentRulesVersion'>

/** What GitHub says of an organisation when the hourly run discovers it. */
export interface DiscoveredOrganization {
  readonly id: Id
  readonly login: string
  readonly nodeId: string
  /** The App's installation; null when a token reads. */
  readonly installationId: number | null
  readonly repositorySelection: 'all' | 'selected' | null
  /** Permissions that the App needs and this installation lacks; null when a token reads. */
  readonly missingPermissions: readonly string[] | null
}

/** The organisation with this login, whatever its case; undefined when this deployment does not serve it. */
export async function findOrganization(register: Register, login: string): Promise<Organization | undefined> {
  const row = await byLogin(register).get({ login: login.toLowerCase() })
  return row && toOrganization(row)
}

const byLogin = builtOnce((register) =>
  register
    .select()
    .from(organizations)
    .where(
      and(sql`lower(${organizations.login}) = ${sql.placeholder('login')}`, isNull(organizations.closedAt)),
    )
    .prepare(),
)

/** The organisation with this id, served or not. */
export async function findOrganizationById(register: Register, id: Id): Promise<Organization | undefined> {
  const row = await register.select().from(organizations).where(eq(organizations.id, id)).get()
  return row && toOrganization(row)
}

/** The organisations served now, by login. */
export async function findServedOrganizations(register: Register): Promise<Organization[]> {
  const rows = await register
    .select()
    .from(organizations)
    .where(isNull(organizations.closedAt))
    .orderBy(organizations.login)
  return rows.map(toOrganization)
}

/** The organisation of a row: its whole rules, or those that the previous version has written since. */
export function toOrganization({ currentRules, currentRulesVersion, ...row }: Row): Organization {
  return currentRulesVersion === row.rulesVersion ? { ...row, rules: currentRules } : row
}

/** Inserts or updates the organisations that GitHub names now, and opens closed ones again. */
export async function recordOrganizations(
  register: Register,
  discovered: readonly DiscoveredOrganization[],
  now: Instant,
): Promise<void> {
  await register.run(sql`
    insert into organizations (id, login, node_id, installation_id, repository_selection, missing_permissions, first_seen)
    select value->>'id', value->>'login', value->>'nodeId', value->>'installationId', value->>'repositorySelection',
      value->>'missingPermissions', ${now}
    from ${rowsOf(discovered)} where true
    on conflict (id) do update set login = excluded.login, node_id = excluded.node_id,
      installation_id = excluded.installation_id, repository_selection = excluded.repository_selection,
      missing_permissions = excluded.missing_permissions, closed_at = null
    where login is not excluded.login or installation_id is not excluded.installation_id
      or repository_selection is not excluded.repository_selection
      or missing_permissions is not excluded.missing_permissions or closed_at is not null`)
}

/** Closes the organisations that are not in `served`, which must be the complete list. */
export async function closeOrganizationsExcept(
  register: Register,
  served: readonly Id[],
  now: Instant,
): Promise<void> {
  await register
    .update(organizations)
    .set({ closedAt: now })
    .where(
      and(
        isNull(organizations.closedAt),
        sql`${organizations.id} not in (select value from ${rowsOf(served)})`,
      ),
    )
}

/**
 * Closes the organisation whose App installation was deleted or suspended; one with a newer installation stays served.
 * Only where `isFirstDelivery` holds: a repeated delivery must not close again what was opened since.
 */
export function closeInstalledStatement(
  register: Register,
  ended: { readonly org: Id; readonly installation: number },
  now: Instant,
  isFirstDelivery: SQL,
): Statement {
  return register
    .update(organizations)
    .set({ closedAt: now })
    .where(
      and(
        eq(organizations.id, ended.org),
        eq(organizations.installationId, ended.installation),
        isNull(organizations.closedAt),
        isFirstDelivery,
      ),
    )
}

/**
 * Stores the `asOf` of the first complete audit, once: what was there then is judged by activity alone. Only where
 * `recorded` holds.
 */
export function firstCompleteStatement(
  register: Register,
  orgId: Id,
  asOf: Instant,
  recorded: SQL,
): Statement {
  return register
    .update(organizations)
    .set({ firstCompleteAt: asOf })
    .where(and(eq(organizations.id, orgId), isNull(organizations.firstCompleteAt), recorded))
}

/** Writes the organisation's login, plan and two-factor requirement as an audit read them; null where GitHub does not show it. */
export function organizationFactsStatement(
  register: Register,
  id: Id,
  facts: { login: string; plan: string | null; twoFactorRequired: boolean | null },
): Statement {
  return register.run(sql`
    update organizations set login = ${facts.login}, plan = ${facts.plan},
      two_factor_required = ${facts.twoFactorRequired === null ? null : Number(facts.twoFactorRequired)}
    where id = ${id} and (login is not ${facts.login} or plan is not ${facts.plan}
      or two_factor_required is not ${facts.twoFactorRequired === null ? null : Number(facts.twoFactorRequired)})`)
}
