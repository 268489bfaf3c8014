/** What whoever is refused finds instead. */

import { describe, expect, it } from 'vitest'
import { IDLE, openSite, STRANGER } from '../fixtures/register/site.ts'

describe('whoever stands outside', () => {
  it.each([
    ['a member', IDLE],
    ['a stranger', STRANGER],
  ])('%s is shown the way to what is held on them', async (_who, person) => {
    const site = await openSite()
    const refused = await site.visit('/orgs/lichen/accounts', person)
    expect([refused.status, await refused.text()]).toEqual([
      404,
      expect.stringContaining('<a href="/me">What is held on you</a>'),
    ])
    expect(await (await site.visit('/nope/nothing')).text()).not.toContain('href="/me"')
  })
})
