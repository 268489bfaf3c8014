/** The zod schemas of what is held on the caller: OpenAPI prints them, and the compiler checks the handler against them. */

import { z } from '@hono/zod-openapi'
import { ANSWERS, NOTICE_KINDS, NOTICE_RESULTS } from '../../../policy/words.ts'
import { Instant } from '../contract.ts'
import { Actor } from '../review-shapes.ts'
import { Dossier } from '../shapes.ts'

const Notice = z.object({
  proposal: z.string(),
  kind: z.enum(NOTICE_KINDS),
  result: z.enum(NOTICE_RESULTS),
  way: z.string(),
  at: Instant,
  recordedBy: Actor,
  seenAt: Instant.nullable(),
})

const Answer = z.object({
  proposal: z.string(),
  answer: z.enum(ANSWERS),
  until: Instant.nullable(),
  text: z.string().nullable(),
  by: Actor,
  toldBy: z.string().nullable(),
  at: Instant,
  endedAt: Instant.nullable().openapi({ description: 'When it was changed or taken back' }),
})

const Taken = z.object({
  revocation: z.string(),
  at: Instant,
  status: z.string(),
  removed: z.boolean().openapi({ description: 'False: it was a rehearsal, or nothing was left to remove' }),
  giveBackUntil: Instant.nullable().openapi({ description: 'The last moment of the way back' }),
  whyNot: z.string().nullable().openapi({ description: 'Why it cannot be asked for now; null where it can' }),
  requests: z.array(
    z.object({
      id: z.string(),
      at: Instant,
      text: z.string().nullable(),
      endedAt: Instant.nullable(),
      endedBecause: z.enum(['given_back', 'declined', 'withdrawn']).nullable(),
    }),
  ),
})

const Question = z.object({
  proposal: z.string(),
  status: z.string(),
  open: z.boolean().openapi({ description: 'Whether an answer still counts' }),
  toldAt: Instant.nullable(),
  earliest: Instant.nullable().openapi({
    description: 'Nothing is taken before; null: it has no day yet, for example because nobody has told you',
  }),
  reviewEndsAt: Instant,
})

export const Me = z
  .object({
    id: z.number().int(),
    login: z.string(),
    name: z.string().nullable(),
    organizations: z.array(
      z.object({
        organization: z.string(),
        owners: z.array(z.object({ id: z.number().int(), login: z.string(), name: z.string().nullable() })),
        dossier: Dossier.nullable(),
        unreadable: z.string().nullable().openapi({ description: 'Why the dossier cannot be shown' }),
        credentials: z.array(
          z.object({
            kind: z.string(),
            name: z.string(),
            repository: z.string().nullable(),
            scopes: z.array(z.string()),
            createdAt: Instant.nullable(),
            lastUsed: z.string().openapi({ description: 'A moment, `never` or `unobservable`' }),
            expiresAt: Instant.nullable(),
          }),
        ),
        questions: z.array(Question),
        notices: z.array(Notice),
        answers: z.array(Answer),
        taken: z.array(Taken),
      }),
    ),
    leaves: z.array(
      z.object({
        organization: z.string().nullable().openapi({ description: 'Null: in every organisation' }),
        since: Instant,
        until: Instant,
        by: Actor,
        endedAt: Instant.nullable(),
      }),
    ),
    tokens: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          scope: z.enum(['read', 'decide']),
          createdAt: Instant,
          expiresAt: Instant,
        }),
      )
      .nullable()
      .openapi({ description: 'Null where a token asks: no token learns of tokens' }),
    notObserved: z.array(z.string()).openapi({ description: 'What no audit can see' }),
  })
  .openapi('Me')
