/** The API routes of audits, of the history and of the Worker's health. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../../policy/refusal.ts'
import {
  type AuditView,
  findAuditView,
  findLastAuditEnd,
  listAudits,
} from '../../../register/audits/audit-views.ts'
import { findHistoryPage } from '../../../register/history/history-list.ts'
import { HistoryQuery } from '../../parts/lists/history-query.ts'
import { mayDecide, mayRead } from '../../permissions/permissions.ts'
import { actsHiddenFrom, entryFor } from '../../permissions/seen-by-owners.ts'
import {
  Instant,
  json,
  keysIn,
  ListQuery,
  OrgParameter,
  pageSchema,
  problems,
  router,
  security,
  VERSION,
} from '../contract.ts'
import { Audit, HistoryEntry } from '../shapes.ts'

const startRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/audits',
  operationId: 'startAudit',
  summary: 'Starts an audit',
  security,
  request: { params: OrgParameter },
  responses: { 202: json('Started', z.object({ id: z.string() })), ...problems },
})

const auditRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/audits/{id}',
  operationId: 'getAudit',
  summary: 'One audit: progress, coverage, counts, requests',
  security,
  request: { params: OrgParameter.extend({ id: z.string() }) },
  responses: { 200: json('The audit', Audit), ...problems },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/audits',
  operationId: 'listAudits',
  summary: 'Audits, newest first, without their coverage',
  security,
  request: { params: OrgParameter, query: ListQuery },
  responses: {
    200: json('Audits', pageSchema(Audit.omit({ coverage: true }).openapi('AuditSummary'))),
    ...problems,
  },
})

const historyRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/history',
  operationId: 'listHistory',
  summary: 'The history with its hashes, newest first',
  security,
  request: { params: OrgParameter, query: HistoryQuery },
  responses: { 200: json('Entries', pageSchema(HistoryEntry)), ...problems },
})

const healthRoute = createRoute({
  method: 'get',
  path: '/api/health',
  operationId: 'getHealth',
  summary: 'Whether the Worker and its database answer',
  responses: {
    200: json('Healthy', healthShape()),
    401: problems[401],
    503: json('The database does not answer', healthShape()),
  },
})

export const auditsApi = router()
  .openapi(startRoute, async (c) => {
    const { org, actor } = await mayDecide(c, c.req.valid('param').org, 'numbers')
    const { id } = await c.var.platform.requestAudit(org.id, actor)
    return c.json({ id }, 202)
  })
  .openapi(auditRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { org, sees } = await mayRead(c, login, 'numbers')
    const view = await findAuditView(c.var.platform.register, org.id, id)
    if (view === null) throw new Refusal('not_found', `${org.login} has no audit with this id.`)
    return c.json(sees === 'names' ? view : withoutNames(view), 200)
  })
  .openapi(listRoute, async (c) => {
    const { org } = await mayRead(c, c.req.valid('param').org, 'numbers')
    const { cursor, limit } = c.req.valid('query')
    return c.json(await listAudits(c.var.platform.register, org.id, keysIn(cursor, 2), limit), 200)
  })
  .openapi(historyRoute, async (c) => {
    const authorized = await mayRead(c, c.req.valid('param').org)
    const { org } = authorized
    const { cursor, limit, ...asked } = c.req.valid('query')
    if (cursor !== undefined && !/^\d+$/.test(cursor)) {
      throw new Refusal(
        'invalid',
        'This cursor is not one of ours. Use the nextCursor of the page before, unchanged.',
      )
    }
    const { items, nextCursor } = await findHistoryPage(
      c.var.platform.register,
      org.id,
      cursor ?? null,
      limit,
      { ...asked, hidden: actsHiddenFrom(authorized) },
    )
    return c.json({ items: items.map((entry) => entryFor(authorized, entry)), nextCursor }, 200)
  })
  .openapi(healthRoute, async (c) => {
    try {
      const lastAudit = await findLastAuditEnd(c.var.platform.register)
      return c.json({ ok: true, version: VERSION, database: 'ok' as const, lastAudit }, 200)
    } catch (error) {
      console.error(JSON.stringify({ event: 'database_does_not_answer', error: String(error) }))
      return c.json({ ok: false, version: VERSION, database: 'unavailable' as const, lastAudit: null }, 503)
    }
  })

/** The audit without what its gaps name: people, repositories, and GitHub's own words about them. */
function withoutNames(view: AuditView): AuditView {
  const coverage = view.coverage.map(({ source, complete, scopes }) => ({
    source,
    complete,
    scopes,
    unread: [],
  }))
  return { ...view, coverage }
}

function healthShape() {
  return z.object({
    ok: z.boolean(),
    version: z.string(),
    database: z.enum(['ok', 'unavailable']),
    lastAudit: Instant.nullable(),
  })
}
