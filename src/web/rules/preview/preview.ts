/** Judges everybody by rules that are not saved, as of the newest audit. Writes nothing and asks GitHub for nothing. */

import { monthsBefore } from '../../../policy/calendar.ts'
import { rulesAt } from '../../../policy/rules/rule-versions.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import { type ChangedVerdict, changedVerdicts } from '../../../policy/verdict/preview.ts'
import type { Instant, Reading } from '../../../policy/words.ts'
import { findOpenRepositories } from '../../../register/access/repositories.ts'
import { findAccountFacts, findGaps } from '../../../register/activity/judged/account-facts.ts'
import { findOddActs } from '../../../register/activity/odd-acts.ts'
import { findVerdicts } from '../../../register/activity/verdicts.ts'
import { findNewestFinishedAudit } from '../../../register/audits/audits.ts'
import { findReadings } from '../../../register/audits/readings.ts'
import type { Register } from '../../../register/open.ts'
import type { Organization } from '../../../register/organizations.ts'
import { findRuleVersions } from '../../../register/rules/rule-versions.ts'

/** Accounts that are judged for one preview. */
const MOST_JUDGED = 5000

/** What a change would come to; `never_audited`: nobody can say yet. */
export type Preview =
  | { readonly kind: 'never_audited' }
  | {
      readonly kind: 'judged'
      readonly asOf: Instant
      readonly judged: number
      /** False: there are more accounts than were judged. */
      readonly isWhole: boolean
      readonly changes: readonly ChangedVerdict[]
    }

/** What the changed rules would come to. */
export async function previewRules(
  register: Register,
  org: Organization,
  before: Rules,
  after: Rules,
): Promise<Preview> {
  const audit = await findNewestFinishedAudit(register, org.id, 'any')
  if (audit === null) return { kind: 'never_audited' }
  const { asOf } = audit
  const versions = await findRuleVersions(register, org.id)
  // Rules may have changed while it ran: what it surely read is the shorter window.
  const readMonths = Math.min(
    ...[asOf, audit.finishedAt].map((at) => rulesAt(versions, before, at).windowMonths),
  )
  const readings = (await findReadings(register, audit.id)).filter(({ source }) => source !== 'odd_acts')
  const oddActs = (rules: Rules) => findOddActs(register, org.id, monthsBefore(asOf, rules.windowMonths))
  const gapsBefore = await findGaps(register, org, [...readings, ...(await oddActs(before))])
  const leftOut = await newlyLeftOut(register, org, before, after)
  const gapsAfter = await findGaps(register, org, [...readings, ...leftOut, ...(await oddActs(after))])
  const facts = await findAccountFacts(register, org, gapsBefore, asOf, { after: 0, limit: MOST_JUDGED + 1 })
  const verdicts = await findVerdicts(register, org.id)
  const judged = facts.slice(0, MOST_JUDGED).map((each) => ({
    facts: each,
    gapsAfter: gapsAfter(each.account.id),
    verdict: verdicts.get(each.account.id) ?? null,
  }))
  return {
    kind: 'judged',
    ...{ asOf, judged: judged.length, isWhole: facts.length <= MOST_JUDGED },
    changes: changedVerdicts(judged, { before, after }, { asOf, readMonths }),
  }
}

/** As the next audit would note them. What is to be read again stays unread until it has been. */
async function newlyLeftOut(
  register: Register,
  { id: orgId }: Organization,
  before: Rules,
  after: Rules,
): Promise<readonly Reading[]> {
  const names = (rules: Rules) => rules.leftOut.map(({ repository }) => repository.toLowerCase())
  const added = names(after).filter((name) => !names(before).includes(name))
  if (added.length === 0) return []
  const open = await findOpenRepositories(register, orgId)
  return open.flatMap(({ id, name }): Reading[] =>
    added.includes(name.toLowerCase())
      ? [
          {
            source: 'left_out_repositories',
            scope: { kind: 'repository', id },
            state: { kind: 'not_shown', reason: 'it would be left out' },
          },
        ]
      : [],
  )
}
