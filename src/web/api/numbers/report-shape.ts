/** The zod schema of what an evidence report holds, in both editions. */

import { z } from '@hono/zod-openapi'
import { DECISION_KINDS, LOWER_ROLES, POWERS } from '../../../policy/words.ts'
import { EDITIONS } from '../../pages/report/editions.ts'
import { Instant } from '../contract.ts'
import { Actor, Proposal } from '../review-shapes.ts'

const number = z.number().int()

const Frozen = z
  .object({ name: z.string(), at: Instant, stale: number, unknown: number, total: number })
  .openapi('FrozenStaleAccess')

const Numbers = z
  .object({
    asked: z.object({
      all: number,
      ...{ owners_and_admins: number, can_push: number, membership_only: number },
      ...{ credentials: number, invitations: number, clean_up: number },
    }),
    answered: z.object({
      all: number,
      ...{ keep: number, downgrade: number, emeritus: number, revoke: number },
      twoOpinions: number,
      byTwo: number.openapi({ description: 'By a second vote, or confirmed by the same owner' }),
    }),
    unanswered: z.object({ carriedOver: number, endedByThemselves: number }),
    removals: z.object({
      proven: number.openapi({ description: 'GitHub was read again and nothing was left' }),
      byHand: number.openapi({ description: 'Of those, done by owners on GitHub' }),
      notCarriedOut: number,
    }),
    cameBack: z.object({ way_back: number, sync: number, elsewhere: number }),
    daysToAnswer: z.object({ median: z.number(), longest: z.number() }).nullable(),
  })
  .openapi('ReviewNumbers')

const Line = z.object({
  proposal: z.string(),
  subject: Proposal.shape.subject,
  power: z.enum(POWERS),
  lastActiveAt: Instant.nullable(),
  answers: z
    .array(
      z.object({
        decision: z.enum(DECISION_KINDS),
        role: z.enum(LOWER_ROLES).nullable(),
        until: Instant.nullable(),
        by: Actor,
        reason: z.string(),
        at: Instant,
      }),
    )
    .readonly(),
  carriedOutAt: Instant.nullable(),
})

/** How a principle of SPEC 6 stands. */
export const Spec6Principle = z
  .object({
    asks: z.string(),
    checked: z.string(),
    stands: z.enum(['met', 'partly', 'not_verified', 'not_shown']),
    how: z.string(),
  })
  .openapi('Spec6Principle')

export const ReportContent = z
  .object({
    edition: z.enum(EDITIONS),
    organization: number.openapi({ description: 'By GitHub’s number' }),
    review: z.string(),
    quarter: z.string(),
    openedAt: Instant,
    dueAt: Instant,
    closedAt: Instant.nullable(),
    scope: z.object({
      contributors: number.nullable(),
      countedTo: number,
      because: z.enum(['calendar', 'asked']),
    }),
    audit: z
      .object({
        id: z.string(),
        asOf: Instant,
        status: z.enum(['queued', 'running', 'complete', 'partial', 'failed']),
        counts: z
          .object({
            ...{ accounts: number, grants: number, credentials: number, repositories: number, teams: number },
            verdicts: z.record(z.string(), number.optional()),
          })
          .nullable(),
      })
      .nullable(),
    auditsSince: z.object({ complete: number, partial: number, failed: number }),
    numbers: Numbers,
    staleAccess: z.object({ baseline: Frozen.nullable(), newest: Frozen.nullable() }),
    change: z.object({ percent: number, goalMet: z.boolean() }).nullable(),
    spec6: z.array(Spec6Principle).readonly(),
    historyHead: z.object({ seq: number, hash: z.string() }).nullable(),
    coverage: z
      .array(z.object({ source: z.string(), complete: z.boolean(), reason: z.string().optional() }))
      .readonly()
      .optional()
      .openapi({ description: 'For owners only, as the two after it' }),
    notices: z.object({ sent: number, unreachable: number, seen: number, answers: number }).optional(),
    lines: z.array(Line).readonly().optional(),
  })
  .openapi('ReviewReportContent')
