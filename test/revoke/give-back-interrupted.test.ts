/** Whatever fails in the middle of giving back, nothing happens twice and nothing is lost. */

import { describe, expect, test } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findRestoreOutcomes } from '../../src/register/revocations/restorations/authorize-restore.ts'
import { organizations } from '../../src/register/schema.ts'
import { dueReviews } from '../../src/review.ts'
import {
  accepted,
  anHourLater,
  asked,
  heldBy,
  removed,
  restoration,
  revocationOf,
} from '../fixtures/github/giving-back.ts'
import { decided, fixture, freshGitHub, organization, writes } from '../fixtures/github/revoking.ts'

freshGitHub()

describe('whatever fails in the middle, nothing is given twice and nothing is lost', () => {
  test('every step may run twice, and a double click does nothing twice', async () => {
    const { id, before } = await removed('carla-nunes')
    const sent = writes().length
    await Promise.all([asked(id), asked(id)])
    await fixture.carryBack({ twice: true })
    await asked(id)
    await fixture.carryBack({ twice: true })
    expect(writes()).toHaveLength(sent + 1)
    accepted('carla-nunes')
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(heldBy('carla-nunes')).toEqual(before)
    expect(await asked(id)).toEqual({ id, status: 'restored', waitsFor: null })
    const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'given_back')).toHaveLength(1)
    expect(items.filter(({ act }) => act === 'giving_back_done')).toHaveLength(1)
  })

  test('a process that dies in the middle is taken up by the hourly run', async () => {
    const { id, before } = await removed('carla-nunes')
    await asked(id)
    await fixture.carryBack({ crashAt: 'end' })
    const sent = writes().length
    await dueReviews(fixture.platform, hoursAfter(fixture.now, 0.1))
    expect(fixture.platform.started.at(-1)).toMatchObject({ attempt: 1 })
    await anHourLater(hoursAfter(fixture.now, 0.5))
    expect(await restoration(id)).toMatchObject({ status: 'invited', attempt: 2 })
    expect(writes()).toHaveLength(sent)
    accepted('carla-nunes')
    await anHourLater(hoursAfter(fixture.now, 2))
    expect(heldBy('carla-nunes')).toEqual(before)
  })

  test('an invitation whose answer was lost is ours, and not sent again', async () => {
    const { id } = await removed('felix-moreau')
    await asked(id)
    const sent = writes().length
    fixture.github.faults.failMatching({ method: 'POST', path: /invitations/ }, 'reset_after')
    await fixture.carryBack()
    expect(writes()).toHaveLength(sent + 1)
    expect(await restoration(id)).toMatchObject({ status: 'invited' })
    expect(await findRestoreOutcomes(fixture.register, (await restoration(id)).id)).toMatchObject([
      { key: 'reinstate', status: 'done', error: expect.stringContaining('answer was lost') },
    ])
  })

  test('an owner who pauses in the middle stops it; once lifted, it goes on', async () => {
    const { id } = await removed('felix-moreau')
    await asked(id)
    const sent = writes().length
    await fixture.register.update(organizations).set({ pausedAt: fixture.now })
    await fixture.carryBack()
    expect(writes()).toHaveLength(sent)
    expect(await restoration(id)).toMatchObject({ status: 'failed' })
    await expect(asked(id)).rejects.toThrow('paused')
    await fixture.register.update(organizations).set({ pausedAt: null })
    await asked(id)
    await fixture.carryBack()
    expect(await restoration(id)).toMatchObject({ status: 'invited' })
  })

  test('a removal that was done in half is given back as well', async () => {
    const before = heldBy('carla-nunes')
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    fixture.github.faults.failMatching({ method: 'PUT' }, '500', 3)
    await fixture.carry(id)
    expect(await revocationOf(id)).toMatchObject({ status: 'failed' })
    expect(heldBy('carla-nunes')).not.toEqual(before)
    await asked(id)
    await fixture.carryBack()
    expect(heldBy('carla-nunes')).toEqual(before)
  })
})

test('where the product may not write, it is a list of links, and looked at again every hour', async () => {
  const { id, before } = await removed('carla-nunes', { decision: 'downgrade', role: 'triage' })
  Object.assign(fixture.platform, {
    writer: async () => ({ kind: 'by_hand', reason: 'The writing App is not installed.' }),
  })
  await asked(id)
  await fixture.carryBack()
  expect(await restoration(id)).toMatchObject({ status: 'by_hand' })
  const links = (await findRestoreOutcomes(fixture.register, (await restoration(id)).id)).map(
    ({ url }) => url,
  )
  expect(links).toContain('https://github.com/lichen-lab/lichen/settings/access')
  for (const row of fixture.world.repository('lichen-lab', 'lichen')?.collaborators ?? [])
    if (row.login === 'carla-nunes') row.role = 'write'
  for (const team of organization().teams)
    if (before.teams.includes(team.slug)) team.members.push({ login: 'carla-nunes', role: 'member' })
  await anHourLater(hoursAfter(fixture.now, 1))
  expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
})
