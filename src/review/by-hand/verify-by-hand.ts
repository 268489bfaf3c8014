/** After an audit: ticks off, step by step, what people have done by hand, and opens again what has come back. */

import type { Platform } from '../../platform.ts'
import { listed } from '../../policy/english.ts'
import { withoutOwnDoing } from '../../policy/proposals/plans/own-doing.ts'
import { moreGrants } from '../../policy/proposals/staleness.ts'
import { isStepOver, type OpenInRegister } from '../../policy/revocation/by-hand/step-over.ts'
import type { Id, Instant, PlanStep } from '../../policy/words.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import { OUTCOME_ACTS, TICKED_ACT } from '../../register/history/compare/reconcile.ts'
import {
  findLeftByHand,
  type LeftByHand,
  recordTicks,
  type Tick,
} from '../../register/revocations/by-hand.ts'
import type { CurrentGrants } from '../current-grants.ts'

/**
 * Compares the plans left to people with what is open in the register, where a row is closed only after a complete reading. A
 * plan of which nothing is left is done, unless its account was given more access since: then a path is left. Returns the ids
 * of the proposals that are done.
 */
export async function verifyByHand(
  { register }: Pick<Platform, 'register'>,
  current: CurrentGrants,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const left = await findLeftByHand(register, current.orgId)
  if (left.length === 0) return new Set()
  const slugs = new Map((await findOpenTeams(register, current.orgId)).map(({ id, slug }) => [id, slug]))
  const open = { ...current, team: (id: Id) => slugs.get(id) ?? null }
  const ticks = left.flatMap((each) => tickOf(each, open, now) ?? [])
  await recordTicks(register, current.orgId, ticks)
  return new Set(ticks.filter(({ isDone }) => isDone).map(({ id }) => id))
}

/** What the audit has found anew of one plan; null where every step stands as it stood. */
function tickOf(of: LeftByHand, open: OpenInRegister, now: Instant): Tick | null {
  const { id, attempt, subject, plan, outcomes } = of
  const found = plan.map((step, index) => {
    const before = outcomes.find((outcome) => outcome.step === index)?.status
    const wasOver = before === 'done' || before === 'already_gone'
    return { step, index, wasOver, isOver: isStepOver(step, subject, open) }
  })
  const changed = found.filter(({ wasOver, isOver }) => wasOver !== isOver)
  const more = givenSince(of, open)
  const isDone = plan.length > 0 && more === null && found.every(({ isOver }) => isOver)
  if (changed.length === 0 && !isDone) return null
  const gone = changed.filter(({ isOver }) => isOver)
  const back = changed.filter(({ isOver }) => !isOver)
  const left = found.filter(({ isOver }) => !isOver)
  const act = back.length > 0 ? OUTCOME_ACTS.by_hand : TICKED_ACT
  return {
    id,
    attempt,
    isDone,
    at: now,
    steps: changed.map(({ step: { action, target }, index, isOver }) => {
      return { step: index, action, target, status: isOver ? 'done' : 'by_hand' } as const
    }),
    entry: {
      at: now,
      act,
      actor: { kind: 'calendar' },
      subject,
      sentence: [
        isDone ? 'Done (by hand): an audit found nothing left of it.' : '',
        gone.length > 0 ? `Gone, by hand: ${named(gone)}.` : '',
        back.length > 0 ? `There again: ${named(back)}.` : '',
        left.length > 0 ? `Still there: ${named(left)}.` : '',
        more ?? '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      facts: { proposal: id, attempt, steps: changed.map(({ index }) => index) },
    },
  }
}

/** What the account of a plan was given since, as a sentence. */
function givenSince({ subject, scope, plan, grantsThen }: LeftByHand, open: OpenInRegister): string | null {
  if (subject.kind !== 'account' || scope !== null) return null
  const { id: account } = subject
  const held = withoutOwnDoing(open.grants, { account, plan, grantsThen, team: open.team })
  return moreGrants({ grantsThen }, account, held)
}

function named(steps: readonly { readonly step: PlanStep }[]): string {
  return listed(steps.map(({ step }) => step.target))
}
