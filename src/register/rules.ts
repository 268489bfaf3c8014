/** Changes an organisation's rules or its pause, each together with its history entry, and finds the rules of earlier days. */

import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { RuleVersion } from '../policy/rules/rule-versions.ts'
import { type Rules, readRules } from '../policy/rules/rules.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { recordChange } from './history/history.ts'
import type { Register } from './open.ts'
import { organizations, ruleVersions } from './schema.ts'

/** Replaces the rules, as a version of their own, if they are still at `version`; false if they are not. `change` is for the history. */
export function replaceRules(
  register: Register,
  org: { id: Id; version: number },
  rules: Rules,
  change: { by: Actor; at: Instant; sentence: string; facts: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const text = JSON.stringify(rules)
  return recordChange(
    register,
    org.id,
    register
      .update(organizations)
      .set({
        rules: previousForm(rules),
        currentRules: text,
        currentRulesVersion: org.version + 1,
        rulesVersion: org.version + 1,
      })
      .where(and(eq(organizations.id, org.id), eq(organizations.rulesVersion, org.version))),
    { at: change.at, act: 'rules_changed', actor: change.by, sentence: change.sentence, facts: change.facts },
    (recorded) => [
      register.run(sql`
        insert into rule_versions (org_id, version, rules, by, at)
        select ${org.id}, ${org.version + 1}, ${text}, ${JSON.stringify(change.by)}, ${change.at} where ${recorded}`),
    ],
  )
}

/** The rules without what the previous version does not know and would refuse to read. To go one release later. */
function previousForm({ reviewEvery: _, leftOut: __, ...known }: Rules): string {
  return JSON.stringify(known)
}

/** The versions of an organisation's rules, oldest first. Throws `conflict` where one cannot be read. */
export async function findRuleVersions(register: Register, orgId: Id): Promise<readonly RuleVersion[]> {
  const rows = await register
    .select({ rules: ruleVersions.rules, at: ruleVersions.at })
    .from(ruleVersions)
    .where(eq(ruleVersions.orgId, orgId))
    .orderBy(ruleVersions.version)
  return rows.map(({ rules, at }) => ({ rules: readRules(rules), at }))
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
