/** The API route that takes the export of an organisation's audit log. */

import { createRoute, z } from '@hono/zod-openapi'
import { handIn } from '../../audit-log/hand-in.ts'
import { mayDecide } from '../../permissions/permissions.ts'
import { Instant, json, OrgParameter, problems, router, security } from '../contract.ts'

/** No schema of zod's: the export is one text, which the handler reads itself. */
const exported = { schema: { type: 'string' as const } }

const people = (description: string) => z.number().int().openapi({ description })

const HandedIn = z
  .object({
    from: Instant,
    to: Instant,
    entries: z.number().int(),
    cleared: people('People with access of whom it shows an act'),
    dated: people('People with access of whom it tells since when they have it'),
    unknown: people('People without access here, of whom nothing is kept'),
    leftOut: z.record(z.string(), z.number().int()).openapi({ description: 'Entries by reason' }),
  })
  .openapi('AuditLogHandedIn')

const handInRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/audit-log',
  operationId: 'handInAuditLog',
  summary:
    "Takes the export of GitHub's audit log (JSON, one entry a line, or CSV): it clears and dates people",
  description:
    'The next audit judges with it. It accuses nobody: only the actor of an entry has acted, and whoever hands it in is not cleared by it. Nothing else of the file is kept.',
  security,
  request: {
    params: OrgParameter,
    body: {
      required: true,
      content: { 'application/json': exported, 'text/csv': exported, 'text/plain': exported },
    },
  },
  responses: {
    200: json('What it told', HandedIn),
    ...problems,
    413: { ...problems[413], description: 'Larger than 10 MiB' },
  },
})

export const auditLogApi = router().openapi(handInRoute, async (c) => {
  const authorized = await mayDecide(c, c.req.valid('param').org)
  const { leftOut, ...handedIn } = await handIn(c, authorized, await c.req.text())
  return c.json({ ...handedIn, leftOut: Object.fromEntries(Object.entries(leftOut)) }, 200)
})
