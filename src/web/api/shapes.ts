/** The zod schemas of the other API responses: OpenAPI prints them, and the compiler checks the handlers against them. */

import { z } from '@hono/zod-openapi'
import { MONTH_STATES } from '../../policy/activity/months.ts'
import { PRECISIONS } from '../../policy/verdict/precision.ts'
import {
  ACCESS_LEVELS,
  ACTIVITY_KINDS,
  CREDENTIAL_KINDS,
  NOTICE_KINDS,
  NOTICE_RESULTS,
} from '../../policy/words.ts'
import { MEMBERSHIPS } from '../../register/access/lists/account-filter.ts'
import { Instant } from './contract.ts'
import { Actor, Finding, Proposal, Verdict } from './review-shapes.ts'

export const Account = z
  .object({
    id: z.number().int(),
    login: z.string(),
    name: z.string().nullable(),
    type: z.enum(['User', 'Bot']),
    role: z.enum(MEMBERSHIPS),
    access: z.enum(ACCESS_LEVELS).openapi({
      description: 'The most that the account can do; where a list is asked for one repository, there',
    }),
    teams: z.array(z.string()).openapi({ description: 'Slugs of the teams that name the account itself' }),
    repositories: z.number().int().openapi({ description: 'How many it reaches by any path' }),
    verdict: Verdict,
    reason: z.string(),
    lastActivity: z
      .object({
        at: Instant,
        kind: z.string(),
        repository: z.string().nullable(),
        url: z.string().nullable(),
        source: z.string(),
        precision: z.enum(PRECISIONS),
      })
      .nullable(),
    twoFactor: z.enum(['enabled', 'disabled', 'unknown']),
    findings: z.array(Finding),
    grants: z.number().int().openapi({
      description:
        'How many grants name the account itself; the dossier lists the base permission, too, which every member has',
    }),
  })
  .openapi('Account')

export const Credential = z
  .object({
    kind: z.enum(CREDENTIAL_KINDS),
    id: z.string(),
    name: z.string(),
    owner: z.string().nullable(),
    repository: z.string().nullable(),
    scopes: z.array(z.string()),
    createdAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    use: z.enum(['used', 'never', 'unobservable']),
    expiresAt: Instant.nullable(),
    verdict: Verdict,
    reason: z.string(),
    findings: z.array(Finding),
  })
  .openapi('Credential')

export const Audit = z
  .object({
    id: z.string(),
    status: z.enum(['queued', 'running', 'complete', 'partial', 'failed']),
    asOf: Instant,
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    progress: z.object({ done: z.number(), total: z.number(), step: z.string() }).openapi({
      description: 'Of the whole audit, in per cent: never goes back, and ends with done = total',
    }),
    coverage: z.array(
      z.object({
        source: z.string(),
        complete: z.boolean(),
        reason: z.string().optional(),
        scopes: z.number().int(),
        unread: z.array(z.object({ where: z.string(), reason: z.string() })),
      }),
    ),
    counts: z.record(z.string(), z.unknown()).nullable(),
    requests: z.object({ rest: z.number(), graphql: z.number(), graphqlPoints: z.number() }),
    failure: z.string().nullable(),
  })
  .openapi('Audit')

const Months = z
  .object({
    auditedTo: Instant.nullable().openapi({
      description: 'The moment of the newest audit: the present month is read up to here',
    }),
    windowMonths: z.number().int().openapi({ description: 'So many months count for the verdict' }),
    repositories: z.array(
      z.object({
        repository: z.string().nullable().openapi({
          description: 'Null: acts that belong to no repository, or to one no longer known',
        }),
        read: z.object({ since: Instant, readTo: Instant }).nullable().openapi({
          description:
            'Between these moments everything was read there that is read month by month, whoever acted; null: nothing was. Workflow runs, deployments and tags are not read month by month.',
        }),
        months: z.array(z.object({ month: z.string(), state: z.enum(MONTH_STATES), days: z.number().int() })),
      }),
    ),
    more: z.number().int().openapi({ description: 'Repositories beyond the first hundred' }),
  })
  .openapi('Months', {
    description:
      'Two years by month (UTC) and repository, the most recent work first. `days`: on how many days of the month acts are known. `not_read`: no act is known, and not all of the month was read; `nothing_seen`: all of it was, the present month up to the newest audit.',
  })

export const Dossier = Account.omit({ grants: true, role: true })
  .extend({
    role: z.enum([...MEMBERSHIPS, 'none']),
    githubCreatedAt: Instant.nullable(),
    grants: z.array(
      z.object({
        kind: z.string(),
        path: z.string(),
        role: z.string().nullable(),
        repositories: z.array(z.string()).nullable(),
        since: Instant,
        verdict: Verdict,
        reason: z.string(),
        lastUsed: Instant.nullable(),
      }),
    ),
    activity: z.array(z.object({ kind: z.string(), at: Instant, repository: z.string().nullable() })),
    months: Months,
    smallestRole: Proposal.shape.smallestRole,
    elsewhere: z
      .array(z.object({ organization: z.string(), at: Instant, kind: z.enum(ACTIVITY_KINDS) }))
      .openapi({
        description:
          'Context only: the last activity in each other organisation served here, from public repositories. It changes no verdict and no use of a grant.',
      }),
    proposals: z.array(Proposal),
    decisions: z.array(
      z.object({ decision: z.string(), reason: z.string(), at: Instant, proposal: z.string() }),
    ),
    notices: z.array(
      z.object({
        kind: z.enum(NOTICE_KINDS),
        result: z.enum(NOTICE_RESULTS),
        way: z.string(),
        at: Instant,
        seenAt: Instant.nullable(),
        proposal: z.string().openapi({ description: 'The proposal about which they were told' }),
      }),
    ),
    exemptions: z.array(z.object({ reason: z.string(), until: Instant.nullable() })),
    unlinkedCommits: z.array(z.object({ repository: z.string(), commits: z.number().int() })).openapi({
      description:
        'Commits of the window that belong to no account, in the repositories to which this account pushed: some may be theirs',
    }),
    explanation: z
      .array(
        z.object({
          part: z.enum(['fact', 'gap', 'verdict']),
          text: z.string(),
          source: z.string(),
          url: z.string().nullable(),
        }),
      )
      .openapi({ description: 'How the verdict came about: facts, gaps, verdict, each with its source' }),
  })
  .openapi('Dossier')

export const HistoryEntry = z
  .object({
    seq: z.number().int(),
    at: Instant,
    act: z.string(),
    ref: z.string(),
    digest: z.string(),
    previous: z.string(),
    hash: z.string(),
    form: z.number().int().openapi({
      description:
        'Which fields the hash covers: 2 the organisation too; 1, of earlier versions, without it.',
    }),
    actor: Actor.nullable(),
    subject: z.object({ kind: z.string() }).nullable(),
    sentence: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
    erased: z.boolean(),
  })
  .openapi('HistoryEntry')
