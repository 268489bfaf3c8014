/** The API route of stale access: the baseline, the frozen quarters, now, and after the queue. Numbers only. */

import { createRoute, z } from '@hono/zod-openapi'
import { progressOf } from '../../../policy/stale-access/sums.ts'
import { findStaleAccess, type StaleAccess } from '../../../register/audits/stale-access.ts'
import { staleAfterQueue } from '../../../review.ts'
import { mayRead } from '../../permissions/permissions.ts'
import { readableQueue } from '../../review/queue/readable-queue.ts'
import { Instant, json, OrgParameter, problems, router, security } from '../contract.ts'

const number = z.number().int()

const Change = z
  .object({
    takenBack: number,
    lowered: number,
    usedAgain: number,
    leftByThemselves: number,
    archived: number,
    notRead: number.openapi({
      description: 'Were stale, and what happened there was not read in full this time',
    }),
    newlyStale: number,
  })
  .openapi('StaleAccessChange', {
    description: 'Since the frozen moment before: its stale + newlyStale − all the others = stale',
  })

const Moment = z
  .object({
    at: Instant,
    audit: z.string(),
    stale: number.openapi({
      description: 'Pairs of holder and place with write or more, unused in the window',
    }),
    unknown: number,
    total: number.openapi({ description: 'Stale, unknown and used' }),
    people: number.openapi({ description: 'Accounts with a pair' }),
    unobservable: number.openapi({
      description: 'Credentials that can write and whose use GitHub never shows: in none of the numbers',
    }),
    change: Change.nullable(),
  })
  .openapi('StaleAccessMoment')

const StaleAccessSchema = z
  .object({
    baseline: Moment.nullable().openapi({
      description: 'The first complete audit with at most 5 % unknown; never rewritten',
    }),
    quarters: z.array(Moment.extend({ quarter: z.string().openapi({ example: '2026-Q4' }) })),
    now: Moment.nullable().openapi({ description: 'As the newest audit counted it' }),
    afterQueue: number.nullable().openapi({
      description:
        'How many stale pairs would be left if the whole queue were carried out now; null where nothing is queued',
    }),
    earlier: z
      .array(z.object({ version: number, moments: z.array(Moment.extend({ name: z.string() })) }))
      .openapi({
        description:
          'What earlier versions froze that judged otherwise: curves of their own, `baseline` or a quarter by name',
      }),
    goal: z
      .object({
        atMost: number.openapi({ description: '70 % less than the baseline' }),
        reduction: z.number().openapi({ description: 'The share of the baseline that is gone' }),
        met: z.boolean(),
      })
      .nullable(),
  })
  .openapi('StaleAccess')

const staleAccessRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/stale-access',
  operationId: 'findStaleAccess',
  summary: 'Access to write that nobody uses: the baseline, each quarter, and now',
  security,
  request: { params: OrgParameter },
  responses: { 200: json('The numbers', StaleAccessSchema), ...problems },
})

export const staleAccessApi = router().openapi(staleAccessRoute, async (c) => {
  const { org } = await mayRead(c, c.req.valid('param').org, 'numbers')
  const { platform } = c.var
  const [{ baseline, quarters, now, earlier }, queue] = await Promise.all([
    findStaleAccess(platform.register, org.id),
    readableQueue(c, org),
  ])
  return c.json(
    {
      afterQueue: now && queue && (await staleAfterQueue(platform.register, org, queue.places)),
      earlier: earlier.map(({ version, moments }) => ({
        version,
        moments: moments.map((moment) => ({ name: moment.name, ...toMoment(moment) })),
      })),
      baseline: baseline && toMoment(baseline),
      quarters: quarters.map((moment) => ({ quarter: moment.name, ...toMoment(moment) })),
      now: now && toMoment(now),
      goal: progressOf(baseline, now),
    },
    200,
  )
})

function toMoment({ at, auditId, stale, unknown, total, people, unobservable, change }: StaleAccess) {
  return { at, audit: auditId, stale, unknown, total, people, unobservable, change }
}
