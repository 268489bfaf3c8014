/**
 * Says whom a change of the rules would make inactive and who would be inactive no longer, judged as the newest audit judged.
 */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import type { Account, Gap, Instant, Verdict, VerdictName } from '../words.ts'
import { type AccountFacts, judgeAccount } from './inactivity.ts'
import { precisionOf } from './precision.ts'

/** An account to judge under both rules. */
export interface Previewed {
  readonly facts: AccountFacts
  /** What was not read under the changed rules; the facts have the gaps of now. */
  readonly gapsAfter: readonly Gap[]
  /** As the audit judged it; null where it has not. */
  readonly verdict: Verdict | null
}

/** An account whose verdict would be another. */
export interface ChangedVerdict {
  readonly account: Account
  readonly from: VerdictName
  readonly to: VerdictName
}

/** The accounts whose verdict differs. `readMonths`: the window that the audit read. */
export function changedVerdicts(
  accounts: readonly Previewed[],
  rules: { readonly before: Rules; readonly after: Rules },
  audit: { readonly asOf: Instant; readonly readMonths: number },
): readonly ChangedVerdict[] {
  return accounts.flatMap((each) => {
    const judge = (by: Rules, gaps: readonly Gap[]) =>
      judgeAccount(
        { ...each.facts, gaps: [...gaps, ...doubtOf(each, by.windowMonths, audit)] },
        by,
        audit.asOf,
      ).verdict
    const from = judge(rules.before, each.facts.gaps)
    const to = judge(rules.after, each.gapsAfter)
    return from === to ? [] : [{ account: each.facts.account, from, to }]
  })
}

/**
 * What an audit with this window would still have to read. An audit reads everything only of those of whom it knows no act in
 * its own window: of them a shorter one is known in full, a longer one where the date of their newest act is exact.
 */
function doubtOf(
  { facts: { newest }, verdict }: Previewed,
  months: number,
  { asOf, readMonths }: { readonly asOf: Instant; readonly readMonths: number },
): readonly Gap[] {
  if (months === readMonths) return []
  const cutoff = monthsBefore(asOf, readMonths)
  const isKnown =
    months < readMonths
      ? newest === null || isBefore(newest.at, cutoff)
      : newest !== null && precisionOf(verdict, newest.at) === 'exact'
  if (isKnown) return []
  const reason =
    months < readMonths
      ? `what came after their act of ${printedDay(newest?.at ?? cutoff)} was not read in full`
      : `nothing was read from before ${printedDay(cutoff)}`
  return [{ source: 'contributions', where: 'the whole organisation', reason }]
}
