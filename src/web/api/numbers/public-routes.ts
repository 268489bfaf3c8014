/** The API routes that everybody may read: numbers of the organisations that publish, and the badge. */

import { createRoute, z } from '@hono/zod-openapi'
import { etag } from 'hono/etag'
import { Refusal } from '../../../policy/refusal.ts'
import { REVIEW_EVERY } from '../../../policy/rules/review-calendar.ts'
import { findPublishing } from '../../../register/rules/publishing.ts'
import type { Visit } from '../../access/visit.ts'
import { publicNumbers, publicPageOf } from '../../pages/public/numbers.ts'
import { published } from '../../pages/public/public-pages.tsx'
import { publicCache, withoutQuery } from '../../parts/public-cache.ts'
import { json, OrgParameter, problems, router } from '../contract.ts'
import { Spec6Principle } from './report-shape.ts'

const number = z.number().int()

const Change = {
  state: z
    .enum(['goal_met', 'on_the_way', 'unchanged', 'risen', 'too_small', 'not_read', 'no_baseline'])
    .openapi({
      description:
        'As the page says it. `unchanged` and `risen` only beside a `percent`; where that is null, `on_the_way` is all that has not met the goal',
    }),
  percent: number.nullable().openapi({
    description:
      'Against the baseline; null where that has fewer than 20 stale pairs or fewer than 5 people are known to hold them, where fewer than 5 hold access to write in the quarter, or where too much of it was not read',
  }),
}

const Quarter = z
  .object({
    quarter: z.string().openapi({ example: '2026-Q4' }),
    ...Change,
    unusedInTen: number.nullable().openapi({ description: 'How many in ten pairs were unused' }),
  })
  .openapi('PublicQuarter')

const Organization = z
  .object({
    login: z.string(),
    newest: Quarter.nullable(),
    quarters: z.array(Quarter).readonly(),
    countedOtherwiseUntil: z.string().nullable().openapi({
      description: 'The last quarter counted in an earlier way, which is compared with none of these',
    }),
    review: z.object({ quarter: z.string() }).nullable(),
    onTime: z.boolean().nullable(),
  })
  .openapi('PublicOrganization')

const OnePage = Organization.extend({
  spec6: z.array(Spec6Principle).readonly(),
  policy: z.object({
    ...{ windowMonths: number, noticeDays: number, reviewDueDays: number },
    reviewEvery: z.enum(REVIEW_EVERY),
  }),
  reportDigest: z.string().nullable().openapi({
    description: 'Of the report of its last finished review, in the edition to hand on',
  }),
}).openapi('PublicPage')

const All = z
  .object({
    organizations: z.array(Organization).readonly(),
    quarters: z
      .array(
        z.object({
          quarter: z.string(),
          organizations: number,
          percent: number,
          goalMet: z.boolean(),
          people: number.nullable().openapi({
            description: 'At least so many, each organisation’s in steps of 50; null where none has 50',
          }),
          reviewsFinished: number,
          of: number,
        }),
      )
      .readonly()
      .openapi({ description: 'At least three organisations together, newest first' }),
    onTime: z.object({ organizations: number, of: number }),
    spec6: z.array(Spec6Principle).readonly(),
  })
  .openapi('PublicNumbers')

const Badge = z
  .object({ schemaVersion: z.literal(1), label: z.string(), message: z.string(), color: z.string() })
  .openapi('Badge', { description: 'As shields.io’s endpoint badge takes it' })

const allRoute = createRoute({
  method: 'get',
  path: '/api/public',
  operationId: 'getPublicNumbers',
  summary: 'The organisations that publish, and all of them together',
  responses: { 200: json('Numbers only', All), 401: problems[401], 429: problems[429] },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/api/public/orgs/{org}',
  operationId: 'getPublicPage',
  summary: 'One organisation that publishes',
  request: { params: OrgParameter },
  responses: {
    200: json('Numbers only', OnePage),
    401: problems[401],
    404: problems[404],
    429: problems[429],
  },
})

const badgeRoute = createRoute({
  method: 'get',
  path: '/badge/{badge}',
  operationId: 'getBadge',
  summary: 'The badge of an organisation that publishes: its login and .json',
  request: {
    params: z.object({
      badge: z.string().openapi({ param: { name: 'badge', in: 'path' }, example: 'numpy.json' }),
    }),
  },
  responses: { 200: json('The badge', Badge), 401: problems[401], 404: problems[404], 429: problems[429] },
})

const routes = router()
for (const path of ['/api/public', '/api/public/*', '/badge/*']) routes.use(path, withoutQuery, etag())

export const publicApi = routes
  .openapi(allRoute, async (c) => {
    const { register, now } = c.var.platform
    const numbers = publicNumbers(await findPublishing(register), now)
    publicCache(c)
    return c.json(numbers, 200)
  })
  .openapi(oneRoute, async (c) => {
    const { register, now } = c.var.platform
    const page = await publicPageOf(register, await publishedOrRefused(c, c.req.valid('param').org), now)
    publicCache(c)
    return c.json(page, 200)
  })
  .openapi(badgeRoute, async (c) => {
    const { badge } = c.req.valid('param')
    if (!badge.endsWith('.json')) throw new Refusal('not_found', NOT_PUBLIC)
    const publishing = await publishedOrRefused(c, badge.slice(0, -'.json'.length))
    const { organizations } = publicNumbers([publishing], c.var.platform.now)
    const [organization] = organizations
    publicCache(c)
    const quarter = organization?.review?.quarter ?? null
    const [message, color] =
      quarter === null ? ['not yet', 'lightgrey'] : [quarter, colorOf(organization?.onTime)]
    return c.json({ schemaVersion: 1 as const, label: 'access reviewed', message, color }, 200)
  })

/** The answer for an organisation that does not publish is the same as for one that is not known. */
const NOT_PUBLIC = 'There is no public page of this organisation here.'

async function publishedOrRefused(c: Visit, login: string) {
  const publishing = await published(c, login)
  if (publishing === null) throw new Refusal('not_found', NOT_PUBLIC)
  return publishing
}

function colorOf(onTime: boolean | null | undefined): string {
  return onTime === false ? 'yellow' : 'green'
}
