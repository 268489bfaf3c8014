/** Every page of a review asks the register at most eight times, sign-in and rights among them, whatever its size. */

import { expect, it } from 'vitest'
import { answeredReview } from '../fixtures/register/answered-review.ts'
import { page } from '../fixtures/register/asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'

/** Each view, and what stands above it after a saving or while an answer is changed. */
const LOOKS = [
  ...['', '?ask', '?undone=b', '?saved=b', '?q=p1&sort=name'],
  ...['?view=second', '?view=second&saved=b', '?view=second&change=p1'],
  ...['?view=decided', '?view=decided&saved=b', '?view=decided&change=p2'],
  ...['?view=queue', '?view=queue&saved=b', '?view=done', '?print'],
] as const

it('asks at most eight times, for four rows in every view as for four hundred', async () => {
  const few = await timesAsked(4)
  expect(Object.entries(few).filter(([, times]) => times > 8)).toEqual([])
  expect(await timesAsked(400)).toEqual({ ...few, 'the next page of what is done by hand': 7 })
}, 120_000)

/** How often each page asks, of a review with `n` proposals in every state: people, invitations and keys. */
async function timesAsked(n: number): Promise<Readonly<Record<string, number>>> {
  const site = await answeredReview(n)
  await page(site)
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const times: Record<string, number> = {}
  for (const look of LOOKS) {
    calls.length = 0
    const text = await page(site, look)
    times[look] = calls.flat().length
    const next = /view=queue&amp;(hands=[^"#]*)/.exec(text)?.[1]
    if (next === undefined) continue
    calls.length = 0
    await page(site, `?view=queue&${next}`)
    times['the next page of what is done by hand'] = calls.flat().length
  }
  return times
}
