/** The read-only API routes of organisations, accounts and credentials. */

import { createRoute, z } from '@hono/zod-openapi'
import { ACCESS_GROUPS } from '../../policy/access/access-groups.ts'
import { findOwnersSecondFactor } from '../../register/access/accounts.ts'
import { findDossier } from '../../register/access/dossier.ts'
import { listAccounts } from '../../register/access/lists/account-list.ts'
import { credentialPage, readCredentials } from '../../register/access/lists/credential-list.ts'
import { findOverviewCounts } from '../../register/access/overview-counts.ts'
import { listFailedInvitations } from '../../register/audits/failed-invitations.ts'
import { askedFor } from '../../register/cursor.ts'
import { logAccess } from '../../register/history/access-log.ts'
import { AccountQuery, CredentialQuery } from '../parts/lists/queries.ts'
import { mayRead, organizationsOf, signedIn } from '../permissions/permissions.ts'
import { dossierFor, seesPersonal } from '../permissions/seen-by-owners.ts'
import {
  Instant,
  json,
  keysAsked,
  ListQuery,
  OrgParameter,
  pageOfWhole,
  pageSchema,
  problems,
  router,
  security,
} from './contract.ts'
import { Account, Credential, Dossier } from './shapes.ts'

const Organization = z
  .object({
    id: z.number().int(),
    login: z.string(),
    plan: z.string().nullable(),
    firstCompleteAudit: Instant.nullable(),
    pausedAt: Instant.nullable(),
  })
  .openapi('Organization')

const listRoute = createRoute({
  method: 'get',
  path: '/api/orgs',
  operationId: 'listOrganizations',
  summary: 'The organisations that you may see',
  security,
  request: { query: ListQuery },
  responses: {
    200: json(
      'By login; `unasked`: where GitHub could not be asked whether you own it',
      pageSchema(Organization).extend({ unasked: z.array(z.string()) }),
    ),
    ...problems,
  },
})

const LEFT_OUT = 'Left out where API_TOKEN sees numbers only'
const FOR_OWNERS = 'Left out for API_TOKEN'

const count = z.number().int()

const AccessRow = z
  .object({
    access: z.enum(ACCESS_GROUPS).openapi({ description: 'The most that they can do' }),
    all: count,
    verdicts: z.object({ active: count, inactive: count, new: count, exempt: count, unknown: count }),
    twoFactor: z
      .object({ enabled: count, disabled: count, unknown: count })
      .optional()
      .openapi({ description: `\`unknown\`: GitHub does not show it. ${LEFT_OUT}` }),
  })
  .openapi('AccessRow')

const Overview = Organization.extend({
  twoFactor: z.object({
    required: z.boolean().nullable().openapi({ description: 'Null where GitHub does not show it' }),
    ownersWithout: z
      .array(z.string())
      .optional()
      .openapi({ description: `Logins of owners without a second factor. ${FOR_OWNERS}` }),
    ownersUnknown: z
      .number()
      .int()
      .optional()
      .openapi({ description: `Owners whose second factor GitHub does not show. ${FOR_OWNERS}` }),
  }),
  access: z.array(AccessRow).openapi({
    description: 'Every account with access once, strongest first. `listAccounts` lists those of each number',
  }),
  missingPermissions: z.array(z.string()).nullable().openapi({
    description: "What an audit needs and the App's installation lacks; null when a token reads",
  }),
  failedInvitations: z
    .array(
      z.object({
        id: z.number().int(),
        login: z.string().nullable().openapi({ description: 'Null where an e-mail address was invited' }),
        role: z.string(),
        failedAt: Instant.nullable(),
        reason: z.string().nullable(),
      }),
    )
    .optional()
    .openapi({ description: LEFT_OUT }),
}).openapi('OrganizationOverview')

const overviewRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}',
  operationId: 'getOrganization',
  summary:
    'One organisation: who holds what and uses it, second factor, permissions that the App lacks, invitations that failed',
  security,
  request: { params: OrgParameter },
  responses: { 200: json('The organisation', Overview), ...problems },
})

const accountsRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/accounts',
  operationId: 'listAccounts',
  summary: 'Who has access, with verdict and last activity',
  security,
  request: {
    params: OrgParameter,
    query: AccountQuery,
  },
  responses: { 200: json('By login, or as `sort` says', pageSchema(Account)), ...problems },
})

const dossierRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/accounts/{login}',
  operationId: 'getAccount',
  summary: 'Everything known about one account in this organisation',
  security,
  request: { params: OrgParameter.extend({ login: z.string() }) },
  responses: { 200: json('The dossier', Dossier), ...problems },
})

const credentialsRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/credentials',
  operationId: 'listCredentials',
  summary: 'Credentials: what acts without its owner being asked',
  security,
  request: {
    params: OrgParameter,
    query: CredentialQuery,
  },
  responses: {
    200: json('In the order in which they were first seen, or as `sort` says', pageSchema(Credential)),
    ...problems,
  },
})

export const organizationsApi = router()
  .openapi(listRoute, async (c) => {
    signedIn(c)
    const { seen, unanswered } = await organizationsOf(c)
    const items = seen.map(({ id, login, plan, firstCompleteAt, pausedAt }) => ({
      id,
      login,
      plan,
      firstCompleteAudit: firstCompleteAt,
      pausedAt,
    }))
    const page = pageOfWhole(items, c.req.valid('query'))
    return c.json({ ...page, unasked: unanswered.map(({ login }) => login) }, 200)
  })
  .openapi(overviewRoute, async (c) => {
    const { org, role, sees } = await mayRead(c, c.req.valid('param').org, 'numbers')
    const { register } = c.var.platform
    const counts = await findOverviewCounts(register, org.id, { hidesPersonal: !seesPersonal({ role }) })
    const numbers = {
      id: org.id,
      login: org.login,
      plan: org.plan,
      firstCompleteAudit: org.firstCompleteAt,
      pausedAt: org.pausedAt,
      twoFactor: { required: org.twoFactorRequired },
      access: counts.map(({ twoFactor: _, ...row }) => row),
      missingPermissions: org.missingPermissions === null ? null : [...org.missingPermissions],
    }
    if (sees === 'numbers') return c.json(numbers, 200)
    const failedInvitations = [...(await listFailedInvitations(register, org.id))]
    if (!seesPersonal({ role })) return c.json({ ...numbers, failedInvitations }, 200)
    const owners = await findOwnersSecondFactor(register, org.id)
    return c.json(
      {
        ...numbers,
        twoFactor: {
          ...numbers.twoFactor,
          ownersWithout: [...owners.without],
          ownersUnknown: owners.unknown,
        },
        access: [...counts],
        failedInvitations,
      },
      200,
    )
  })
  .openapi(accountsRoute, async (c) => {
    const authorized = await mayRead(c, c.req.valid('param').org)
    const { org, actor } = authorized
    const { limit, cursor, ...asked } = c.req.valid('query')
    const { register, now } = c.var.platform
    await logAccess(register, org.id, actor, 'accounts', now)
    const { sort, ...filter } = { ...asked, hidesPersonal: !seesPersonal(authorized) }
    const after = keysAsked(cursor, 2, asked)
    return c.json(askedFor(await listAccounts(register, org.id, filter, after, limit, sort), asked), 200)
  })
  .openapi(dossierRoute, async (c) => {
    const { org: login, login: account } = c.req.valid('param')
    const authorized = await mayRead(c, login)
    const { org, actor } = authorized
    const { register, now } = c.var.platform
    await logAccess(register, org.id, actor, 'dossier', now)
    const seen = { hidesPersonal: !seesPersonal(authorized) }
    const dossier = await findDossier(register, org, { login: account }, now, seen)
    return c.json({ ...dossierFor(authorized, dossier) }, 200)
  })
  .openapi(credentialsRoute, async (c) => {
    const { org, actor } = await mayRead(c, c.req.valid('param').org)
    const { limit, cursor, ...asked } = c.req.valid('query')
    const { sort, ...filter } = asked
    const { register, now } = c.var.platform
    await logAccess(register, org.id, actor, 'credentials', now)
    const after = keysAsked(cursor, 2, asked)
    const read = await readCredentials(register, org, now)
    return c.json(askedFor(credentialPage(read, filter, after, limit, sort), asked), 200)
  })
