/** Reads one review with everything that its page counts, in one statement however large it is. */

import { type SQL, sql } from 'drizzle-orm'
import { seenOfGroup } from '../../../policy/decisions/seen.ts'
import type { RuleVersion } from '../../../policy/rules/rule-versions.ts'
import { type Id, type Instant, POWERS, type Power, type ProposalStatus } from '../../../policy/words.ts'
import { builtJson, fromJson, type Register } from '../../open.ts'
import { isTellable } from '../../people/notices/notices.ts'
import { ruleVersionsIn, ruleVersionsJson } from '../../rules/rule-versions.ts'
import { accessLog, answers, reviews } from '../../schema.ts'
import { type NotLookedThrough, notLookedThrough } from '../missing.ts'
import { countsOf, type ReviewView } from '../review-list.ts'
import { EXCEPTIONS, type Exception, type RowsView, shownOfRow, viewOfRow } from './conditions.ts'
import { type Pace, pacesJson, type SavedAnswers, savedAnswersJson } from './saved-answers.ts'
import { type SecondOwners, secondOwnersJson } from './second-owners.ts'

/** A group of the review: how many nobody has answered, those who can be left out, and its token for one answer to all. */
export interface GroupTally {
  readonly group: Power
  readonly count: number
  readonly except: Readonly<Record<Exception, number>>
  /** Null where it was not asked for, and of owners and admins, who get no answer for all. */
  readonly seen: string | null
  /** The accounts in it; none where `seen` was not asked for. */
  readonly accounts: readonly Id[]
}

/** People with access who are not in the review, by why. */
export interface LeftOut {
  readonly unknown: number
  readonly new: number
  readonly exempt: number
  /** Kept by an answer of an earlier review. */
  readonly kept: number
  /** Inactive and able to write, while something is still being read: they join. */
  readonly beingRead: readonly NotLookedThrough[]
}

/** A review with everything that its page counts. */
export interface ReviewTally {
  readonly review: ReviewView
  readonly views: Readonly<Record<RowsView, number>>
  /** How many of the decided ones are on their way to being carried out. */
  readonly queued: number
  /** How many of the last view were carried out. */
  readonly carriedOut: number
  readonly groups: readonly GroupTally[]
  readonly leftOut: LeftOut
  /** How many people are still to be told, where the rules ask for a notice. */
  readonly toTell: number
  /** How many people give up what they hold themselves, so that no notice keeps it from being carried out. */
  readonly steppingDown: number
  /** Whether the access log has the key that was asked for. */
  readonly isLogged: boolean
  /** What was saved under the name that was asked for; null where nothing was. */
  readonly saved: SavedAnswers | null
  /** Empty where they were not asked for. */
  readonly second: SecondOwners
  /** How fast owners have answered, and the versions of the rules; empty where they were not asked for. */
  readonly paces: readonly Pace[]
  readonly versions: readonly RuleVersion[]
}

/** What one view shows beside the counts. */
interface Asked {
  /** With the groups' tokens, which reads every open plan. */
  readonly seen?: boolean
  /** Of the access that is asked for. */
  readonly logKey?: string
  /** The name under which answers were saved. */
  readonly batch?: string | null
  /** With who may agree, and who was told. */
  readonly second?: boolean
  /** With the paces and the versions of the rules. */
  readonly decided?: boolean
}

interface Counted extends Record<Exception, number> {
  readonly view: RowsView
  readonly status: ProposalStatus
  readonly power: Power
  readonly revoking: number
  readonly n: number
}

/** The review; null where the organisation has none with this id. What else a view shows of the review joins this statement. */
export async function findReviewTally(
  register: Register,
  orgId: Id,
  id: string,
  now: Instant,
  { seen = false, logKey = '', batch = null, second = false, decided = false }: Asked = {},
): Promise<ReviewTally | null> {
  const [row] =
    await register.rows<Row>(sql`select reviews.id, quarter, opened_at as openedAt, due_at as dueAt,
      closed_at as closedAt, audit_id as auditId, scope,
      (${countedRows}) as counted, (${leftOutOf(orgId, now)}) as leftOut,
      (select count(*) from proposals where proposals.review_id = reviews.id and ${isTellable(sql`proposals`)}) as toTell,
      (select count(*) from proposals join ${answers} on answers.proposal_id = proposals.id and answers.ended_at is null
        where proposals.review_id = reviews.id and proposals.status in ('decided', 'running', 'by_hand')
          and answers.answer = 'step_down') as steppingDown,
      ${seen ? sql`(${shownRows})` : sql`'{}'`} as shown,
      exists (select 1 from ${accessLog} where key = ${logKey}) as logged,
      ${batch === null ? sql`null` : savedAnswersJson(batch)} as saved,
      ${second ? secondOwnersJson(orgId, now) : sql`null`} as second,
      ${decided ? pacesJson() : sql`'[]'`} as paces, ${decided ? ruleVersionsJson(orgId) : sql`'[]'`} as versions
    from reviews where reviews.org_id = ${orgId} and reviews.id = ${id}`)
  return row === undefined ? null : toTally(row, seen)
}

