/** Stories of members who were missed at first: what they did meanwhile still counts once they are discovered. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** More than one page of GitHub's list. */
const MEMBERS = 130

let chatelaine: Chatelaine

beforeEach(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (let n = 0; n < MEMBERS; n++) guild.member(`member-${n}`)
  // Each does one thing that only the list of its own kind shows.
  guild.act('member-129', 'issue_comment', { n: 1 })
  guild.act('member-128', 'push', { branch: 'fix' })
  guild.act('member-127', 'label', { n: 1 })
  chatelaine = await startChatelaine({ world: small.world() })
})

afterEach(() => chatelaine.close())

async function verdicts(): Promise<readonly (string | undefined)[]> {
  const accounts = new Map((await chatelaine.accounts('guild')).map((one) => [one.login, one.verdict]))
  return [127, 128, 129, 126].map((n) => accounts.get(`member-${n}`))
}

describe('when half of the members could not be read at first', () => {
  it('the next audit clears them by what they did before it knew them, and only somebody who did nothing is inactive', async () => {
    const { faults } = chatelaine.github
    faults.before({ operation: 'Members' }, 2, () => faults.failMatching({ operation: 'Members' }, '500', 4))
    expect((await chatelaine.audited('guild')).status).toBe('partial')
    expect(await verdicts()).toEqual([undefined, undefined, undefined, undefined])
    faults.clear()
    expect((await chatelaine.audited('guild')).status).toBe('complete')
    expect(await verdicts()).toEqual(['active', 'active', 'active', 'inactive'])
  }, 30_000)
})

describe('when the list of members changes while it is read', () => {
  it('a member whom both pages missed is noticed by counting, and the list is read again at once', async () => {
    const organization = chatelaine.world.organization('guild')
    // Somebody on the first page leaves before the second is requested: the rest moves up by one.
    chatelaine.github.faults.before({ operation: 'Members' }, 2, () => organization?.members.shift())
    expect((await chatelaine.audited('guild')).status).toBe('complete')
    expect(await verdicts()).toEqual(['active', 'active', 'active', 'inactive'])
    const discovered = (await chatelaine.accounts('guild')).map((one) => one.login)
    expect(organization?.members.filter(({ login }) => !discovered.includes(login))).toEqual([])
  }, 30_000)
})
