/** Freezes stale access after a complete audit: the baseline once, then each quarter that has ended. May run twice. */

import type { Platform } from '../../platform.ts'
import { readableRules } from '../../policy/rules/rules.ts'
import { type FrozenName, momentToFreeze, type StaleSums } from '../../policy/stale-access/sums.ts'
import type { Instant } from '../../policy/words.ts'
import { findAudit } from '../../register/audits/audits.ts'
import {
  findStaleAccess,
  freezeStatement,
  freezeTargetsStatements,
} from '../../register/audits/stale-access.ts'
import { recordChange } from '../../register/history/history.ts'

/** Keeps the numbers that this audit counted, if it was complete and its numbers are due. A frozen number is never rewritten. */
export async function freezeStaleAccess(
  { register }: Pick<Platform, 'register'>,
  auditId: string,
  now: Instant,
): Promise<void> {
  const found = await findAudit(register, auditId)
  if (found?.audit.status !== 'complete') return
  const { id } = found.org
  const { baseline, quarters, now: counted } = await findStaleAccess(register, id)
  if (counted === null || counted.auditId !== auditId) return
  const name = momentToFreeze(counted, baseline === null ? [] : [baseline, ...quarters], counted.at)
  if (name === null) return
  await recordChange(
    register,
    id,
    freezeStatement(register, id, auditId, name, readableRules(found.org.rules)?.sponsors ?? []),
    {
      at: now,
      act: 'stale_access_frozen',
      actor: { kind: 'calendar' },
      sentence: sentenceOf(name, counted),
      facts: {
        audit: auditId,
        name,
        version: counted.version,
        stale: counted.stale,
        unknown: counted.unknown,
        total: counted.total,
      },
    },
    (recorded) => freezeTargetsStatements(register, id, name, recorded),
  )
}

function sentenceOf(name: FrozenName, { stale, unknown, total }: StaleSums): string {
  const numbers = `${stale} of ${total} pairs of holder and place that can be written to were unused, ${unknown} unknown`
  return name === 'baseline'
    ? `The baseline of stale access was kept: ${numbers}.`
    : `Stale access at the end of ${name} was kept: ${numbers}.`
}
