/** One evening with the largest review of a world: what its pages take, and in how many clicks an owner answers all of it. */
import type { BrowserContext } from 'playwright-core'
import type { World } from '../../fake-github/world/world.ts'
import { type AccountRow, ask, askAll } from '../../local/api.ts'
import type { Whole } from '../../local/whole.ts'
import { closeBrowser, openBrowser } from '../../test/fixtures/whole/browser.ts'
import { signIn } from '../../test/fixtures/whole/visitor.ts'
import { watchCpu } from '../meter/cpu.ts'
import type { PageCost } from '../meter/page-cost.ts'
import { PAID_PLAN, startMetered } from '../meter/start.ts'
import type { Target } from '../table.ts'
import { allAudits } from '../waiting.ts'
import { type Answered, answerAll } from './answer-all.ts'
import { firstPageIn, reviewPageCosts, type Seen, VIEWS } from './review-pages.ts'

export interface Evening {
  readonly script: 'off' | 'on'
  readonly questions: number
  /** How the first page looks at 1440 pixels. */
  readonly first: Seen
  /** Each page of the review before anything is answered, and after all of it is; measured without script. */
  readonly before: readonly PageCost[]
  readonly after: readonly PageCost[]
  readonly answered: Answered
}

/** Audits every organisation of the world, opens each one's review, and takes an evening over the largest. */
export async function eveningOf(
  world: World,
  script: Evening['script'],
  say: (line: string) => void,
): Promise<Evening> {
  const { whole, inspected, close } = await startMetered(world, PAID_PLAN)
  try {
    await whole.worker.scheduled(world.now)
    await allAudits(whole, say)
    const { organization, review, questions } = await largestReview(whole)
    say(`the largest review asks ${questions} questions`)
    const visitor = await (await openBrowser()).newContext({
      javaScriptEnabled: script === 'on',
      viewport: { width: 1440, height: 900 },
    })
    const page = await visitor.newPage()
    await signIn(page, whole, await activeOwner(whole, organization))
    const cpu = await watchCpu(inspected)
    const here = `/orgs/${organization}/reviews/${review}`
    const pages = async () =>
      script === 'on' ? [] : await reviewPageCosts({ whole, cpu, here, cookie: await cookieOf(visitor) })
    const before = await pages()
    await page.goto(`${whole.worker.url.origin}${here}`)
    const first = await firstPageIn(page)
    const answered = await answerAll(page, cpu, say)
    return { script, questions, first, before, after: await pages(), answered }
  } finally {
    await Promise.all([close(), closeBrowser()])
  }
}

/** The pages that took most, and the answering part by part. */
export function printedEvening({ script, questions, before, after, answered }: Evening): string {
  const dearest = (pages: readonly PageCost[]) =>
    [...pages].sort((a, b) => b.quickest - a.quickest).slice(0, 5)
  const line = (when: string) => (cost: PageCost) =>
    `${when} ${cost.page}: ${cost.quickest.toFixed(0)} ms, ${cost.cpu.toFixed(1)} of processor time; ${cost.statements} statements, ${cost.compressed.toFixed(0)} kB compressed`
  return [
    `${questions} questions with script ${script}: ${answered.clicks} clicks, ${answered.seconds.toFixed(0)} s`,
    ...dearest(before).map(line('before')),
    ...dearest(after).map(line('after')),
  ].join('\n')
}

/**
 * What the project demands of a review's pages. A page counts at its quickest, because what else the machine does can only
 * make it slower; the height of a text differs from font to font.
 */
export function targetsOfEvenings(evenings: readonly Evening[]): Target[] {
  return evenings.flatMap(({ script, questions, first, before, after, answered }) => {
    const pages = [...before, ...after]
    const most = (of: 'quickest' | 'compressed' | 'statements', view = '') =>
      Math.max(0, ...pages.filter(({ page }) => page.includes(view)).map((page) => page[of]))
    const statements = VIEWS.map((view) => `${view} ${most('statements', `view=${view}&`)}`).join(', ')
    const target = (what: string, holds: boolean, measured: string) => ({
      target: `a review of ${questions}, script ${script}: ${what}`,
      ...{ holds, measured },
    })
    const [strongest] = first.groups
    const isFirst = strongest?.[0].startsWith('Owners and admins') === true && strongest[1] > 0
    const order = first.groups.map(([heading, rows]) => `${heading}: ${rows}`).join(', ')
    return [
      target('nothing is left to answer', answered.counts.decide === 0, answered.heading),
      target('the first page is at most 4,000 pixels high at 1440', first.height <= 4000, `${first.height}`),
      target('owners and admins come first', isFirst, order),
      ...(pages.length === 0
        ? []
        : [
            target('every page within 300 ms', most('quickest') <= 300, `${most('quickest').toFixed(0)} ms`),
            target(
              'every page at most 150 kB compressed',
              most('compressed') <= 150,
              `${most('compressed').toFixed(0)} kB`,
            ),
            target('every page at most 8 statements', most('statements') <= 8, statements),
          ]),
    ]
  })
}

async function largestReview({ worker, apiToken, world }: Whole) {
  const reviews: { organization: string; review: string; questions: number }[] = []
  for (const { login } of world.organizations) {
    const path = `/api/orgs/${login}/reviews`
    const { id, counts } = await ask<{ id: string; counts: { proposed: number } }>(worker, apiToken, path, {
      method: 'POST',
    })
    reviews.push({ organization: login, review: id, questions: counts.proposed })
  }
  const [largest] = reviews.sort((a, b) => b.questions - a.questions)
  if (largest === undefined) throw new Error('The world has no organisation. Nothing was measured.')
  return largest
}

/** An owner whom the review does not ask about. */
async function activeOwner({ worker, apiToken }: Whole, organization: string): Promise<string> {
  const accounts = await askAll<AccountRow>(worker, apiToken, `/api/orgs/${organization}/accounts`)
  const owner = accounts.find(({ role, verdict }) => role === 'admin' && verdict === 'active')
  if (owner === undefined) throw new Error(`${organization} has no active owner. Nothing was measured.`)
  return owner.login
}

async function cookieOf(visitor: BrowserContext): Promise<string> {
  return (await visitor.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
}
