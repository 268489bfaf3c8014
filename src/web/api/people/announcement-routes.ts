/** The API routes of a review's announcement: the one text for members without further rights, and that it was posted. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../../policy/refusal.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import type { Organization } from '../../../register/organizations.ts'
import { countAnnounced } from '../../../register/people/notices/notice-list.ts'
import type { ReviewView } from '../../../register/reviews/review-list.ts'
import { announce, readTexts } from '../../../review.ts'
import type { Visit } from '../../access/visit.ts'
import { mayDecide, mayRead } from '../../permissions/permissions.ts'
import { reviewOf } from '../../permissions/review-rights.ts'
import { body, Instant, json, problems, router, security } from '../contract.ts'
import { ReviewParameter } from '../review-routes.ts'
import { toldBy } from './notice-routes.ts'

const Announcement = z
  .object({
    people: z
      .number()
      .int()
      .openapi({ description: 'For how many it is enough; who has left is not counted' }),
    told: z.number().int().openapi({ description: 'How many of them were told' }),
    at: Instant.nullable().openapi({ description: 'When the last of them were; null where nobody was' }),
    way: z.string().nullable(),
    subject: z.string(),
    text: z
      .string()
      .openapi({ description: 'To be posted where members read; it names nobody who is asked about' }),
  })
  .openapi('Announcement')

const readRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews/{id}/announcement',
  operationId: 'getAnnouncement',
  summary: 'The announcement of a review, for members without further rights, and how many were told',
  security,
  request: { params: ReviewParameter },
  responses: { 200: json('The announcement', Announcement), ...problems },
})

const recordRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/reviews/{id}/announcement',
  operationId: 'recordAnnouncement',
  summary: 'Records that the announcement was posted; the notice of everybody it tells runs from there',
  security,
  request: {
    params: ReviewParameter,
    ...body({
      way: z.string().openapi({ description: '`mailing list`, `chat`…' }),
      sentAt: z
        .string()
        .optional()
        .openapi({ description: 'A day or a moment, not in the future; else now' }),
    }),
  },
  responses: { 201: json('Recorded', Announcement), ...problems },
})

export const announcementApi = router()
  .openapi(readRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { org, actor } = await mayRead(c, login)
    const review = await reviewOf(c.var.platform.register, org, id)
    const { register, now } = c.var.platform
    await logAccess(register, org.id, actor, 'proposals', now)
    return c.json(await shown(c, org, review), 200)
  })
  .openapi(recordRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { org, actor } = await mayDecide(c, login)
    const review = await reviewOf(c.var.platform.register, org, id)
    const { platform } = c.var
    const told = toldBy({ ...c.req.valid('json'), unreachable: false }, platform.now)
    if (!(await announce(platform, org.id, review.id, told, actor, platform.now))) {
      throw new Refusal(
        'conflict',
        'Nobody new was told: everybody whom it is for was told already, or is away. Nothing was recorded.',
      )
    }
    return c.json(await shown(c, org, review), 201)
  })

async function shown(c: Visit, org: Organization, review: ReviewView) {
  const { platform } = c.var
  const { people, told, at, way } = await countAnnounced(platform.register, org.id, review.id)
  const texts = await readTexts(platform, org, review.openedAt, platform.now)
  return { people, told, at, way, ...texts.announcement(people) }
}
