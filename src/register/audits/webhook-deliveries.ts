/** Webhook deliveries, and what they ask to read again. */

import { and, eq, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { daysAfter } from '../../policy/calendar.ts'
import type { WebhookTrigger } from '../../policy/webhooks/webhook-triggers.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, type Statement, together } from '../open.ts'
import { closeInstalledStatement } from '../organizations.ts'
import { deliveries, organizations, webhookTriggers } from '../schema.ts'

/** What makes a delivery the same one. */
export interface DeliveryKey {
  /** GitHub's `X-GitHub-Delivery`; the same when GitHub sends an event again. It is not signed. */
  readonly id: string
  /** SHA-256 (hex) of the body, which is signed: whoever sends it again under another id has it recorded already. */
  readonly bodyHash: string
}

/** The App's installation in an organisation. */
export interface EndedInstallation {
  readonly org: Id
  readonly installation: number
}

/** The parts of a webhook delivery that are recorded. */
export interface Delivery extends DeliveryKey {
  readonly trigger: WebhookTrigger | null
  /** Who became a member. */
  readonly joined: { readonly org: Id; readonly account: Id } | null
  /** The installation that was deleted or suspended, as GitHub confirmed. */
  readonly ended: EndedInstallation | null
}

/** Whether the organisation is served through this installation, and the delivery is a new one. */
export async function isServedBy(
  register: Register,
  delivery: DeliveryKey,
  { org, installation }: EndedInstallation,
): Promise<boolean> {
  const row = await register
    .select({ id: organizations.id })
    .from(organizations)
    .where(
      and(
        eq(organizations.id, org),
        eq(organizations.installationId, installation),
        isNull(organizations.closedAt),
        isNew(delivery),
      ),
    )
    .get()
  return row !== undefined
}

/**
 * Records a delivery in one transaction; the same id or the same body again changes nothing. Organisations that the register does not
 * know are skipped: the hourly run discovers them.
 */
export async function recordDelivery(register: Register, delivery: Delivery, now: Instant): Promise<void> {
  const isFirst = isNew(delivery)
  const statements: Statement[] = []
  if (delivery.ended !== null)
    statements.push(closeInstalledStatement(register, delivery.ended, now, isFirst))
  if (delivery.trigger !== null) statements.push(triggerStatement(register, delivery.trigger, now, isFirst))
  if (delivery.joined !== null) statements.push(joinStatement(register, delivery.joined, now, isFirst))
  // The last, because the others ask whether the delivery is known.
  statements.push(
    register.run(sql`insert into deliveries (id, body_hash, received_at)
      select ${delivery.id}, ${delivery.bodyHash}, ${now} where ${isFirst}`),
  )
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

/** True for a delivery of which neither the id nor the body is known. */
function isNew({ id, bodyHash }: DeliveryKey): SQL {
  return sql`not exists (select 1 from deliveries where id = ${id} or body_hash = ${bodyHash})`
}

function triggerStatement(
  register: Register,
  { org, repository }: WebhookTrigger,
  now: Instant,
  isFirst: SQL,
): Statement {
  return register.run(sql`
    insert into triggers (org_id, repository_id, at)
    select id, ${repository ?? 0}, ${now} from organizations where id = ${org} and ${isFirst}
    on conflict (org_id, repository_id) do update set at = excluded.at where excluded.at > triggers.at`)
}

function joinStatement(
  register: Register,
  joined: { org: Id; account: Id },
  now: Instant,
  isFirst: SQL,
): Statement {
  return register.run(sql`
    insert into joins (org_id, account_id, at)
    select id, ${joined.account}, ${now} from organizations where id = ${joined.org} and ${isFirst}
    on conflict (org_id, account_id) do update set at = excluded.at where excluded.at < joins.at`)
}
