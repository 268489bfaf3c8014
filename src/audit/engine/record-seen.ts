/** Builds the statements that record what a page showed: grants with their keys, or acts. */

import type { GitHubTrouble } from '../../github/http/errors.ts'
import { grantKey } from '../../policy/access/grant-key.ts'
import { isDatedByHand, isUndated } from '../../policy/activity/plausible.ts'
import { printedDay } from '../../policy/calendar.ts'
import type { Activity, Grant, Source } from '../../policy/words.ts'
import { grantsStatements } from '../../register/access/grants.ts'
import { implausibleStatement } from '../../register/activity/implausible.ts'
import { activityStatements } from '../../register/activity/newest-acts.ts'
import { oddActsStatement } from '../../register/activity/odd-acts.ts'
import { readingsStatement, seenPageStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { notRead, type Run } from './stage.ts'

/** Records the grants of a page and the keys it showed, so that what no page showed can be found at the end. */
export function seenStatements(
  run: Run,
  source: Source,
  page: string,
  grants: readonly Grant[],
  keys: readonly string[] = keysOf(grants),
): Statement[] {
  return [
    ...(grants.length === 0 ? [] : grantsStatements(run.register, run.org.id, grants, run.asOf)),
    ...(keys.length === 0 ? [] : [seenPageStatement(run.register, run.audit.id, source, page, keys)]),
  ]
}

/** The keys of a page: those of its grants, and `further` ones. */
export function keysOf(grants: readonly Grant[], further: readonly string[] = []): string[] {
  return [...grants.map(grantKey), ...further]
}

/** The page that records a source as unread and ends its stage. */
export function skipSource(run: Run, source: Source, trouble: GitHubTrouble) {
  return {
    statements: [readingsStatement(run.register, run.audit.id, [notRead(source, trouble)])],
    next: null,
  }
}

/** Records a page of acts: those that count, separately those that cannot count because of their date, and who is in doubt by one. */
export function actStatements({ register, org, asOf }: Run, acts: readonly Activity[]): readonly Statement[] {
  const datedByHand = acts.filter(({ kind }) => isDatedByHand(kind))
  const undated = acts.filter((act) => isUndated(act, asOf))
  const doubts = undated.map(({ account, at }) => ({
    account,
    sentence: `GitHub dates an act of theirs to ${printedDay(at)}, which cannot be`,
  }))
  const dated = undated.length === 0 ? acts : acts.filter((act) => !undated.includes(act))
  return [
    ...activityStatements(register, org.id, dated, asOf),
    ...(doubts.length === 0 ? [] : [oddActsStatement(register, org.id, doubts, asOf)]),
    ...(datedByHand.length === 0 ? [] : [implausibleStatement(register, org.id, datedByHand, asOf)]),
  ]
}
