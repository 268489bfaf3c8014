/** What each page takes in the largest organisation of a world, with an open review: the table of all pages. */

import type { World } from '../fake-github/world/world.ts'
import { type AccountRow, ask, askAll } from '../local/api.ts'
import { sessionOf } from '../local/session.ts'
import type { Whole } from '../local/whole.ts'
import { watchCpu } from './meter/cpu.ts'
import { atBestSpeed, type PageCost, type VisitedPage, visitPage } from './meter/page-cost.ts'
import { PAID_PLAN, startMetered } from './meter/start.ts'
import type { Target } from './table.ts'
import { allAudits } from './waiting.ts'

/** With their outside collaborators 1,292 accounts. */
export const SIZE = { members: 1230, repositories: 90, acts: 120_000 }

/** What the project demands of each page, as its owner visits it: milliseconds, milliseconds of processor time, kilobytes. */
const MOST = { middle: 300, cpu: 10, compressed: 150, statements: 40 }

/** Audits the world once, opens the review of its largest organisation by hand, and visits every page as one of its owners. */
export async function pageCosts(
  world: World,
  underWay: (standing: string) => void,
): Promise<readonly PageCost[]> {
  const { whole, inspected, close } = await startMetered(world, PAID_PLAN)
  try {
    await whole.worker.scheduled(world.now)
    await allAudits(whole, underWay)
    const visited = await addressesOf(whole)
    const cpu = await watchCpu(inspected)
    const owner = { whole, cpu, headers: { cookie: await sessionOf(whole.worker, visited.owner) } }
    const api = { whole, cpu, headers: { authorization: `Bearer ${whole.apiToken}` } }
    const pages: VisitedPage[] = []
    for (const path of visited.pages) pages.push((await visitPage(owner, path)).visited)
    for (const path of visited.api) pages.push((await visitPage(api, path)).visited)
    return atBestSpeed(pages)
  } finally {
    await close()
  }
}

/** The table: a line for each page. */
export function printedPages(costs: readonly PageCost[]): string {
  const wide = Math.max(0, ...costs.map(({ page }) => page.length))
  const head = `${'page'.padEnd(wide)}  first ms  middle ms  CPU ms  measured  quickest  statements  requests  kB  kB compressed`
  const lines = costs.map(
    ({ page, first, middle, cpu, cpuMeasured, cpuQuickest, statements, requests, kilobytes, compressed }) =>
      `${page.padEnd(wide)}  ${right(first, 8)}  ${right(middle, 9)}  ${cpu.toFixed(1).padStart(6)}  ${cpuMeasured.toFixed(1).padStart(8)}  ${cpuQuickest.toFixed(1).padStart(8)}  ${right(statements, 10)}  ${right(requests, 8)}  ${right(kilobytes, 2)}  ${right(compressed, 13)}`,
  )
  return [head, ...lines].join('\n')
}

/** One line for each limit, with the page that comes nearest to it or passes it. */
export function targetsOfPages(costs: readonly PageCost[]): Target[] {
  if (costs.length === 0) return []
  const words = {
    middle: 'ms',
    cpu: "ms of processor time at the machine's best speed",
    compressed: 'kB compressed',
    statements: 'statements',
  }
  return (['middle', 'cpu', 'compressed', 'statements'] as const).map((of) => {
    // The demand on processor time is one on pages; a list of the API has a hundred items, or as many as are asked for.
    const meant = of === 'cpu' ? costs.filter(({ page }) => !page.startsWith('/api/')) : costs
    const [dearest] = [...meant].sort((a, b) => b[of] - a[of])
    const most = dearest?.[of] ?? 0
    return {
      target: `every page at most ${MOST[of]} ${words[of]}`,
      holds: most <= MOST[of],
      measured: `${most.toFixed(1)}: ${dearest?.page}`,
    }
  })
}

function right(number: number, width: number): string {
  return number.toFixed(0).padStart(width)
}

/** Every page of the largest organisation, by an owner who is active, and the answers that the API gives for the same. */
async function addressesOf(whole: Whole) {
  const { worker, apiToken, world } = whole
  const sizes = await Promise.all(
    world.organizations.map(async ({ login }) => ({
      login,
      accounts: await askAll<AccountRow>(worker, apiToken, `/api/orgs/${login}/accounts`),
    })),
  )
  const [largest] = sizes.sort((a, b) => b.accounts.length - a.accounts.length)
  if (largest === undefined) throw new Error('The world has no organisation. Nothing was measured.')
  const owner = largest.accounts.find(({ role, verdict }) => role === 'admin' && verdict === 'active')?.login
  if (owner === undefined) throw new Error(`${largest.login} has no active owner. Nothing was measured.`)
  const api = `/api/orgs/${largest.login}`
  const { id } = await ask<{ id: string }>(worker, apiToken, `${api}/reviews`, { method: 'POST' })
  const [audit] = await askAll<{ id: string }>(worker, apiToken, `${api}/audits`)
  const [repository] = await askAll<{ name: string }>(worker, apiToken, `${api}/repositories`)
  const inactive = largest.accounts.find(({ verdict }) => verdict === 'inactive')?.login ?? owner
  const org = `/orgs/${largest.login}`
  const lists = ['', '?verdict=inactive', '?power=admin', '?sort=login']
  return {
    owner,
    pages: [
      '/',
      '/me',
      org,
      ...lists.map((query) => `${org}/accounts${query}`),
      ...[`${org}/accounts/${owner}`, `${org}/accounts/${inactive}`],
      ...[`${org}/repositories`, `${org}/repositories/${repository?.name}`],
      ...[`${org}/credentials`, `${org}/reviews`, `${org}/reviews/${id}`],
      ...['second', 'decided', 'queue', 'done'].map((view) => `${org}/reviews/${id}?view=${view}`),
      ...[`${org}/reviews/${id}/notices`, `${org}/reviews/${id}/report`],
      ...[`${org}/audits/${audit?.id}`, `${org}/history`, `${org}/settings`, `${org}/public-page`],
    ],
    api: [
      '',
      '/accounts',
      `/accounts/${inactive}`,
      '/credentials',
      '/repositories',
      '/stale-access',
      '/history',
      '/settings',
    ]
      .map((path) => `${api}${path}`)
      .concat(`${api}/repositories/${repository?.name}`, `${api}/reviews/${id}/proposals`),
  }
}
