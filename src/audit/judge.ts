/** The stage that judges every account by what the register knows, with no request to GitHub. */

import { whole } from '../github/http/decode.ts'
import type { Implausible } from '../policy/activity/plausible.ts'
import { judgeAccount } from '../policy/verdict/inactivity.ts'
import { isActivityHidden, isExact } from '../policy/verdict/precision.ts'
import type { Activity, Instant, Reading, Verdict, VerdictWithoutLeave } from '../policy/words.ts'
import { findImplausibleActs } from '../register/activity/implausible.ts'
import { findAccountFacts, findGaps } from '../register/activity/judged/account-facts.ts'
import { findOddActs } from '../register/activity/odd-acts.ts'
import { findContributionsReadBack, findRepositoriesReadBack } from '../register/activity/read-back.ts'
import { forgetUnlinkedStatement } from '../register/activity/unlinked-commits.ts'
import { dropVerdictsStatement, verdictsStatement } from '../register/activity/verdicts.ts'
import { findReadings, readingsStatement } from '../register/audits/readings.ts'
import { decodedCursor } from './engine/cursor.ts'
import type { ComputingStage, Run } from './engine/stage.ts'
import { unreadUncommon } from './uncommon/plan.ts'

/** Accounts of one page: few enough for 10 ms of CPU. */
const ACCOUNTS_PER_PAGE = 100

export const judgeAccounts: ComputingStage = {
  label: 'judging',
  async *compute(run, cursor) {
    const oddActs = await findOddActs(run.register, run.org.id, run.cutoff)
    const readings = await findAllReadings(run, oddActs)
    const gapsFor = await findGaps(run.register, run.org, readings)
    const readBack = await findRepositoriesReadBack(run.register, run.org.id)
    const notReadYet = (await unreadUncommon(run)).accounts
    for (let after = decodedCursor(whole, cursor) ?? 0; ; ) {
      const people = await findAccountFacts(run.register, run.org, gapsFor, run.asOf, {
        after,
        limit: ACCOUNTS_PER_PAGE,
      })
      const ids = people.map(({ account }) => account.id)
      const implausible = await findImplausibleActs(run.register, run.org.id, ids)
      const contributions = await findContributionsReadBack(run.register, run.org.id, ids)
      const judged = people.map((facts) => ({
        account: facts.account.id,
        verdict: withEvidence(judgeAccount(facts, run.rules, run.asOf), () => ({
          implausible: implausible.get(facts.account.id),
          isWaiting: notReadYet.has(facts.account.id),
          isExact:
            !notReadYet.has(facts.account.id) &&
            !isActivityHidden(readings, facts.account.id) &&
            isExact(facts.newest, {
              repositories: readBack,
              contributions: contributions.get(facts.account.id) ?? null,
            }),
        })),
      }))
      const last = people.length === ACCOUNTS_PER_PAGE ? people.at(-1) : undefined
      const statements = [
        verdictsStatement(run.register, run.org.id, run.audit.id, judged),
        ...(after === 0 && oddActs.length > 0
          ? [readingsStatement(run.register, run.audit.id, oddActs)]
          : []),
      ]
      if (last === undefined) {
        yield {
          statements: [
            ...statements,
            dropVerdictsStatement(run.register, run.org.id),
            forgetUnlinkedStatement(run.register, run.org.id, run.cutoff),
          ],
          next: null,
        }
        return
      }
      after = last.account.id
      yield { statements, next: after }
    }
  },
}

/** What is known beside the verdict of an inactive account. */
interface Evidence {
  /** An act that does not count because of its date. */
  readonly implausible:
    | (Activity & { readonly why: Implausible; readonly repositoryCreatedAt: Instant | null })
    | undefined
  /** Whether uncommon activity is still unread where it can write. */
  readonly isWaiting: boolean
  /** Whether no act later than the newest exists. */
  readonly isExact: boolean
}

/** The verdict with the evidence, where it is inactive, or would be but for leave. */
function withEvidence(verdict: Verdict, evidence: () => Evidence): Verdict {
  return verdict.verdict === 'exempt' && verdict.because === 'leave'
    ? { ...verdict, otherwise: evident(verdict.otherwise, evidence) }
    : evident(verdict, evidence)
}

function evident(verdict: VerdictWithoutLeave, evidence: () => Evidence): VerdictWithoutLeave {
  if (verdict.verdict !== 'inactive') return verdict
  const { implausible, isWaiting, isExact } = evidence()
  const known = {
    ...verdict,
    ...(isExact ? { newestIsExact: true as const } : {}),
    ...(isWaiting ? { rareActsUnread: true as const } : {}),
  }
  if (implausible === undefined) return known
  const { kind, at, repository, why, repositoryCreatedAt } = implausible
  return { ...known, implausible: { kind, at, repository, why, repositoryCreatedAt } }
}

/** What this audit did not read in full, and the odd acts of earlier audits, whose doubt lasts as long as the window. */
async function findAllReadings(run: Run, oddActs: readonly Reading[]): Promise<readonly Reading[]> {
  const readings = await findReadings(run.register, run.audit.id)
  // Once the first page is written they are among the audit's own.
  return [...readings.filter(({ source }) => source !== 'odd_acts'), ...oddActs]
}
