/** People who are inactive and not in the review yet: the overview, the review's page and the API say so, until they are. */

import { beforeEach, describe, expect, it } from 'vitest'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { reviews } from '../../src/register/schema.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const SENTENCE =
  '1 inactive person with write access is not proposed yet, none of them an owner or admin: workflows started by hand, deployments and tags are still being read where this person can write. This person joins the review with the next audit.'
const PAGES = ['/orgs/lichen', '/orgs/lichen/reviews/review-1']

let site: Site

beforeEach(async () => {
  site = await openSite()
  await site.register.insert(reviews).values({
    id: 'review-1',
    orgId: 100,
    quarter: '2026-Q4',
    openedAt: NOW,
    openedBy: { kind: 'calendar' },
    dueAt: '2026-12-13T06:00:00.000Z',
    auditId: 'audit-0',
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
})

/** What the newest audit says of the idle member, who can push to `atlas`. */
async function judge(lookedThrough: boolean): Promise<void> {
  await verdictsStatement(site.register, 100, 'audit-0', [
    {
      account: IDLE.id,
      verdict: {
        verdict: 'inactive',
        newest: null,
        since: '2026-05-22T06:00:00.000Z',
        heldSinceBefore: NOW,
        ...(lookedThrough ? {} : { rareActsUnread: true }),
      },
    },
  ])
}

describe('somebody who can write and is not looked through yet', () => {
  it('is counted on the overview, on the review and in the API', async () => {
    await judge(false)
    for (const page of PAGES) expect(await (await site.visit(page, OWNER)).text(), page).toContain(SENTENCE)
    expect(await (await site.visit('/api/orgs/lichen/reviews/review-1', OWNER)).json()).toMatchObject({
      missing: { people: 1, privileged: 0, joinsWithinDays: 1 },
    })
  })

  it('is missing no more once they are looked through', async () => {
    await judge(true)
    for (const page of PAGES)
      expect(await (await site.visit(page, OWNER)).text(), page).not.toContain('not proposed yet')
    expect(await (await site.visit('/api/orgs/lichen/reviews/review-1', OWNER)).json()).toMatchObject({
      missing: { people: 0, privileged: 0, joinsWithinDays: 0 },
    })
  })
})
