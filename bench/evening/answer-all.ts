/** Answers all of a review as an owner would: owners and admins by name, every other group by one answer, the rest carried over. */
import type { Page } from 'playwright-core'
import { answering, countsUnder } from '../../test/fixtures/whole/answering.ts'
import type { CpuWatch } from '../meter/cpu.ts'

export interface Answered {
  readonly clicks: number
  /** Of the machine: the browser, the Worker and D1. Nobody read anything. */
  readonly seconds: number
  readonly parts: readonly Part[]
  /** What the page counts in the end. */
  readonly counts: Awaited<ReturnType<typeof countsUnder>>
  readonly heading: string
}

interface Part {
  readonly what: string
  /** Questions that are not to decide any more. */
  readonly answered: number
  readonly clicks: number
  readonly seconds: number
  /** Milliseconds of the isolate's processor time: the saving, and the two pages after it. */
  readonly cpu: number
}

/** The groups that take one answer, with the one that is given here. */
const GROUPS = [
  ['Can push', 'Keep'],
  ['Members only', 'Revoke'],
  ['Credentials', 'Revoke'],
  ['Invitations', 'Cancel'],
  ['Harmless clean-up', 'Remove'],
] as const

/** What owners and admins are answered in turn; what a row does not offer is kept. */
const BY_NAME = ['Revoke', 'Keep', 'Revoke']

/** Begins and ends on what is left to decide. */
export async function answerAll(page: Page, cpu: CpuWatch, say: (line: string) => void): Promise<Answered> {
  const owner = answering(page)
  const began = performance.now()
  const parts: Part[] = []
  let left = (await countsUnder(page)).decide
  const part = async (what: string, work: () => Promise<void>) => {
    const [clicks, at] = [owner.clicks(), performance.now()]
    await cpu.begin()
    await work()
    await owner.toDecide()
    const busy = (await cpu.times([])).all
    const now = (await countsUnder(page)).decide
    const seconds = (performance.now() - at) / 1000
    parts.push({ what, answered: left - now, clicks: owner.clicks() - clicks, seconds, cpu: busy })
    say(
      `${what}: ${left - now} answered in ${owner.clicks() - clicks} clicks, ${seconds.toFixed(1)} s, ${busy.toFixed(0)} ms of processor time`,
    )
    left = now
  }
  const byName = page
    .locator('section.panel', { has: page.getByRole('heading', { name: 'Owners and admins' }) })
    .locator('li.ask', { has: page.locator('.seg') })
  while ((await byName.count()) > 0) {
    await part('Owners and admins', async () => {
      for (const [n, row] of (await byName.all()).entries()) {
        const [label = 'Keep'] = [BY_NAME[n % BY_NAME.length]]
        const offered = await row.locator('.seg label', { hasText: label }).count()
        await owner.answer(row, offered > 0 ? label : 'Keep')
      }
      await owner.save('Looked through by name.')
    })
  }
  for (const [heading, label] of GROUPS) {
    const group = page.locator('section.panel', { has: page.getByRole('heading', { name: heading }) })
    if ((await group.locator('header summary').count()) === 0) continue
    await part(heading, () => owner.answerGroup(heading, label, 'Not used within the window.'))
  }
  if (left > 0) await part('Carried over', () => owner.carryOver('The rest in the next quarter.'))
  const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  return {
    clicks: owner.clicks(),
    seconds: (performance.now() - began) / 1000,
    parts,
    counts: await countsUnder(page),
    heading,
  }
}
