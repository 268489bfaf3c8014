/** Stories of when somebody was last active: a date is called exact only where no later act can exist. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** The beginning of the first audit's window, and a moment some hours inside it. */
const SOON_TOO_OLD = hoursAfter('2026-05-22T06:00:00.000Z', 20)

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['fell-inactive', 'long-gone', 'never-seen']) guild.member(login)
  guild.act('fell-inactive', 'issue', { n: 3, at: SOON_TOO_OLD })
  guild.act('long-gone', 'issue', { n: 4, at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

async function seen(login: string) {
  const found = (await chatelaine.accounts('guild')).find((account) => account.login === login)
  const last = found?.lastActivity
  return [found?.verdict, last?.at ?? null, last?.precision ?? null]
}

describe('when somebody was last active', () => {
  it('is at least until then, while they are active: the audit stops looking once an act is known', async () => {
    expect(await seen('fell-inactive')).toEqual(['active', SOON_TOO_OLD, 'at_least'])
  })

  it('is at least until then, before the window that was read', async () => {
    expect(await seen('long-gone')).toEqual(['inactive', LONG_AGO, 'at_least'])
    expect(await seen('never-seen')).toEqual(['inactive', null, null])
  })

  it('is exact once they fell inactive while everything was being read', async () => {
    for (const day of [1, 2]) await chatelaine.auditedAt(hoursAfter(NOW, day * 24))
    expect(await seen('fell-inactive')).toEqual(['inactive', SOON_TOO_OLD, 'exact'])
    expect(await seen('long-gone')).toEqual(['inactive', LONG_AGO, 'at_least'])
  })

  it('says so on the page of accounts', async () => {
    const answer = await chatelaine.api<string>('/orgs/guild/accounts')
    expect(answer.body).toMatch(
      /<time datetime="2026-05-23T02:00:00.000Z" title="23 May 2026">[^<]*<\/time><span/,
    )
    expect(answer.body).toMatch(/at most <time datetime="2025-03-03T10:00:00.000Z"/)
  })
})
