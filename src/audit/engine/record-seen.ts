/** What every stage of the inventory writes of a page: the grants it showed, and their keys. Closes nothing. */

import type { GitHubTrouble } from '../../github/http/errors.ts'
import { grantKey } from '../../policy/access/grant-key.ts'
import type { Grant, Source } from '../../policy/words.ts'
import { grantsStatements } from '../../register/access/grants.ts'
import { readingsStatement, seenPageStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { notRead, type Run } from './stage.ts'

/** Opens what a page showed and keeps its keys, so that what no page showed can be found at the end. */
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

/** The keys of a page: its grants', and those of other things that it showed. */
export function keysOf(grants: readonly Grant[], further: readonly string[] = []): string[] {
  return [...grants.map(grantKey), ...further]
}

/** The page past a source that could not be read at all. */
export function skipSource(run: Run, source: Source, trouble: GitHubTrouble) {
  return {
    statements: [readingsStatement(run.register, run.audit.id, [notRead(source, trouble)])],
    next: null,
  }
}
