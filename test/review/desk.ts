/** The owners' desk in the tests of the review: an audited organisation, and short words for what is looked at. It asks GitHub nothing. */

import { beforeEach } from 'vitest'
import { Refusal } from '../../src/policy/refusal.ts'
import { historyPage } from '../../src/register/listing/history.ts'
import { listProposals } from '../../src/register/listing/proposals.ts'
import type { Register } from '../../src/register/open.ts'
import { openReview } from '../../src/review.ts'
import { anOutside, LAB, mara, NOW, settle } from '../lab.ts'
import { freshRegister } from '../register.ts'

export let register: Register
export let outside: ReturnType<typeof anOutside>

/** A fresh organisation, audited and with its rules set, before each test of the file. */
export function freshDesk(): void {
  beforeEach(async () => {
    register = await freshRegister()
    await settle(register)
    outside = anOutside(register)
  })
}

export const opened = async () => {
  const { id } = await openReview(outside, LAB, mara, NOW)
  const frozen = await asked(id)
  const of = (login: string) => {
    const found = frozen.find(({ subject }) => subject.kind === 'account' && subject.login === login)
    if (found === undefined) throw new Error(`${login} was not proposed`)
    return found
  }
  return { id, frozen, of }
}

export const revoke = {
  by: mara,
  voterRole: 'owner',
  decision: 'revoke',
  reason: 'Thank you for everything.',
} as const

/** The proposals of a review, riskiest first. */
export const asked = async (reviewId: string, status?: string) => {
  const { items } = await listProposals(register, LAB.id, reviewId, null, 500)
  return items.filter((each) => status === undefined || each.status === status)
}

export const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
    return 'nothing was refused'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

export const acts = async () =>
  (await historyPage(register, LAB.id, null, 100)).items.map((entry) => entry.act)
