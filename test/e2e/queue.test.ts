/** The queue in the running Worker: one hourly run, no click, and everything that is due is taken back, one after another. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withoutNotice } from '../../local/whole.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Proposal {
  readonly id: string
  readonly subject: { readonly kind: string; readonly login: string }
  readonly risk: { readonly privileged: boolean }
}
interface Queue {
  readonly items: readonly { readonly proposal: string }[]
}

let chatelaine: Chatelaine
let organization: string

beforeAll(async () => {
  const world = sampleWorld()
  organization = world.organizations[0]?.login ?? ''
  chatelaine = await startChatelaine({ world })
  await chatelaine.audited(organization)
  await withoutNotice(chatelaine, organization)
}, 60_000)

afterAll(() => chatelaine.close())

it('one hourly run takes back all that is due, and the queue is empty', async () => {
  const { api, github, list, worker, world } = chatelaine
  const { body: review } = await api<{ id: string }>(`/api/orgs/${organization}/reviews`, 'POST')
  const proposals = await list<Proposal>(`/api/orgs/${organization}/reviews/${review.id}/proposals`)
  const people = proposals
    .filter(({ subject, risk }) => subject.kind === 'account' && !risk.privileged)
    .slice(0, 3)
  expect(people).toHaveLength(3)
  for (const { id } of people) {
    const answer = { decision: 'revoke', reason: 'Thank you.' }
    expect((await api(`/api/proposals/${id}/decisions`, 'POST', answer)).status).toBe(201)
  }
  const queue = async () => (await api<Queue>(`/api/orgs/${organization}/queue`)).body.items
  expect(await queue()).toHaveLength(3)
  const nextHour = hoursAfter(instant(world.now), 1)
  github.setNow(nextHour)
  await worker.scheduled(nextHour)
  await expect.poll(queue, { timeout: 90_000, interval: 500 }).toEqual([])
  for (const { id } of people) {
    const { body } = await api(`/api/proposals/${id}/revocation`)
    expect(body).toMatchObject({ status: 'done', verified: true })
  }
  const members = world.organization(organization)?.members.map(({ login }) => login)
  for (const { subject } of people) expect(members).not.toContain(subject.login)
}, 120_000)
