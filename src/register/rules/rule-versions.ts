/** Changes an organisation's rules, together with the history entry, and finds the rules of earlier days. */

import { and, desc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import type { RuleVersion } from '../../policy/rules/rule-versions.ts'
import { DEFAULT_RULES, type Rules, readableRules, readRules } from '../../policy/rules/rules.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import { builtJson, type Register } from '../open.ts'
import { organizations, ruleVersions } from '../schema.ts'
import { endStatement, isStillOpen, replacedStatement, type Waited } from './pending-rules.ts'

/**
 * Replaces the rules, as a version of their own, if they are still at `version`; false if they are not. `change` is for the
 * history. `waited` is the pending change that takes effect, which must be open still; the open ones named in `replaces` end.
 */
export function replaceRules(
  register: Register,
  org: { id: Id; version: number },
  rules: Rules,
  change: { by: Actor; at: Instant; sentence: string; facts: Readonly<Record<string, unknown>> },
  pending: { waited?: Waited | undefined; replaces?: readonly string[] } = {},
): Promise<boolean> {
  const text = JSON.stringify(rules)
  const { waited, replaces = [] } = pending
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
      .where(
        and(
          eq(organizations.id, org.id),
          eq(organizations.rulesVersion, org.version),
          waited && isStillOpen(waited.id),
        ),
      ),
    { at: change.at, act: 'rules_changed', actor: change.by, sentence: change.sentence, facts: change.facts },
    (recorded) => [
      register.run(sql`
        insert into rule_versions (org_id, version, rules, by, at)
        select ${org.id}, ${org.version + 1}, ${text}, ${JSON.stringify(change.by)}, ${change.at} where ${recorded}`),
      ...(waited ? [endStatement(register, waited, { by: change.by, at: change.at }, recorded)] : []),
      ...(replaces.length > 0
        ? [replacedStatement(register, org.id, replaces, { by: change.by, at: change.at }, recorded)]
        : []),
    ],
  )
}

/** The rules without what the previous version does not know and would refuse to read. To go one release later. */
function previousForm({
  reviewEvery: _,
  leftOut: __,
  removals: ___,
  shareActivity: ____,
  contributors: _____,
  offboarding: ______,
  ...known
}: Rules): string {
  return JSON.stringify({
    ...known,
    exemptions: known.exemptions.map(({ by: _by, ...entry }) => entry),
    sponsors: known.sponsors.map(({ login, sponsor }) => ({ login, sponsor })),
  })
}

/** Selects the versions of an organisation's rules, oldest first, as JSON, for another statement to join; `ruleVersionsIn` reads it. */
export function ruleVersionsJson(orgId: Id): SQL {
  return sql`(select json_group_array(json_object('rules', rules, 'at', at))
    from (select rules, at from rule_versions where org_id = ${orgId} order by version))`
}

/** What `ruleVersionsJson` selected. Throws `conflict` where one cannot be read. */
export function ruleVersionsIn(text: string): readonly RuleVersion[] {
  const rows = builtJson<readonly { readonly rules: string; readonly at: Instant }[]>(text)
  return rows.map(({ rules, at }) => ({ rules: readRules(rules), at }))
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

/** The window of the rules that held at a moment: the default one before the first version. */
export async function findWindowMonths(register: Register, orgId: Id, at: Instant): Promise<number> {
  const [held] = await register
    .select({ months: sql<number | null>`${ruleVersions.rules} ->> 'windowMonths'` })
    .from(ruleVersions)
    .where(and(eq(ruleVersions.orgId, orgId), lte(ruleVersions.at, at)))
    .orderBy(desc(ruleVersions.version))
    .limit(1)
  return held?.months ?? DEFAULT_RULES.windowMonths
}

/** What a version changed; `before` is null where it cannot be read. Null where there is no such version, or it cannot be read. */
export async function findRuleChange(
  register: Register,
  orgId: Id,
  version: number,
): Promise<{ readonly before: Rules | null; readonly after: Rules; readonly by: Actor | null } | null> {
  const rows = await register
    .select({ version: ruleVersions.version, rules: ruleVersions.rules, by: ruleVersions.by })
    .from(ruleVersions)
    .where(and(eq(ruleVersions.orgId, orgId), inArray(ruleVersions.version, [version - 1, version])))
  const row = rows.find((each) => each.version === version)
  const after = row === undefined ? null : readableRules(row.rules)
  if (row === undefined || after === null) return null
  const earlier = rows.find((each) => each.version === version - 1)
  const before = earlier === undefined ? null : readableRules(earlier.rules)
  return { before: version === 1 ? DEFAULT_RULES : before, after, by: row.by }
}
