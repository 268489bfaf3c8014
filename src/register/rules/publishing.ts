/** The organisations whose owners have switched their public page on, with what is frozen of them: no row about a person. */

import { and, isNotNull, lte, sql } from 'drizzle-orm'
import { type Rules, readableRules } from '../../policy/rules/rules.ts'
import { STALE_ACCESS_VERSION } from '../../policy/stale-access/pairs.ts'
import type { FrozenMoment } from '../../policy/stale-access/published.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { findServedOrganizations, type Organization } from '../organizations.ts'
import { reviews, staleAccess } from '../schema.ts'

/** A review that has finished. */
export interface FinishedReview {
  readonly id: string
  readonly quarter: string
  readonly closedAt: Instant
}

/** An organisation with its frozen numbers. */
export interface Publishing {
  readonly org: Organization
  readonly rules: Rules
  readonly moments: readonly FrozenMoment[]
  /** The last quarter that an earlier version froze, which judged otherwise; null where none did. */
  readonly countedOtherwiseUntil: string | null
  /** Oldest first. */
  readonly finished: readonly FinishedReview[]
}

/** Those that publish, by login. Rules that cannot be read publish nothing. */
export async function findPublishing(register: Register): Promise<readonly Publishing[]> {
  const served = await findServedOrganizations(register)
  return findFrozen(
    register,
    served.filter((org) => readableRules(org.rules)?.public === true),
  )
}

/** One organisation, published or not: what its owners look at before they switch it on. Null where its rules cannot be read. */
export async function findToPublish(register: Register, org: Organization): Promise<Publishing | null> {
  const [found] = await findFrozen(register, [org])
  return found ?? null
}

async function findFrozen(
  register: Register,
  organizations: readonly Organization[],
): Promise<readonly Publishing[]> {
  if (organizations.length === 0) return []
  const ids: readonly Id[] = organizations.map(({ id }) => id)
  const [moments, finished] = await Promise.all([
    register
      .select({
        orgId: staleAccess.orgId,
        version: staleAccess.version,
        name: staleAccess.name,
        stale: staleAccess.stale,
        unknown: staleAccess.unknown,
        total: staleAccess.total,
        people: staleAccess.people,
        stalePeople: staleAccess.stalePeople,
      })
      .from(staleAccess)
      .where(
        and(
          inJson(staleAccess.orgId, ids),
          lte(staleAccess.version, STALE_ACCESS_VERSION),
          sql`${staleAccess.name} <> 'now'`,
        ),
      ),
    register
      .select({
        orgId: reviews.orgId,
        id: reviews.id,
        quarter: reviews.quarter,
        closedAt: reviews.closedAt,
      })
      .from(reviews)
      .where(and(inJson(reviews.orgId, ids), isNotNull(reviews.closedAt)))
      .orderBy(reviews.closedAt),
  ])
  const momentsOf = Map.groupBy(moments, ({ orgId }) => orgId)
  const isEarlier = ({ version, name }: { version: number; name: string }) =>
    version < STALE_ACCESS_VERSION && name !== 'baseline'
  const finishedOf = Map.groupBy(finished, ({ orgId }) => orgId)
  return organizations.flatMap((org) => {
    const rules = readableRules(org.rules)
    if (rules === null) return []
    const all = momentsOf.get(org.id) ?? []
    return [
      {
        ...{ org, rules },
        moments: all.flatMap(({ orgId: _, version, ...moment }) =>
          version === STALE_ACCESS_VERSION ? [moment] : [],
        ),
        countedOtherwiseUntil: newestOf(all.filter(isEarlier).map(({ name }) => name)),
        finished: (finishedOf.get(org.id) ?? []).flatMap(({ id, quarter, closedAt }) =>
          closedAt === null ? [] : [{ id, quarter, closedAt }],
        ),
      },
    ]
  })
}

/** Quarters sort as text. */
function newestOf(quarters: readonly string[]): string | null {
  return quarters.toSorted().at(-1) ?? null
}

/** One bound parameter, however many there are. */
function inJson(column: typeof staleAccess.orgId | typeof reviews.orgId, ids: readonly Id[]) {
  return sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`
}
