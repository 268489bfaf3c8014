/** What a removal asks of GitHub in one instance on the Free plan, counted in an organisation that has worked on since its audit. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Metered } from '../../bench/meter/meter.ts'
import { withMeters } from '../../bench/meter/meters.ts'
import { syntheticWorld } from '../../bench/world/synthetic-world.ts'
import { ask, askAll } from '../../local/api.ts'
import { audited } from '../../local/one-audit.ts'
import { startWhole, type Whole, withoutNotice } from '../../local/whole.ts'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'

const SIZE = { members: 200, repositories: 100, acts: 1_000 }
const MOVED = 15
let fixture: Whole
let organization: string

interface Proposal {
  readonly id: string
  readonly subject: { readonly kind: string }
  readonly risk: { readonly privileged: boolean }
}

/** Every member can write everywhere; the audit is five hours old when somebody decides, and a bot has worked on meanwhile. */
beforeAll(async () => {
  const synthetic = syntheticWorld(SIZE, 20261122)
  const { world } = synthetic
  organization = synthetic.organization
  Object.assign(world.organization(organization) ?? {}, { default_repository_permission: 'write' })
  const audit = instant(world.now)
  const later = hoursAfter(audit, 5)
  fixture = await startWhole({
    world,
    vars: { REQUESTS_PER_INSTANCE: '40', REQUESTS_PER_STEP: '4', CLOCK: later },
    github: { limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    adjust: withMeters,
  })
  await fixture.worker.scheduled(audit)
  await audited(fixture.worker, fixture.apiToken, organization)
  fixture.github.setNow(later)
  const at = hoursAfter(audit, 3)
  for (const { name: repo } of world.repositoriesOf(organization).slice(0, MOVED)) {
    fixture.github.act({ actor: 'sweeper[bot]', kind: 'push', owner: organization, repo, at })
    fixture.github.act({ actor: 'sweeper[bot]', kind: 'issue', owner: organization, repo, at, n: 9_000 })
  }
  await withoutNotice(fixture, organization)
}, 120_000)

afterAll(() => fixture.close())

describe('a removal in an organisation of 200 members and 100 repositories on the Free plans', () => {
  it('keeps every instance to 45 requests, whether much or little is held, and is proven', async () => {
    const reviews = `/api/orgs/${organization}/reviews`
    const review = await post<{ id: string }>(reviews)
    const path = `${reviews}/${review.id}/proposals`
    const proposals = await askAll<Proposal>(fixture.worker, fixture.apiToken, path)
    const members = proposals.filter(({ subject, risk }) => subject.kind === 'account' && !risk.privileged)
    // Riskiest first: from who can write most to who can least.
    for (const proposal of [members[0], members.at(-1)])
      expect(await removed(proposal?.id ?? '')).toBe('done')
    const spent = await spentPerInstance()
    expect(spent.size).toBeGreaterThanOrEqual(8)
    expect(Math.max(...spent.values())).toBeLessThanOrEqual(45)
  })
})

async function removed(id: string): Promise<string> {
  await post(`/api/proposals/${id}/decisions`, { decision: 'revoke', reason: 'Long away; thank you.' })
  const path = `/api/proposals/${id}/revocation`
  await post(path)
  for (;;) {
    const { status } = await ask<{ status: string }>(fixture.worker, fixture.apiToken, path)
    if (status !== 'pending' && status !== 'running') return status
    await sleep(100)
  }
}

function post<T>(path: string, body: object = {}): Promise<T> {
  return ask<T>(fixture.worker, fixture.apiToken, path, { method: 'POST', body: JSON.stringify(body) })
}

/** Requests out of the house of every instance of a revocation. */
async function spentPerInstance(): Promise<ReadonlyMap<string, number>> {
  const { tallies } = JSON.parse(await (await fixture.worker.fetch('/bench/meter')).text()) as Metered // as meter.ts counts
  const spent = new Map<string, number>()
  for (const { kind, name, external } of tallies) {
    const instance = /^(revoke-\S+) /.exec(name)?.[1]
    if (kind === 'step' && instance !== undefined) spent.set(instance, (spent.get(instance) ?? 0) + external)
  }
  return spent
}
