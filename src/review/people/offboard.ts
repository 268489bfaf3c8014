/** Ticks the lines of the off-boarding list for somebody who was removed; any owner may, and may take it back. */

import { isOffboarded, type OffboardingItem, offboardingItems } from '../../policy/people/offboarding.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import type { Register } from '../../register/open.ts'
import type { Organization } from '../../register/organizations.ts'
import { findOffboardingTicks, tickOffboarding } from '../../register/people/offboarding-ticks.ts'
import type { ProposalView } from '../../register/reviews/proposal-list.ts'

/** The list of one removal. */
export async function readOffboarding(
  register: Register,
  org: Organization,
  proposal: ProposalView,
): Promise<readonly OffboardingItem[]> {
  const ticks = (await findOffboardingTicks(register, [proposal.id])).get(proposal.id) ?? []
  return offboardingItems(readRules(org.rules).offboarding, ticks)
}

/** Makes `done` the ticked lines; each that changes is an entry of the history. Returns the list as it is then. */
export async function tickLines(
  register: Register,
  org: Organization,
  proposal: ProposalView,
  done: readonly string[],
  { by, now }: { readonly by: Actor; readonly now: Instant },
): Promise<readonly OffboardingItem[]> {
  if (!isOffboarded(proposal))
    throw new Refusal(
      'conflict',
      'The off-boarding list is for people whose removal is done. Nothing was ticked.',
    )
  const items = await readOffboarding(register, org, proposal)
  const unknown = done.find((line) => !items.some((item) => item.line === line))
  if (unknown !== undefined)
    throw new Refusal(
      'invalid',
      'A line that was ticked is not on the off-boarding list. Nothing was ticked. Reload the page.',
    )
  for (const item of items) {
    const isDone = done.includes(item.line)
    if (isDone === (item.done !== null)) continue
    const what = isDone ? 'ticked' : 'took back the tick of'
    const sentence = `${actorFirst(by)} ${what} "${item.line}" of the off-boarding list for ${nameOf(proposal)}.`
    await tickOffboarding(register, org.id, {
      revocation: proposal.id,
      line: item.line,
      isDone,
      by,
      at: now,
      sentence,
    })
  }
  return await readOffboarding(register, org, proposal)
}

function nameOf({ subject }: ProposalView): string {
  return 'login' in subject && subject.login !== null ? subject.login : 'somebody'
}
