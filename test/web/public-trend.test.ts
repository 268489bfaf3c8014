/** The quarters of an organisation's public page: the newest first, and drawn as time runs. */

import { describe, expect, it } from 'vitest'
import { fourOrganizations, LICHEN, publish, setRules } from '../fixtures/register/publishing.ts'

describe('the public page of an organisation', () => {
  it('has the newest quarter first in its table, and the trend from left to right', async () => {
    const site = await fourOrganizations()
    await publish(site, LICHEN)
    const text = await (await site.visit('/lichen')).text()
    const named = [...text.matchAll(/<th scope="row">(\d{4}-Q\d)/g)].map(([, quarter]) => quarter)
    expect(named).toEqual(['2026-Q3', '2026-Q2'])
    expect(text).toMatch(
      /role="img" aria-label="Stale access against the baseline: 2026-Q2 −25 %, 2026-Q3 [^"]*goal is −70 %"/,
    )
    expect(text).toMatch(/<b>−25<\/b>.*<span>Q2<small[^>]*>2026<\/small><\/span>.*<span>Q3<\/span>/s)
  })

  it('says of how many months its numbers are', async () => {
    const site = await fourOrganizations()
    await setRules(site, LICHEN, { public: true, windowMonths: 9 })
    const text = await (await site.visit('/lichen')).text()
    expect(text).toContain('Not used for 9 months')
    expect(text).toContain('nobody has used for 9 months')
  })

  it('has no trend where a number may not be shown', async () => {
    const site = await fourOrganizations()
    await publish(site, 200)
    expect(await (await site.visit('/moss')).text()).not.toContain('role="img"')
  })
})
