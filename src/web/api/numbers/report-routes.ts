/** The API route of the evidence report: JSON with its digest, or Markdown, in two editions. */

import { createRoute, z } from '@hono/zod-openapi'
import { logAccess } from '../../../register/history/access-log.ts'
import { EDITIONS } from '../../pages/report/editions.ts'
import { markdownOf } from '../../pages/report/markdown.ts'
import { foundReport, mayReadEdition } from '../../pages/report/report-page.tsx'
import { Instant, json, problems, router, security } from '../contract.ts'
import { ReviewParameter } from '../review-routes.ts'
import { ReportContent } from './report-shape.ts'

const ReportQuery = z.strictObject({
  edition: z
    .enum(EDITIONS)
    .optional()
    .openapi({
      param: { name: 'edition', in: 'query' },
      description:
        'handed_on: no name, no login, no reason. Left out: owners, for API_TOKEN what can be handed on',
    }),
  format: z
    .enum(['json', 'markdown'])
    .default('json')
    .openapi({ param: { name: 'format', in: 'query' } }),
})

const ReportSchema = z
  .object({
    organization: z.string().openapi({ description: 'Its login now; not covered by the digest' }),
    final: z.boolean().openapi({ description: 'Whether the review is closed: then the text stays the same' }),
    closedAt: Instant.nullable(),
    digest: z.string().openapi({
      description: 'SHA-256 (hex) over `report` as JSON with the keys of every object sorted and no spaces',
    }),
    report: ReportContent,
  })
  .openapi('ReviewReport')

const reportRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews/{id}/report',
  operationId: 'getReviewReport',
  summary: 'The evidence report of a review: for owners, or to hand on',
  security,
  request: { params: ReviewParameter, query: ReportQuery },
  responses: {
    200: {
      ...json('The report', ReportSchema),
      content: {
        ...json('The report', ReportSchema).content,
        'text/markdown': { schema: z.string() },
      },
    },
    ...problems,
  },
})

export const reportApi = router().openapi(reportRoute, async (c) => {
  const { org: login, id } = c.req.valid('param')
  const { edition: asked, format } = c.req.valid('query')
  const { org, actor, edition } = await mayReadEdition(c, login, asked)
  const { register, now } = c.var.platform
  const made = await foundReport(c, org, id, edition)
  if (edition === 'owners') await logAccess(register, org.id, actor, 'report', now)
  if (format === 'markdown')
    return c.text(markdownOf(org.login, made), 200, { 'content-type': 'text/markdown; charset=utf-8' })
  const { report, final, digest } = made
  return c.json({ organization: org.login, final, closedAt: report.closedAt, digest, report }, 200)
})
