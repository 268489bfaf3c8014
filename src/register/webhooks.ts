/** Webhook deliveries, and what they ask to read again. */

import { and, eq, isNull, lte, ne, sql } from 'drizzle-orm'
import { daysAfter } from '../policy/calendar.ts'
import type { WebhookTrigger } from '../policy/webhooks/webhook-triggers.ts'
import type { Id, Instant } from '../policy/words.ts'
import { type Register, rowsOf, type Statement, together } from './open.ts'
import { closeInstalledStatement } from './organizations.ts'
import { deliveries, organizations, webhookTriggers } from './schema.ts'

/** The parts of a webhook delivery that are recorded. */
export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`; the same when an event is sent again. */
  readonly id: string
  readonly trigger: WebhookTrigger | null
  /** Who became a member. */
  readonly joined: { readonly org: Id; readonly account: Id } | null
  /** The installation that was deleted or suspended. */
  readonly ended: { readonly org: Id; readonly installation: number } | null
}

/**
 * Records a delivery in one transaction; the same one again changes nothing. Organisations that the register does not
 * know are skipped: the hourly run discovers them.
 */
export async function recordDelivery(register: Register, delivery: Delivery, now: Instant): Promise<void> {
  const at = now
  const triggers = delivery.trigger === null ? [] : [delivery.trigger]
  const statements: Statement[] = [
    register.run(sql`insert into deliveries (id, received_at) values (${delivery.id}, ${now})
      on conflict (id) do nothing`),
    // changes() counts the rows of the statement before: 1 for a new delivery.
    register.run(sql`
      insert into triggers (org_id, repository_id, at)
      select value->>'org', coalesce(value->>'repository', 0), ${at} from ${rowsOf(triggers)}
      where changes() = 1 and exists (select 1 from organizations where organizations.id = value->>'org')
      on conflict (org_id, repository_id) do update set at = excluded.at where excluded.at > triggers.at`),
  ]
  // A repeated delivery must not close again what was opened since, so this runs before the delivery is inserted.
  const isFirstDelivery = sql`not exists (select 1 from deliveries where id = ${delivery.id})`
  if (delivery.ended !== null)
    statements.unshift(closeInstalledStatement(register, delivery.ended, now, isFirstDelivery))
  // Repeating this changes nothing, so it need not know whether the delivery is new.
  if (delivery.joined !== null) statements.push(joinStatement(register, delivery.joined, now))
  await together(register, statements)
}

/** The repositories whose uncommon activity a webhook asks to read again. */
export async function findTriggeredRepositories(register: Register, orgId: Id): Promise<ReadonlySet<Id>> {
  const rows = await register
    .select({ repository: webhookTriggers.repositoryId })
    .from(webhookTriggers)
    .where(and(eq(webhookTriggers.orgId, orgId), ne(webhookTriggers.repositoryId, 0)))
  return new Set(rows.map(({ repository }) => repository))
}

/** Deletes the triggers that a reading begun at `upTo` has answered; later ones stay. */
export async function clearTriggers(register: Register, orgId: Id, upTo: Instant): Promise<void> {
  await register
    .delete(webhookTriggers)
    .where(and(eq(webhookTriggers.orgId, orgId), lte(webhookTriggers.at, upTo)))
}

/** The organisations served now that have pending triggers. */
export async function findOrganizationsTriggered(register: Register): Promise<Id[]> {
  const rows = await register
    .selectDistinct({ id: organizations.id })
    .from(organizations)
    .innerJoin(webhookTriggers, eq(webhookTriggers.orgId, organizations.id))
    .where(isNull(organizations.closedAt))
    .orderBy(organizations.id)
  return rows.map(({ id }) => id)
}

/** GitHub redelivers an event for 3 days only; a week is on the safe side. */
const KEPT_DAYS = 7

/** Deletes deliveries that GitHub cannot send again. */
export async function pruneDeliveries(register: Register, now: Instant): Promise<void> {
  await register.delete(deliveries).where(lte(deliveries.receivedAt, daysAfter(now, -KEPT_DAYS)))
}

function joinStatement(register: Register, joined: { org: Id; account: Id }, now: Instant): Statement {
  return register.run(sql`
    insert into joins (org_id, account_id, at)
    select id, ${joined.account}, ${now} from organizations where id = ${joined.org}
    on conflict (org_id, account_id) do update set at = excluded.at where excluded.at < joins.at`)
}
