/** The API routes of the queue: what is due when, and stopping and starting it or one removal. */

import { createRoute, z } from '@hono/zod-openapi'
import { WAIT_KINDS } from '../../policy/revocation/queue.ts'
import { DECISION_KINDS, LOWER_ROLES, POWERS } from '../../policy/words.ts'
import { writeCursor } from '../../register/cursor.ts'
import { logAccess } from '../../register/history/access-log.ts'
import { type QueuePlace, readQueue } from '../../review.ts'
import type { Visit } from '../access/visit.ts'
import { mayDecide, mayRead } from '../permissions/permissions.ts'
import { proposalForDeciding } from '../permissions/proposal-for.ts'
import { waitsFor } from '../permissions/seen-by-owners.ts'
import { savePause } from '../rules/pause.ts'
import { startOne, stopOne } from '../rules/stop-one.ts'
import {
  body,
  Instant,
  json,
  keysIn,
  ListQuery,
  OrgParameter,
  problems,
  router,
  security,
} from './contract.ts'

const Place = z
  .object({
    proposal: z.string(),
    review: z.string(),
    subject: z.object({
      kind: z.enum(['account', 'invitation', 'credential']),
      id: z.union([z.number(), z.string()]),
      login: z.string().nullish(),
      name: z.string().optional(),
    }),
    decision: z.enum(DECISION_KINDS).nullable(),
    role: z.enum(LOWER_ROLES).nullable(),
    dueAt: Instant.nullable().openapi({
      description: 'The earliest moment at which it is carried out; null where a person has to act first',
    }),
    waitsFor: z.array(z.object({ kind: z.enum(WAIT_KINDS), until: Instant.optional() })).readonly(),
    status: z.string(),
    power: z.enum(POWERS),
  })
  .openapi('QueuePlace')

const Queue = z
  .object({
    items: z.array(Place),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    pausedAt: Instant.nullable(),
    days: z
      .array(z.object({ day: z.string(), removals: z.number().int() }))
      .openapi({ description: 'How many are due on each day (UTC), over the whole queue' }),
  })
  .openapi('Queue')

const Stopped = z
  .object({
    pausedAt: Instant.nullable().openapi({ description: 'Since when the whole queue is stopped' }),
    stoppedAt: Instant.nullable().openapi({ description: 'Since when the one removal named is stopped' }),
  })
  .openapi('StoppedQueue')

const readRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/queue',
  operationId: 'readQueue',
  summary: 'Decided proposals on their way to being carried out, in order, with the day of each',
  security,
  request: { params: OrgParameter, query: ListQuery },
  responses: { 200: json('The queue', Queue), ...problems },
})

const asked = body({ proposal: z.string().optional().openapi({ description: 'Absent: the whole queue' }) })

const stopRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/queue/stop',
  operationId: 'stopQueue',
  summary: 'Stops the queue, or one removal',
  security,
  request: { params: OrgParameter, ...asked },
  responses: { 200: json('What is stopped now', Stopped), ...problems },
})

const startRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/queue/start',
  operationId: 'startQueue',
  summary:
    'Starts again what was stopped: what another owner stopped goes on when two agree; needs a sign-in of the last ten minutes',
  security: [{ session: [] }],
  request: { params: OrgParameter, ...asked },
  responses: { 200: json('What is stopped now', Stopped), ...problems },
})

export const queueApi = router()
  .openapi(readRoute, async (c) => {
    const authorized = await mayRead(c, c.req.valid('param').org)
    const { org, actor } = authorized
    const { limit, cursor } = c.req.valid('query')
    const { register, now } = c.var.platform
    await logAccess(register, org.id, actor, 'proposals', now)
    const { places } = await readQueue(c.var.platform, org, now)
    const after = keysIn(cursor, 1)?.[0]
    const from = after === undefined ? 0 : places.findIndex(({ queued }) => queued.proposal === after) + 1
    const items = places.slice(from, from + limit)
    const last = items.at(-1)
    const isLast = last === undefined || from + limit >= places.length
    const answer = {
      items: items.map((place) => ({ ...toPlace(place), waitsFor: waitsFor(authorized, place.waitsFor) })),
      nextCursor: isLast ? null : writeCursor([last.queued.proposal]),
    }
    return c.json({ ...answer, total: places.length, pausedAt: org.pausedAt, days: daysOf(places) }, 200)
  })
  .openapi(stopRoute, async (c) => {
    const { org } = c.req.valid('param')
    const { proposal } = c.req.valid('json')
    if (proposal === undefined) await savePause(c, await mayDecide(c, org), true)
    else {
      const found = await proposalForDeciding(c, proposal, org)
      await stopOne(c, found.authorized, found.proposal)
    }
    return c.json(await stoppedNow(c, org, proposal), 200)
  })
  .openapi(startRoute, async (c) => {
    const { org } = c.req.valid('param')
    const { proposal } = c.req.valid('json')
    if (proposal === undefined) await savePause(c, await mayDecide(c, org), false)
    else {
      const found = await proposalForDeciding(c, proposal, org)
      await startOne(c, found.authorized, found.proposal)
    }
    return c.json(await stoppedNow(c, org, proposal), 200)
  })

async function stoppedNow(c: Visit, login: string, proposal: string | undefined) {
  const { org } = await mayDecide(c, login)
  const found = proposal === undefined ? null : await proposalForDeciding(c, proposal, login)
  return { pausedAt: org.pausedAt, stoppedAt: found?.proposal.stopped?.at ?? null }
}

function toPlace({ queued, dueAt }: QueuePlace) {
  const { proposal, reviewId: review, subject, decision, role, status, power } = queued
  return { proposal, review, subject, decision, role, dueAt, status, power }
}

function daysOf(places: readonly QueuePlace[]) {
  const days = Map.groupBy(
    places.filter(({ dueAt }) => dueAt !== null),
    ({ dueAt }) => dueAt?.slice(0, 10) ?? '',
  )
  return [...days].map(([day, { length }]) => ({ day, removals: length }))
}
