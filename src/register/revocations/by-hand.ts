/** Plans that people follow by hand: handing one over, and what the audits find of each step. */

import { sql } from 'drizzle-orm'
import type {
  Actor,
  Id,
  Instant,
  OutcomeStatus,
  PlanStep,
  ProposalScope,
  Snapshot,
  Subject,
} from '../../policy/words.ts'
import type { Entry } from '../history/entry.ts'
import { recordEach } from '../history/record-each.ts'
import { builtJson, type Register, rowsOf } from '../open.ts'
import { carriedOutPlan } from './by-hand-list.ts'

/** A plan that people follow, with where each step stands. */
export interface LeftByHand {
  readonly id: string
  readonly attempt: number
  readonly subject: Subject
  readonly scope: ProposalScope | null
  readonly grantsThen: Readonly<Record<string, string>>
  readonly plan: readonly PlanStep[]
  readonly outcomes: readonly { readonly step: number; readonly status: OutcomeStatus }[]
}

/** The organisation's plans that people follow and that are not done yet; of rehearsed ones too. */
export async function findLeftByHand(register: Register, orgId: Id): Promise<readonly LeftByHand[]> {
  const rows = await register.rows<{ plan: string; left: string }>(sql`
    select ${carriedOutPlan(sql`r.id`)} as plan, json_object('id', r.id, 'attempt', r.attempt, 'subject', json(p.subject),
      'scope', json(p.scope), 'grantsThen', json(p.grants_then), 'outcomes', (select json_group_array(json_object('step', step, 'status', status)) from outcomes
        where revocation_id = r.id)) as left
    from revocations r join proposals p on p.id = r.id
    where r.org_id = ${orgId} and r.status = 'by_hand' and p.status in ('decided', 'by_hand')`)
  return rows.flatMap(({ plan, left }) =>
    plan === null
      ? []
      : [{ ...builtJson<Omit<LeftByHand, 'plan'>>(left), plan: builtJson<LeftByHand['plan']>(plan) }],
  )
}

/** What an audit found of one plan: the steps that stand otherwise now, and whether all of it is gone. */
export interface Tick {
  readonly id: string
  readonly attempt: number
  readonly steps: readonly OutcomeOfHand[]
  readonly isDone: boolean
  readonly at: Instant
  readonly entry: Entry
}

interface OutcomeOfHand {
  readonly step: number
  readonly action: PlanStep['action']
  readonly target: string
  readonly status: Extract<OutcomeStatus, 'done' | 'by_hand'>
}

/** Records what the audit found, each plan with its entry; one that has moved on meanwhile is left out. */
export async function recordTicks(register: Register, orgId: Id, ticks: readonly Tick[]): Promise<void> {
  const starts = ticks.map(({ id, attempt }) => ({ id, attempt }))
  const stillOpen = sql`select r.id from ${rowsOf(starts)} as start
    join revocations r on r.id = start.value ->> 'id' and r.attempt = start.value ->> 'attempt'
    where r.org_id = ${orgId} and r.status = 'by_hand'`
  const done = ticks.filter(({ isDone }) => isDone).map(({ id, at }) => ({ id, at }))
  const entries = new Map(ticks.map(({ id, entry }) => [id, entry]))
  await recordEach(register, orgId, entries, stillOpen, (recorded) => [
    outcomesStatement(register, ticks, recorded),
    register.run(sql`update proposals set status = 'done', stale = null from ${rowsOf(done)} as ticked
      where proposals.id = ticked.value ->> 'id' and proposals.id in (${recorded})`),
    register.run(sql`update revocations set status = 'done', verified = 1, reason = ${DONE_BY_HAND},
        finished_at = ticked.value ->> 'at' from ${rowsOf(done)} as ticked
      where revocations.id = ticked.value ->> 'id' and revocations.id in (${recorded})`),
  ])
}

const DONE_BY_HAND = 'Done by hand: an audit found nothing left of it.'

/** A plan that is handed over to people at once. */
export interface HandedOver {
  readonly id: string
  readonly by: Actor
  readonly rehearsal: boolean
  readonly plan: readonly PlanStep[]
  readonly snapshot: Snapshot | null
  readonly at: Instant
  readonly entry: Entry
}

/**
 * Hands decided plans over to people, each with its entry; one that is carried out already, or is not decided any more, is
 * left out. In a rehearsal the proposal stays decided.
 */
export async function handOver(register: Register, orgId: Id, plans: readonly HandedOver[]): Promise<void> {
  const rows = plans.map(({ entry: _entry, plan: _plan, ...row }) => row)
  const stillOpen = sql`select p.id from ${rowsOf(plans.map(({ id }) => id))} as wanted
    join proposals p on p.id = wanted.value left join revocations r on r.id = p.id
    where p.org_id = ${orgId} and p.status = 'decided' and coalesce(r.status, 'withdrawn') in ('failed', 'withdrawn')`
  const entries = new Map(plans.map(({ id, entry }) => [id, entry]))
  const steps = plans.map(({ id, plan, at }) => ({
    ...{ id, at },
    steps: plan.map(({ action, target }, step) => ({ step, action, target, status: 'by_hand' })),
  }))
  await recordEach(register, orgId, entries, stillOpen, (recorded) => [
    register.run(sql`
      insert into revocations (id, org_id, status, started_by, started_at, finished_at, attempt, rehearsal, before_image, reason)
      select value ->> 'id', ${orgId}, 'by_hand', value -> 'by', value ->> 'at', value ->> 'at', 1, value ->> 'rehearsal',
        nullif(value -> 'snapshot', 'null'), ${HANDED_OVER}
      from ${rowsOf(rows)} where value ->> 'id' in (${recorded})
      on conflict (id) do update set status = 'by_hand', started_by = excluded.started_by, started_at = excluded.started_at,
        finished_at = excluded.finished_at, attempt = revocations.attempt + 1, rehearsal = excluded.rehearsal,
        before_image = coalesce(revocations.before_image, excluded.before_image), verified = null, reason = excluded.reason`),
    outcomesStatement(register, steps, recorded),
    register.run(sql`update proposals set status = 'by_hand' from ${rowsOf(rows)} as handed
      where proposals.id = handed.value ->> 'id' and handed.value ->> 'rehearsal' = 0 and proposals.id in (${recorded})`),
  ])
}

const HANDED_OVER = 'It touches nobody, so its links stand at once; the next audits tick off what is gone.'

/** Writes where these steps stand now. */
function outcomesStatement(
  register: Register,
  plans: readonly { readonly id: string; readonly at: Instant; readonly steps: readonly object[] }[],
  recorded: ReturnType<typeof sql>,
) {
  return register.run(sql`
    insert into outcomes (revocation_id, step, action, target, status, at, error)
    select plan.value ->> 'id', step.value ->> 'step', step.value ->> 'action', step.value ->> 'target',
      step.value ->> 'status', plan.value ->> 'at', null
    from ${rowsOf(plans.map(({ id, at, steps }) => ({ id, at, steps })))} as plan, json_each(plan.value, '$.steps') as step
    where plan.value ->> 'id' in (${recorded})
    on conflict (revocation_id, step) do update set action = excluded.action, target = excluded.target,
      status = excluded.status, at = excluded.at, error = null`)
}
