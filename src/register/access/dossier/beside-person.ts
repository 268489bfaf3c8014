/** What stands beside a dossier on its page: the review of each proposal with what is known of the notice, rules, credentials. */

import { sql } from 'drizzle-orm'
import { type NoticePeriod, noticePeriod } from '../../../policy/people/notices/notice-period.ts'
import type { RuleVersion } from '../../../policy/rules/rule-versions.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'
import type { OwnCredential } from '../../people/held.ts'
import { noticeFactsIn, noticeFactsOf } from '../../people/notices/notices.ts'
import { ruleVersionsIn, ruleVersionsJson } from '../../rules/rule-versions.ts'

/** The review in which something was asked. */
export interface AskedIn {
  readonly quarter: string
  readonly closedAt: Instant | null
  readonly notice: NoticePeriod
}

export interface BesidePerson {
  /** By proposal. */
  readonly asked: ReadonlyMap<string, AskedIn>
  /** Every version of the organisation's rules, oldest first. */
  readonly versions: readonly RuleVersion[]
  /** Credentials that GitHub names the person as the owner of, at most fifty. */
  readonly credentials: readonly Pick<
    OwnCredential,
    'kind' | 'name' | 'repository' | 'lastUsed' | 'expiresAt'
  >[]
}

/** One statement, however much there is. */
export async function findBesidePerson(
  register: Register,
  orgId: Id,
  person: Id,
  proposalIds: readonly string[],
): Promise<BesidePerson> {
  const [row] = await register.rows<Record<'asked' | 'versions' | 'credentials', string>>(sql`
    select (select json_group_array(json_object('proposal', proposals.id, 'quarter', reviews.quarter, 'closedAt', reviews.closed_at,
          'facts', '' || ${noticeFactsOf(sql`proposals`)}))
        from proposals join reviews on reviews.id = proposals.review_id
        where proposals.id in (select value from ${rowsOf(proposalIds)})) as asked,
      ${ruleVersionsJson(orgId)} as versions,
      (select json_group_array(json_object('kind', kind, 'name', name, 'repository', repository, 'lastUsed', last_used, 'expiresAt', expires_at))
        from (select credentials.*, repositories.name as repository from credentials
          left join repositories on repositories.org_id = credentials.org_id and repositories.id = credentials.repository_id
          where credentials.org_id = ${orgId} and owner_id = ${person} and credentials.closed_at is null
          order by credentials.first_seen, credentials.id limit 50)) as credentials`)
  const asked = builtJson<readonly Asked[]>(row?.asked ?? '[]')
  return {
    asked: new Map(
      asked.map(({ proposal, facts, ...review }) => [
        proposal,
        { ...review, notice: noticePeriod(noticeFactsIn(facts)) },
      ]),
    ),
    versions: ruleVersionsIn(row?.versions ?? '[]'),
    credentials: builtJson<BesidePerson['credentials']>(row?.credentials ?? '[]'),
  }
}

interface Asked extends Omit<AskedIn, 'notice'> {
  readonly proposal: string
  /** What `noticeFactsOf` selects. */
  readonly facts: string
}
