/** Changes an organisation's rules or its pause, each together with its history entry. */

import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Rules } from '../policy/rules/rules.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { recordChange } from './history/history.ts'
import type { Register } from './open.ts'
import { organizations } from './schema.ts'

/** Replaces the rules if they are still at `version`; false if they are not. `change` is for the history. */
export function replaceRules(
  register: Register,
  org: { id: Id; version: number },
  rules: Rules,
  change: { by: Actor; at: Instant; sentence: string; facts: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  return recordChange(
    register,
    org.id,
    register
      .update(organizations)
      .set({ rules: JSON.stringify(rules), rulesVersion: org.version + 1 })
      .where(and(eq(organizations.id, org.id), eq(organizations.rulesVersion, org.version))),
    { at: change.at, act: 'rules_changed', actor: change.by, sentence: change.sentence, facts: change.facts },
  )
}

/** Stops every write to GitHub, or with `pausedAt` null lets them go on. Returns whether that changed anything. */
export function setPause(
  register: Register,
  orgId: Id,
  pausedAt: Instant | null,
  change: { by: Actor; at: Instant; sentence: string },
): Promise<boolean> {
  const different = pausedAt === null ? isNotNull(organizations.pausedAt) : isNull(organizations.pausedAt)
  return recordChange(
    register,
    orgId,
    register
      .update(organizations)
      .set({ pausedAt })
      .where(and(eq(organizations.id, orgId), different)),
    {
      at: change.at,
      act: pausedAt === null ? 'resumed' : 'paused',
      actor: change.by,
      sentence: change.sentence,
    },
  )
}
