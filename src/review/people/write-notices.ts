/** Writes the texts of a review: what each person is told, and the announcement. */

import { announcementText, type NoticeText, noticeText } from '../../notify/notice-text.ts'
import type { Platform } from '../../platform.ts'
import { decidedVote } from '../../policy/decisions/votes.ts'
import type { Keeping } from '../../policy/people/keeping.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { findAskers, type PersonToTell } from '../../register/people/notices/notice-list.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'

/** What every text of the organisation has in common. */
interface Asking {
  readonly organization: string
  readonly publicUrl: string
  readonly windowMonths: number
  readonly noticeDays: number
  readonly keeping: Keeping
  readonly sentAt: Instant
}

/** The texts of an organisation's review, if sent at `now`. */
export interface Texts {
  /** Days of notice by the strictest rules since the review opened; 0: none is owed. */
  readonly noticeDays: number
  readonly of: (person: PersonToTell) => NoticeText
  readonly announcement: (people: number) => NoticeText
}

/** Reads what the texts are made of. */
export async function readTexts(
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
  org: Organization,
  openedAt: Instant,
  now: Instant,
): Promise<Texts> {
  const [askers, versions] = await Promise.all([
    findAskers(register, org.id),
    findRuleVersions(register, org.id),
  ])
  const rules = readRules(org.rules)
  const { noticeDays } = bindingRules(versions, rules, { openedAt }, { at: now })
  const { windowMonths } = rules
  const asking: Asking = {
    ...{ organization: org.login, publicUrl: deployment.publicUrl },
    ...{ windowMonths, noticeDays, keeping: deployment.keeping, sentAt: now },
  }
  const askersBut = (account: Id | null) => askers.filter(({ id }) => id !== account)
  return {
    noticeDays,
    of: (person) => noticeText({ ...asking, ...aboutPerson(person), owners: askersBut(person.account) }),
    announcement: (people) => announcementText({ ...asking, people, owners: askersBut(null) }),
  }
}

function aboutPerson({ login, name, risk, scope, lastActiveAt, votes }: PersonToTell) {
  const decided = decidedVote(votes, risk.privileged)?.vote ?? null
  return {
    person: { login, name },
    holds: risk.holds ?? null,
    opens: risk.opens,
    scope: scope === null ? null : scope.kind === 'team' ? `the team ${scope.name}` : scope.name,
    lastActiveAt,
    answer: decided === null ? null : { decision: decided.decision, role: decided.role ?? null },
  }
}