interface Row extends Omit<ReviewView, 'scope' | 'status' | 'counts'> {
  readonly scope: string
  readonly counted: string
  readonly leftOut: string
  readonly toTell: number
  readonly steppingDown: number
  readonly shown: string
  readonly logged: number
  readonly saved: string | null
  readonly second: string | null
  readonly paces: string
  readonly versions: string
}

const countedRows = sql`select json_group_array(json_object('view', view, 'status', status, 'power', power,
    'revoking', revoking, 'n', n, 'no_second_factor', no_second_factor, 'never_seen', never_seen)) from (
  select ${viewOfRow} as view, status, power, count(*) as n,
    exists (select 1 from decisions where proposal_id = proposals.id and decision = 'revoke' and ended_at is null) as revoking,
    sum(${EXCEPTIONS.no_second_factor}) as no_second_factor, sum(${EXCEPTIONS.never_seen}) as never_seen
  from proposals where proposals.review_id = reviews.id group by 1, 2, 3, 5)`

/** By group, its open rows as lists: hundreds of them are read with each visit. */
const shownRows = sql`select json_group_object(power, json(rows)) from (
  select power, json_group_array(json_array(id, ${shownOfRow}, case subject ->> 'kind' when 'account' then subject ->> 'id' end)) as rows
  from proposals where proposals.review_id = reviews.id and ${viewOfRow} = 'decide' and power <> 'owners_and_admins' group by power)`

type ShownRows = Readonly<
  Partial<Record<Power, readonly (readonly [id: string, shown: string, account: Id | null])[]>>
>

function leftOutOf(orgId: Id, now: Instant): SQL {
  return sql`select json_object(
      'unknown', coalesce(sum(verdict = 'unknown'), 0), 'new', coalesce(sum(verdict = 'new'), 0),
      'exempt', coalesce(sum(verdict = 'exempt'), 0),
      'beingRead', (select json_group_array(json_object('id', id, 'login', login, 'unread', unread)) from (${notLookedThrough(orgId)})),
      'kept', (select count(distinct asked.subject_key) from decisions join proposals as asked on asked.id = decisions.proposal_id
        where asked.org_id = ${orgId} and asked.review_id <> reviews.id and asked.status = 'kept'
          and decisions.decision = 'keep' and decisions.ended_at is null and decisions.until > ${now}))
    from verdicts where verdicts.org_id = ${orgId}`
}

function toTally(
  {
    scope,
    counted,
    leftOut,
    toTell,
    steppingDown,
    shown,
    logged,
    saved,
    second,
    paces,
    versions,
    ...review
  }: Row,
  withSeen: boolean,
): ReviewTally {
  const rows = builtJson<readonly Counted[]>(counted)
  const open = builtJson<ShownRows>(shown)
  const sum = (holds: (row: Counted) => boolean, of: 'n' | Exception = 'n') =>
    rows.filter(holds).reduce((total, row) => total + row[of], 0)
  const inView = (view: RowsView) => sum((row) => row.view === view)
  return {
    review: {
      ...review,
      status: review.closedAt === null ? 'open' : 'closed',
      scope: fromJson(reviews.scope, scope),
      counts: countsOf(rows),
    },
    views: {
      decide: inView('decide'),
      second: inView('second'),
      decided: inView('decided'),
      done: inView('done'),
    },
    queued: sum(({ status }) => status === 'decided' || status === 'running' || status === 'by_hand'),
    carriedOut: sum(({ status }) => status === 'done'),
    groups: POWERS.map((group) => {
      const isOf = ({ view, power }: Counted) => view === 'decide' && power === group
      const rowsOfGroup = open[group] ?? []
      return {
        group,
        count: sum(isOf),
        except: { no_second_factor: sum(isOf, 'no_second_factor'), never_seen: sum(isOf, 'never_seen') },
        seen:
          !withSeen || group === 'owners_and_admins'
            ? null
            : seenOfGroup(rowsOfGroup.map(([id, shown]) => ({ id, shown }))),
        accounts: rowsOfGroup.flatMap(([, , account]) => (account === null ? [] : [account])),
      }
    }),
    toTell,
    steppingDown,
    leftOut: builtJson<LeftOut>(leftOut),
    isLogged: logged === 1,
    saved: saved === null ? null : builtJson<SavedAnswers>(saved),
    second: second === null ? { owners: [], told: [] } : builtJson<SecondOwners>(second),
    paces: builtJson<readonly Pace[]>(paces),
    versions: ruleVersionsIn(versions),
  }
}
