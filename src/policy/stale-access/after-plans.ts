/** How much stale access would be left if decided plans were carried out now. */

import { accessMap } from '../access/access-map.ts'
import { grantsAfter } from '../proposals/plans/after-plan.ts'
import { type Grant, type Id, type PlanStep, type Subject, subjectKeyOf } from '../words.ts'
import { type Target, targetsIn } from './pairs.ts'

/** What was decided about one subject. */
export interface DecidedPlan {
  readonly subject: Subject
  readonly plan: readonly PlanStep[]
}

/** `unused`: what each holder leaves unused now. Work by hand that names no grant counts as leaving everything as it is. */
export function staleAfter(
  unused: ReadonlyMap<string, readonly Target[]>,
  decided: readonly DecidedPlan[],
  facts: { readonly grants: readonly Grant[]; readonly writable: ReadonlySet<Id> },
): number {
  const changed = new Set<Id>()
  const ended = new Set<string>()
  let grants = facts.grants
  for (const { subject, plan } of decided) {
    if (subject.kind === 'account') {
      grants = grantsAfter(grants, subject.id, plan)
      changed.add(subject.id)
    } else if (subject.kind === 'credential' && plan.some(({ action }) => ENDS_A_CREDENTIAL.includes(action)))
      ended.add(subjectKeyOf(subject))
  }
  const targetsOf = targetsIn(accessMap(grants), facts.writable)
  const left = new Map([...unused].filter(([holder]) => !ended.has(holder)))
  for (const account of changed) {
    const holder = subjectKeyOf({ kind: 'account', id: account })
    const before = left.get(holder) ?? []
    // Who used nothing anywhere uses nothing of what is left, either.
    const isStale = (target: Target) => before.includes('organization') || before.includes(target)
    left.set(holder, before.length === 0 ? [] : targetsOf(account).filter(isStale))
  }
  return [...left.values()].reduce((sum, targets) => sum + targets.length, 0)
}

const ENDS_A_CREDENTIAL: readonly PlanStep['action'][] = ['revoke_fine_grained_token', 'delete_deploy_key']
