/** The zod schemas of reviews, proposals and revocations: OpenAPI prints them, and the compiler checks the handlers against them. */

import { z } from '@hono/zod-openapi'
import { DECISION_KINDS, LOWER_ROLES, POWERS, REPOSITORY_ROLES, VERDICTS } from '../../policy/words.ts'
import { Instant } from './contract.ts'

export const Verdict = z.enum(VERDICTS)
export const Finding = z.object({ code: z.string(), sentence: z.string() })

export const Review = z
  .object({
    id: z.string(),
    quarter: z.string(),
    openedAt: Instant,
    dueAt: Instant,
    closedAt: Instant.nullable(),
    status: z.enum(['open', 'closed']),
    auditId: z.string(),
    scope: z.record(z.string(), z.unknown()),
    counts: z.record(z.string(), z.number().int()),
  })
  .openapi('Review')

/** One review, and who is inactive and can write but is not proposed yet: uncommon activity is still being read there. */
export const OneReview = Review.extend({
  missing: z.object({
    people: z.number().int(),
    /** How many of the people are an owner, or admin of a repository. */
    privileged: z.number().int(),
    /** Days until the audits have read what is left; 0 where nobody is missing. */
    joinsWithinDays: z.number().int(),
  }),
  groups: z.array(
    z.object({
      group: z.enum(POWERS),
      count: z.number().int().openapi({ description: 'How many nobody has answered' }),
      seen: z.string().nullable().openapi({
        description: 'Binds one answer for the group to what it holds now; null of owners and admins',
      }),
    }),
  ),
}).openapi('OneReview')

export const Actor = z.object({
  kind: z.string(),
  id: z.number().optional(),
  login: z.string().optional(),
  token: z.string().optional().openapi({
    description: 'The bearer token of theirs that acted, by its id; absent where they were signed in',
  }),
})
const Step = z.object({ action: z.string(), target: z.string() })

export const Revocation = z
  .object({
    status: z.enum(['pending', 'running', 'done', 'failed', 'by_hand', 'withdrawn', 'restoring', 'restored']),
    rehearsal: z.boolean(),
    startedAt: Instant.nullable().openapi({ description: 'Null while it waits for its day' }),
    finishedAt: Instant.nullable(),
    reason: z.string().nullable(),
    outcomes: z.array(
      z.object({
        action: z.string(),
        target: z.string(),
        status: z.string(),
        at: Instant,
        error: z.string().optional(),
        links: z
          .array(z.object({ url: z.string(), gh: z.string().nullable() }))
          .optional()
          .openapi({
            description:
              'Where a person does this step, and the same for a terminal; absent where it is withheld',
          }),
      }),
    ),
    verified: z.boolean().nullable(),
    withheld: z
      .object({ why: z.string(), from: Instant.nullable() })
      .nullish()
      .openapi({ description: 'Why no links are shown of what is left to people' }),
  })
  .openapi('Revocation')

export const Proposal = z
  .object({
    id: z.string(),
    reviewId: z.string(),
    subject: z.object({
      kind: z.enum(['account', 'invitation', 'credential']),
      id: z.union([z.number(), z.string()]),
      login: z.string().nullish(),
      name: z.string().optional(),
    }),
    verdict: Verdict,
    reason: z.string(),
    findings: z.array(Finding).readonly(),
    evidence: z.array(z.object({ kind: z.string(), at: Instant, url: z.string().nullable() })).readonly(),
    risk: z.object({
      score: z.number(),
      opens: z.array(z.string()).readonly(),
      privileged: z.boolean(),
      why: z.string().optional().openapi({ description: 'One line on why it stands where it does' }),
      holds: z
        .object({
          role: z.enum(['owner', ...REPOSITORY_ROLES, 'member', 'none']),
          places: z.array(z.string()).readonly(),
          more: z.number().int(),
          teams: z.array(z.string()).readonly(),
          outsideCollaborator: z.boolean(),
        })
        .optional()
        .openapi({
          description: 'What it opens today: the role, the first repositories, the teams it comes through',
        }),
    }),
    smallestRole: z
      .object({ role: z.enum(['none', ...REPOSITORY_ROLES]), because: z.string() })
      .nullable()
      .openapi({
        description: 'The smallest role that would do for what was seen within a year; null: cannot be told',
      }),
    plan: z.array(Step).readonly(),
    consequences: z.array(z.string()).readonly(),
    status: z.string(),
    stale: z.string().nullable(),
    reopened: z
      .object({ kind: z.enum(['act', 'two_opinions', 'vote', 'answer']), why: z.string(), at: Instant })
      .nullable()
      .openapi({ description: 'Why a proposal that was answered is open again' }),
    openedAt: Instant,
    power: z.enum(POWERS).openapi({ description: 'The group of the review in which it stands' }),
    choices: z
      .array(
        z.object({
          decision: z.enum(DECISION_KINDS),
          role: z.enum(LOWER_ROLES).nullable(),
          plan: z.array(Step).readonly(),
          lost: z.array(z.string()).readonly(),
          back: z.array(z.string()).readonly(),
        }),
      )
      .readonly()
      .nullable()
      .openapi({ description: 'Every answer that it can be given, and what each would do, in order' }),
    scope: z
      .object({ kind: z.enum(['team', 'repository']), id: z.number(), name: z.string() })
      .nullable()
      .openapi({ description: 'The one grant that it is about; null: everything that the subject holds' }),
    lastActiveAt: Instant.nullable(),
    stopped: z
      .object({ by: Actor, at: Instant })
      .nullable()
      .openapi({ description: 'Who stopped its carrying out' }),
    decisions: z.array(
      z.object({
        id: z.string(),
        by: Actor,
        decision: z.enum(DECISION_KINDS),
        reason: z.string(),
        until: Instant.nullable(),
        role: z.string().nullable(),
        repositories: z
          .array(z.number())
          .readonly()
          .nullable()
          .openapi({ description: 'What an outside collaborator keeps, by id; null: everything reached' }),
        plan: z.array(Step).readonly(),
        at: Instant,
        confirmedAt: Instant.nullable().openapi({
          description: 'When the same owner confirmed it, because no other active owner answered',
        }),
      }),
    ),
    revocation: Revocation.nullable(),
  })
  .openapi('Proposal')

/** A proposal on a review's list, with what stands beside it and is not frozen. */
export const ListedProposal = Proposal.extend({
  seen: z.string().openapi({
    description: 'Binds an answer to what is shown here: status, verdict, plan, newest evidence, votes',
  }),
  wouldStop: z
    .object({
      items: z.array(z.object({ sentence: z.string(), url: z.string().optional() })).readonly(),
      notRead: z
        .string()
        .nullable()
        .openapi({ description: 'What was not read; only where it is null the list is the whole answer' }),
    })
    .nullable()
    .openapi({ description: 'What would stop, or live on, with the access of an account' }),
  keptInFiles: z
    .array(
      z.object({
        repository: z.string(),
        path: z.string(),
        line: z.number().int(),
        login: z.string(),
        url: z.string(),
      }),
    )
    .readonly()
    .openapi({ description: 'Lines of files from which a tool would give the access back' }),
  activeElsewhere: z
    .array(z.object({ organization: z.string(), at: Instant, kind: z.string(), repository: z.string() }))
    .readonly()
    .openapi({ description: 'In public repositories of sister organisations, where both switched that on' }),
}).openapi('ListedProposal')
