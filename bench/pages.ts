/** What each page takes of the processor in an organisation of 1,292 accounts with an open review. */

import { ask, askAll } from '../local/api.ts'
import type { Whole } from '../local/whole.ts'
import { watchCpu } from './meter/cpu.ts'
import { meteredOf } from './meter/meters.ts'
import { PAID_PLAN, startMetered } from './meter/start.ts'
import { endOf, instancesOf } from './waiting.ts'
import { syntheticWorld } from './world/synthetic-world.ts'

/** With their outside collaborators 1,292 accounts. */
export const SIZE = { members: 1230, repositories: 90, acts: 120_000 }

/** After the first visit each page is asked for so often. */
const VISITS = 5

/** One page: milliseconds of processor time of the first visit, and of each of the next ones on average. */
export interface PageCost {
  readonly page: string
  readonly first: number
  readonly next: number
  /** Requests to D1 of a visit. */
  readonly database: number
  /** Of the answer, before compression. */
  readonly kilobytes: number
}

/** Audits the organisation once, opens a review by hand and visits every page. */
export async function pageCosts(
  seed: number,
  underWay: (standing: string) => void,
): Promise<readonly PageCost[]> {
  const { world, organization } = syntheticWorld(SIZE, seed)
  const { whole, inspected, close } = await startMetered(world, PAID_PLAN)
  try {
    await whole.worker.scheduled(world.now)
    const audit = await endOf(whole, world.now, underWay)
    await instancesOf(whole, audit)
    const api = `/api/orgs/${organization}`
    const { id } = await ask<{ id: string }>(whole.worker, whole.apiToken, `${api}/reviews`, {
      method: 'POST',
    })
    const login = world.organization(organization)?.members[0]?.login ?? ''
    const [most] = await askAll<{ name: string }>(whole.worker, whole.apiToken, `${api}/repositories`)
    const repository = most?.name ?? ''
    const pages = `/orgs/${organization}`
    const cpu = await watchCpu(inspected)
    /** Nothing else runs meanwhile, so all of the isolate's time is that of the visits. */
    const costOf = async (path: string, visits: number) => {
      await cpu.begin()
      for (let visit = 0; visit < visits; visit += 1) await visited(whole, path)
      return (await cpu.times([])).all / visits
    }
    const costs: PageCost[] = []
    for (const path of [
      pages,
      `${pages}/accounts`,
      `${pages}/accounts/${login}`,
      `${pages}/repositories`,
      `${pages}/repositories/${repository}`,
      `${pages}/credentials`,
      `${pages}/reviews`,
      `${pages}/reviews/${id}`,
      `${pages}/audits/${audit.id}`,
      `${pages}/history`,
      `${pages}/settings`,
      `${api}/accounts`,
      `${api}/accounts/${login}`,
      `${api}/repositories`,
      `${api}/repositories/${repository}`,
      `${api}/reviews/${id}/proposals`,
    ]) {
      const [first, next] = [await costOf(path, 1), await costOf(path, VISITS)]
      const bytes = await visited(whole, path)
      const database = (await meteredOf(whole)).tallies.findLast(({ name }) => name === path)?.database ?? 0
      const page = path.replace(id, '{id}').replace(audit.id, '{id}')
      costs.push({ page, first, next, database, kilobytes: bytes / 1024 })
    }
    return costs
  } finally {
    await close()
  }
}

/** The answer's length in bytes. */
async function visited({ worker, apiToken }: Whole, path: string): Promise<number> {
  const answer = await worker.fetch(path, {
    headers: { authorization: `Bearer ${apiToken}`, 'x-bench': 'page' },
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 200)}`)
  return Buffer.byteLength(text)
}
