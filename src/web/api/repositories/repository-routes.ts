/** The read-only API routes of repositories: who can push, administer and release. */

import { createRoute, z } from '@hono/zod-openapi'
import { findRepository } from '../../../register/access/repositories/one-repository.ts'
import { listRepositories } from '../../../register/access/repositories/repository-list.ts'
import { SORT_KEYS } from '../../../register/access/repositories/repository-rows.ts'
import { askedFor } from '../../../register/cursor.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import { RepositoryQuery } from '../../parts/lists/queries.ts'
import { mayRead } from '../../permissions/permissions.ts'
import { json, keysAsked, OrgParameter, problems, router, security } from '../contract.ts'
import { RepositoryDetails, RepositoryPage } from './repository-shapes.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/repositories',
  operationId: 'listRepositories',
  summary: 'How many can push, administer and release in each repository',
  security,
  request: {
    params: OrgParameter,
    query: RepositoryQuery,
  },
  responses: { 200: json('Most people first unless told', RepositoryPage), ...problems },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/repositories/{name}',
  operationId: 'getRepository',
  summary: 'Who can change one repository, by which path, and what of it they used there',
  security,
  request: { params: OrgParameter.extend({ name: z.string() }) },
  responses: { 200: json('The repository', RepositoryDetails), ...problems },
})

export const repositoriesApi = router()
  .openapi(listRoute, async (c) => {
    const { org } = await mayRead(c, c.req.valid('param').org)
    const { limit, cursor, ...filter } = c.req.valid('query')
    const { register, now } = c.var.platform
    const after = keysAsked(cursor, SORT_KEYS, filter)
    return c.json(askedFor(await listRepositories(register, org, filter, now, after, limit), filter), 200)
  })
  .openapi(oneRoute, async (c) => {
    const { org: login, name } = c.req.valid('param')
    const { org, actor } = await mayRead(c, login)
    const { register, now } = c.var.platform
    const repository = await findRepository(register, org, name, now)
    await logAccess(register, org.id, actor, 'repository', now)
    return c.json(repository, 200)
  })
